import type { PoolClient } from 'pg';
import { type Batch, insertBatch } from '../../modules/sync/batch-row.js';
import { troublesOf } from '../../modules/sync/batch-troubles.js';
import { findBatchOfChainRun, takeOverChainBatch } from '../../modules/sync/chain-batch.js';
import { findCourseRuns } from '../../modules/sync/find-course-runs.js';
import { reopenErrorLines } from '../../modules/sync/reopen-errors.js';
import { type CountedBatch, countBatch } from '../../modules/sync/summarise-batch.js';
import type { SyncContext } from '../../modules/sync/sync-context.js';
import type { ProviderSettings } from '../../modules/training-providers/find-provider.js';
import { type StepContext, StepFailedError, type StepHandler, type StepResult } from '../../workflow/step-handler.js';
import { hasFailedBefore, rememberTry } from './earlier-try.js';
import { findRunsDryRun } from './find-runs-dry-run.js';
import type { FoundBatch } from './found-batch.js';
import { workOnBatch } from './work-on-batch.js';

/** Begins the night's batch and lists the runs to read (S0.5-S0.10); in incremental mode sets aside those without news (bug 61). */
export const findRunsStep: StepHandler = (context) =>
  context.run.dryRun
    ? findRunsDryRun(context)
    : workOnBatch(context, {
        open: (transaction, provider) => openBatch(context, transaction, provider),
        work: (sync) => findRuns(context, sync),
      });

/** The batch of this chain run; on a re-run its own, where courses that could not be listed are listed again. */
async function openBatch(context: StepContext, transaction: PoolClient, provider: ProviderSettings): Promise<Batch> {
  const { deps, run, leaseToken } = context;
  const own = await findBatchOfChainRun(transaction, run.id);
  if (own) {
    if (hasFailedBefore(context)) await reopenErrorLines(transaction, own.id);
    return takeOverChainBatch(transaction, own.id, { providerId: provider.id, leaseToken, chainRunId: run.id });
  }
  const startedAt = deps.now();
  const batch: Batch = {
    id: deps.newId(),
    runId: `upcoming_${startedAt}`,
    providerId: provider.id,
    trigger: 'schedule',
    today: run.today,
    thresholdDays: provider.thresholdDays,
    onlySsgRunId: null,
    mode: run.mode,
    chainRunId: run.id,
    ownerToken: leaseToken,
    callsMade: 0,
    startedAt,
  };
  await insertBatch(transaction, batch);
  return batch;
}

async function findRuns(context: StepContext, sync: SyncContext): Promise<StepResult> {
  await rememberTry(context);
  const { reason } = await findCourseRuns(sync);
  const counted = await countBatch(sync.deps.database.pool, sync.batch);
  const { troubles, lines: errors } = await troublesOf(sync, ['discovery']);
  const [first] = troubles;
  if (first && errors === linesOf(counted))
    throw new StepFailedError(`The runs of none of ${errors} courses could be listed. ${first.message}`, {
      remedy: first.remedy,
      trouble: first,
    });
  const { pending, runs, courses } = counted;
  const output: FoundBatch = { batchId: sync.batch.id };
  return {
    kind: 'completed',
    counts: { courses, toRead: pending, unchanged: runs.unchanged, errors },
    warnings: errors,
    message: `${courses} courses listed: ${pending} runs to read${runs.unchanged > 0 ? `, ${runs.unchanged} unchanged` : ''}.${reason ? ` ${reason}` : ''}`,
    output,
    troubles,
  };
}

const linesOf = ({ runs, pending }: CountedBatch): number => Object.values(runs).reduce((sum, lines) => sum + lines, pending);
