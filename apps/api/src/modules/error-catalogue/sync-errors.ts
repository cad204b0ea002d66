import type { LearnerReviewReason } from '@rollcall/domain/learner/learner';

/** Codes of log lines that do not come from SSG: the classes of the sync's own errors (S1.19). */
export const SYNC_ERRORS = {
  not_listed: {
    meaning: 'The run is in the window here, but SSG does not know it (bug 16).',
    remedy: 'If the run was withdrawn at SSG, set its class status to Cancelled; otherwise check its run id.',
  },
  UnreadableCourseRunError: {
    meaning: 'SSG sent a run whose dates cannot be understood.',
    remedy: 'Check the run on SSG’s portal; if it looks right there, tell SSG’s help desk which run it is.',
  },
  UnknownCourseError: {
    meaning: 'The run belongs to a course that is not here.',
    remedy: 'Import the course first: rollcall import courses FILE.csv with a line for it.',
  },
  MissingSsgCredentialsError: {
    meaning: 'There are no credentials for SSG for this provider.',
    remedy: 'Set the variables that the message of the error names.',
  },
  UnreadableCredentialFileError: {
    meaning: 'A certificate or key file cannot be read.',
    remedy: 'Check that the file exists and that this process may read it.',
  },
  SsgConfigurationError: {
    meaning: 'SSG’s client was given a setting that it cannot work with.',
    remedy: 'Correct the setting that the message names; rollcall preflight names the variable.',
  },
  BatchLostError: {
    meaning: 'The batch was taken over by another process.',
    remedy: 'Nothing to do: the process that took the batch over goes on with it.',
  },
  BatchNotOursError: {
    meaning: 'The batch of an earlier step is gone, or another chain run works on it.',
    remedy: 'Start the chain anew.',
  },
  StaleStateError: {
    meaning: 'The rows changed again and again while the run was being written.',
    remedy: 'Sync the run again.',
  },
  unexpected: {
    meaning: 'Something failed in a way nobody foresaw.',
    remedy: 'Look at the process log for this batch, and sync the run again.',
  },
} as const;

/** Why an enrolment waits for a person (bug 18). */
export const REVIEW_REASONS: Readonly<Record<LearnerReviewReason, { meaning: string; remedy: string }>> = {
  no_identity: {
    meaning: 'SSG sent no identifier, and not both name and e-mail.',
    remedy: 'Complete the record at SSG.',
  },
  ambiguous_learner: {
    meaning: 'More than one person could be meant.',
    remedy: 'Choose the learner, or record the identifier of the one who is meant.',
  },
  identifier_conflict: {
    meaning: 'SSG’s identifier is not that of the learner who holds this reference number.',
    remedy: 'Find out who is right.',
  },
  unknown_status: {
    meaning: 'SSG sent a status that has no meaning here.',
    remedy: 'Decide whether the learner takes part.',
  },
  enrolment_conflict: {
    meaning: 'SSG holds two enrolments of the learner in the run, and one of them has a row elsewhere, or waits for a review.',
    remedy: 'Keep one of them at SSG.',
  },
};
