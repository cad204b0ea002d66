import { graphql } from '~/api/graphql';
import type { Word } from './tone';

type IssueCode = ReturnType<typeof graphql.scalar<'CourseRunIssueCode'>>;

/** What can be wrong with a class, in few words; the API has the sentence and the remedy. The most urgent first. */
export const ISSUE_WORDS = {
  RUN_WITHOUT_TRAINER: { label: 'No trainer', tone: 'bad' },
  TRAINER_LIST_EXHAUSTED: { label: 'List exhausted', tone: 'bad' },
  AMBIGUOUS_TRAINER: { label: 'Ambiguous name', tone: 'warn' },
  SYNC_ERROR: { label: 'Sync error', tone: 'bad' },
  ACTIVATED_PENDING: { label: 'Begun, Pending', tone: 'warn' },
  ACTIVATED_EMPTY: { label: 'Begun, empty', tone: 'warn' },
  MISSED_WINDOW: { label: 'Never activated', tone: 'warn' },
  TRAINER_DRIFT: { label: 'Trainer differs', tone: 'warn' },
  LEARNER_REVIEW: { label: 'Learner unclear', tone: 'info' },
  ENROLMENT_UNCONFIRMED: { label: 'Not listed at SSG', tone: 'info' },
} satisfies Record<IssueCode, Word>;
