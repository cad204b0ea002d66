import type { Dependencies } from '../../dependencies.js';
import { inTransaction } from '../../persistence/transaction.js';
import { closeReadIncidents } from '../incidents/close-read-incidents.js';
import type { ProviderSettings } from '../training-providers/find-provider.js';
import { assignTrainers } from './assign-trainers.js';
import { type Batch, BatchLostError } from './batch-row.js';
import { discoverCourseRuns, discoverOneRun } from './discover-course-runs.js';
import { type BatchEnd, finishBatch } from './finish-batch.js';
import { lineErrorOf } from './line-error.js';
import { ProgressMeter } from './progress-meter.js';
import { runPendingLines } from './run-pending-lines.js';
import type { SyncContext } from './sync-context.js';
import type { BatchSummary, SyncProgress } from './sync-input.js';

/**
 * The phases of S0, each repeatable: what an interrupted batch has finished is passed over. Ends by closing the batch,
 * whatever happens on the way; only a batch that went to another process is left to it.
 */
export async function runBatch(
  deps: Dependencies,
  provider: ProviderSettings,
  batch: Batch,
  options: { signal: AbortSignal; onProgress?: ((progress: SyncProgress) => void) | undefined },
): Promise<BatchSummary> {
  const progress = new ProgressMeter({
    callsMade: batch.callsMade,
    rateLimitMs: deps.settings.ssg.rateLimitMs,
    now: deps.now,
    metrics: deps.metrics,
    onProgress: options.onProgress,
  });
  const end = await runPhases({ deps, provider, batch, progress, signal: options.signal });
  progress.begin('done', null, 0);
  const summary = await finishBatch(deps, batch, progress.calls, end);
  await tellOfRecovery(deps, provider, batch);
  return summary;
}

/** After the batch has ended, and on its own: what people are told must not undo what was done (bug 46). The next sync tells it else. */
async function tellOfRecovery(deps: Dependencies, provider: ProviderSettings, batch: Batch): Promise<void> {
  const parts = { deps, settings: deps.settings.alerts, provider, chainRunId: null };
  try {
    await inTransaction(deps.database.pool, (transaction) => closeReadIncidents(transaction, parts, batch));
  } catch (error) {
    deps.log.error({ event: 'incidents_not_closed', batch: batch.runId, err: error }, 'incidents that are over stay open');
  }
}

async function runPhases(parts: Omit<SyncContext, 'client'>): Promise<BatchEnd | null> {
  const { deps, provider, batch, progress, signal } = parts;
  try {
    const client = deps.ssg.clientFor(provider, { onCall: () => progress.called() });
    try {
      const context: SyncContext = { ...parts, client };
      if (batch.onlySsgRunId === null) await discoverCourseRuns(context);
      else await discoverOneRun(context, batch.onlySsgRunId);
      await runPendingLines(context);
      await assignTrainers(context);
      await deps.pausePoint('before-finish');
      return null;
    } finally {
      await client.close();
    }
  } catch (error) {
    if (error instanceof BatchLostError) throw error;
    if (signal.aborted)
      return {
        status: 'interrupted',
        reason: 'The sync was stopped before it was done.',
        remedy: 'Start it again: finished runs are not repeated.',
      };
    deps.log.error({ event: 'sync_batch_failed', batch: batch.runId, err: error }, 'a sync batch failed');
    const { message, remedy } = lineErrorOf(error, parts);
    return { status: 'failed', reason: message, remedy: remedy ?? '' };
  }
}
