import { rowIdOf } from '../../contract/global-id.js';

/** What the arguments of acts on runs say of themselves. */
export const DESCRIPTIONS = {
  courseRunId: 'Global id of the run.',
  courseRunIds: 'Global ids of 1 to 100 runs.',
  trainerId: 'Global id of the trainer.',
  reason: 'Why, in 3 to 500 characters; identifiers in it are masked.',
  expectedVersion: 'The version of the run that the decision was made on; refused where it is another by now.',
  idempotencyKey: 'Chosen by the caller, 1 to 200 characters: asking again with the same key answers the same and does nothing.',
} as const;

/** The row id of a run; null for what can be none's. */
export const courseRunRowId = (globalId: string | number): string | null => rowIdOf('CourseRun', String(globalId));

/** The row id of the user that a trainer is; null for what can be none's. */
export const trainerRowId = (globalId: string | number): string | null => rowIdOf('Trainer', String(globalId));
