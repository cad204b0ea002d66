import { z } from 'zod';
import { type StepContext, StepFailedError, type StepResult } from '../../workflow/step-handler.js';

/** What `find_runs` hands on. */
const FoundBatch = z.object({ batchId: z.string() });
export type FoundBatch = z.infer<typeof FoundBatch>;

/** True where the step before gave a batch to work on. */
export const hasFoundBatch = ({ outputs }: Pick<StepContext, 'outputs'>): boolean =>
  FoundBatch.safeParse(outputs['find_runs']).success;

/** The batch that `find_runs` gave, in this chain run or in the one it resumes. */
export function foundBatchOf({ outputs }: Pick<StepContext, 'outputs'>): string {
  const { data: found } = FoundBatch.safeParse(outputs['find_runs']);
  if (found) return found.batchId;
  throw new StepFailedError('The step find_runs gave no batch to work on.', {
    remedy: 'Start the chain anew.',
    retryable: false,
  });
}

/** The result of a step that follows the one which did the whole dry run. */
export const DRY_RUN_DONE: StepResult = { kind: 'completed', counts: {}, message: 'nothing to do in a dry run' };
