/** What the trainer pass concluded about a run's trainer, in words that go with a count too: `16 from the e-mail list`. */
export const TRAINER_OUTCOME_WORDS = {
  SSG: 'from SSG',
  EMAIL_LIST: 'from the e-mail list',
  NAME_LIST: 'from the name list',
  KEPT: 'kept',
  NONE: 'not found',
  ERROR: 'failed',
} as const;

/** What set a batch in motion. */
export const SYNC_TRIGGER_WORDS = {
  CLI: 'Command line',
  HTTP: 'Trigger over HTTP',
  SCHEDULE: 'Schedule',
  START: 'Start of the system',
} as const;

/** Kinds of rows that changes are about, one and many. */
export const ENTITY_WORDS = {
  COURSE: ['Course', 'courses'],
  COURSE_RUN: ['Course run', 'course runs'],
  COURSE_RUN_TRAINER: ['Trainer of the run', 'trainers of runs'],
  COURSE_RUN_TRAINER_DECLINE: ['Decline', 'declines'],
  ENROLMENT: ['Enrolment', 'enrolments'],
  LEARNER: ['Learner', 'learners'],
} as const;
