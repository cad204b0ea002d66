import { z } from 'zod';
import type { StepContext } from '../../workflow/step-handler.js';

/** Which try of the step this was, kept as its checkpoint: where to go on stands in the batch's lines. */
const Checkpoint = z.object({ chainRunId: z.string(), attempt: z.number(), approvalId: z.string().nullable() });

/**
 * True where the step failed before, in this chain run or in the one that it resumes, and what failed is to be tried again
 * now: once. A step whose worker died or was stopped, or whose wish was approved, has not failed.
 */
export function hasFailedBefore({ run, step }: StepContext): boolean {
  const { data: before } = Checkpoint.safeParse(step.checkpoint);
  if (!before) return step.attempt > 1 || run.resumedFromId !== null;
  if (before.chainRunId !== run.id) return true;
  return step.attempt > before.attempt && before.approvalId === (step.approved?.approvalId ?? null);
}

/** Remembers this try, as soon as what failed before is open again. */
export function rememberTry({ run, step, saveCheckpoint }: StepContext): Promise<void> {
  const now: z.infer<typeof Checkpoint> = {
    chainRunId: run.id,
    attempt: step.attempt,
    approvalId: step.approved?.approvalId ?? null,
  };
  return saveCheckpoint(now);
}
