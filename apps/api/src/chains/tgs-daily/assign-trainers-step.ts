import { assignTrainers } from '../../modules/sync/assign-trainers.js';
import { BatchLostError } from '../../modules/sync/batch-row.js';
import { troublesOf } from '../../modules/sync/batch-troubles.js';
import { takeOverChainBatch } from '../../modules/sync/chain-batch.js';
import { finishBatch } from '../../modules/sync/finish-batch.js';
import { reopenTrainerErrors } from '../../modules/sync/reopen-errors.js';
import { countBatch } from '../../modules/sync/summarise-batch.js';
import type { SyncContext } from '../../modules/sync/sync-context.js';
import { LeaseLostError, type StepContext, type StepHandler, type StepResult } from '../../workflow/step-handler.js';
import { hasFailedBefore, rememberTry } from './earlier-try.js';
import { DRY_RUN_DONE, type FoundBatch, foundBatchOf } from './found-batch.js';
import { workOnBatch } from './work-on-batch.js';

/** Gives a trainer to every run touched in the batch that has none (S0.25-S0.32), and closes the batch together with the step. */
export const assignTrainersStep: StepHandler = async (context) => {
  if (context.run.dryRun) return DRY_RUN_DONE;
  const { run, leaseToken } = context;
  const batchId = foundBatchOf(context);
  return workOnBatch(context, {
    open: async (transaction, { id: providerId }) => {
      const batch = await takeOverChainBatch(transaction, batchId, { providerId, leaseToken, chainRunId: run.id });
      if (hasFailedBefore(context)) await reopenTrainerErrors(transaction, batch.id);
      return batch;
    },
    work: async (sync) => {
      await rememberTry(context);
      await assignTrainers(sync);
      await context.deps.pausePoint('before-finish');
      return resultOf(context, sync);
    },
  });
};

async function resultOf(context: StepContext, sync: SyncContext): Promise<StepResult> {
  const { deps, batch, progress } = sync;
  const { trainers } = await countBatch(deps.database.pool, batch);
  const { troubles, lines: warnings } = await troublesOf(sync, ['trainers']);
  const assigned = trainers.ssg + trainers.email_list + trainers.name_list;
  const output: FoundBatch = { batchId: batch.id };
  return {
    kind: 'completed',
    counts: { assigned, kept: trainers.kept, none: trainers.none, errors: trainers.error },
    warnings,
    message: `${assigned} runs got a trainer, ${trainers.kept} kept theirs, ${trainers.none} have none.`,
    output,
    troubles,
    apply: async (transaction) => {
      try {
        await finishBatch(deps, batch, progress.calls, null, transaction);
      } catch (error) {
        throw error instanceof BatchLostError ? new LeaseLostError(context.step.name) : error;
      }
    },
  };
}
