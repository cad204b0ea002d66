import type { graphql } from '~/api/graphql';

export type WebhookKind = ReturnType<typeof graphql.scalar<'WebhookKind'>>;

/** What a webhook can be told of, in words. A kind the API adds is a type error here. */
export const KIND_WORDS: Readonly<Record<WebhookKind, string>> = {
  COURSE_RUN_CHANGED: 'Course runs that are new or change',
  ENROLMENT_CHANGED: 'Enrolments',
  TRAINER_CHANGED: 'Trainers of course runs, and who declined them',
  COURSE_CHANGED: 'Courses, such as their trainer lists',
  LEARNER_CHANGED: 'Learners (values masked)',
  CHAIN_RUN_STARTED: 'A chain run that begins',
  CHAIN_RUN_AWAITING_APPROVAL: 'A chain run that waits for a person',
  CHAIN_RUN_ENDED: 'A chain run that is over, well or not',
  INCIDENT_OPENED: 'A new incident',
  INCIDENT_REPEATED: 'An incident that happened again',
  INCIDENT_NOTED: 'What is done about an incident',
  INCIDENT_CLOSED: 'An incident that is over',
  WEBHOOK_TEST: 'Test',
};

/** What can be chosen; a test is sent by hand. */
const KINDS = [
  'COURSE_RUN_CHANGED',
  'ENROLMENT_CHANGED',
  'TRAINER_CHANGED',
  'COURSE_CHANGED',
  'LEARNER_CHANGED',
  'CHAIN_RUN_STARTED',
  'CHAIN_RUN_AWAITING_APPROVAL',
  'CHAIN_RUN_ENDED',
  'INCIDENT_OPENED',
  'INCIDENT_REPEATED',
  'INCIDENT_NOTED',
  'INCIDENT_CLOSED',
] as const satisfies WebhookKind[];

export const KIND_CHOICES = KINDS.map((value) => ({ value, label: KIND_WORDS[value] }));

/** The kinds that a form has ticked. */
export const kindsIn = (form: FormData): WebhookKind[] => {
  const ticked = form.getAll('kinds');
  return KINDS.filter((kind) => ticked.includes(kind));
};
