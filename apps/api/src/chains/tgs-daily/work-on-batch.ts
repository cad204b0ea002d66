import type { PoolClient } from 'pg';
import { type Batch, heartbeat, interruptAbandonedBatch } from '../../modules/sync/batch-row.js';
import { createOutageWatch } from '../../modules/sync/outage-watch.js';
import { ProgressMeter } from '../../modules/sync/progress-meter.js';
import type { ProviderLock } from '../../modules/sync/provider-lock.js';
import type { SyncContext } from '../../modules/sync/sync-context.js';
import type { ProviderSettings } from '../../modules/training-providers/find-provider.js';
import { retryWhenStale } from '../../persistence/transaction.js';
import { type StepContext, StepFailedError, type StepResult } from '../../workflow/step-handler.js';
import { takeProviderLockForStep } from './provider-lock-of-step.js';
import { providerOf } from './provider-of.js';
import { stepFailureOf } from './sync-failure.js';

export interface BatchWork {
  /** Begins the batch or takes it over, for this step's lease. */
  open: (transaction: PoolClient, provider: ProviderSettings) => Promise<Batch>;
  work: (sync: SyncContext) => Promise<StepResult>;
}

/**
 * One step's work on its chain run's batch: under the provider's lock, and with the step's lease as the batch's owner token,
 * so that every write of a sync is fenced by the lease. Between two steps nobody holds the lock; what keeps others away then
 * is that the batch's chain run is active.
 */
export async function workOnBatch(context: StepContext, { open, work }: BatchWork): Promise<StepResult> {
  const provider = providerOf(context);
  const lock = await takeProviderLockForStep(context, provider.id);
  try {
    const batch = await retryWhenStale(() =>
      context.inTransaction(async (transaction) => {
        await interruptAbandonedBatch(transaction, provider.id);
        return open(transaction, provider);
      }),
    );
    return await workWithClient(context, provider, batch, lock, work);
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    if (lock.lost.aborted)
      throw new StepFailedError('The database connection that held the sync lock was lost.', {
        remedy: 'The step is tried again by itself; if that fails too, look at the database server’s log.',
        cause: error,
      });
    throw stepFailureOf(error, context, provider);
  } finally {
    await lock.release();
  }
}

async function workWithClient(
  context: StepContext,
  provider: ProviderSettings,
  batch: Batch,
  lock: ProviderLock,
  work: BatchWork['work'],
): Promise<StepResult> {
  const { deps } = context;
  const progress = progressOf(context, batch);
  const client = deps.ssg.clientFor(provider, { onCall: () => progress.called() });
  const signal = AbortSignal.any([context.signal, lock.lost]);
  try {
    const result = await work({ deps, provider, batch, client, progress, signal, holdsBack: true, outage: createOutageWatch() });
    await heartbeat(deps.database.pool, batch, progress.calls);
    return result;
  } finally {
    await client.close();
  }
}

/** Counts on from the calls of the steps before; the step itself tells of its own. */
function progressOf({ deps, progress }: StepContext, batch: Batch): ProgressMeter {
  const before = batch.callsMade;
  return new ProgressMeter({
    callsMade: before,
    rateLimitMs: deps.settings.ssg.rateLimitMs,
    now: deps.now,
    metrics: deps.metrics,
    onProgress: ({ done, total, callsMade, callsPredicted }) =>
      progress({
        done,
        total,
        callsMade: callsMade - before,
        callsPredicted: callsPredicted === null ? null : callsPredicted - before,
      }),
  });
}
