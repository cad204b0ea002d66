import { ACT_ERRORS, GRAPHQL_ERRORS, HTTP_ERRORS } from './api-errors.js';
import { type ErrorEntry, entriesOf } from './error-entry.js';
import { SSG_ERRORS } from './ssg-errors.js';
import { REVIEW_REASONS, SYNC_ERRORS } from './sync-errors.js';
import { TRAINER_PROBLEMS } from './trainer-problems.js';

/** Every code that Rollcall can answer. The pages of `docs/` are checked against it, not the other way round. */
export const ERROR_CATALOGUE: readonly ErrorEntry[] = [
  ...ACT_ERRORS,
  ...entriesOf('graphql', GRAPHQL_ERRORS),
  ...entriesOf('http', HTTP_ERRORS),
  ...SSG_ERRORS,
  ...entriesOf('sync', SYNC_ERRORS),
  ...entriesOf('trainer_list', TRAINER_PROBLEMS),
  ...entriesOf('learner_review', REVIEW_REASONS),
];

/** The entry of a code, or of the class of an error as incidents name it; null for an unknown one. Letter case does not count. */
export function findErrorEntry(code: string): ErrorEntry | null {
  const wanted = code.trim().toLowerCase();
  return (
    ERROR_CATALOGUE.find((entry) => entry.code.toLowerCase() === wanted) ??
    ERROR_CATALOGUE.find(({ errorClass }) => errorClass?.toLowerCase() === wanted) ??
    null
  );
}
