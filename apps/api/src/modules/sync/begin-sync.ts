import { setTimeout as wait } from 'node:timers/promises';
import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { decideBatchStart } from '@rollcall/domain/sync/decide-batch';
import type { Dependencies } from '../../dependencies.js';
import { findProviderById, type ProviderSettings } from '../training-providers/find-provider.js';
import { UnknownProviderError } from '../training-providers/unknown-provider.js';
import {
  type Batch,
  findInterruptedBatch,
  findRunningBatch,
  insertBatch,
  interruptAbandonedBatch,
  takeOverBatch,
} from './batch-row.js';
import { type ProviderLock, takeProviderLock } from './provider-lock.js';
import { runBatch } from './run-batch.js';
import type { BatchSummary, SyncInput, SyncProgress, SyncStart } from './sync-input.js';

/** How long a lock without a batch is waited for, each time. */
const ASK_AGAIN_MS = 20;

/** Half a day: what an interrupted batch listed is not trusted for longer. */
const MAX_RESUME_AGE_MS = 12 * 60 * 60 * 1000;

export interface SyncOptions {
  /** Stops the batch at the next safe point; it is then `interrupted` and can be continued. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: SyncProgress) => void) | undefined;
}

/**
 * Starts the provider's sync, or continues the one that was left behind, and returns at once; `finished` settles when
 * it ends. Of two triggers at once one runs, the other gets the running batch's id (bug 23).
 */
export async function beginSync(deps: Dependencies, input: SyncInput, options: SyncOptions = {}): Promise<SyncStart> {
  const provider = await findProviderById(deps.database.pool, input.providerId);
  if (!provider) throw new UnknownProviderError({ id: input.providerId });
  const lock = await lockOrRunningBatch(deps, provider);
  if (lock.kind === 'already_running') return lock;
  try {
    const { batch, continued } = await openBatch(deps, provider, input);
    deps.log.info(
      {
        event: 'sync_batch_begun',
        batch: batch.runId,
        provider: provider.uen,
        trigger: batch.trigger,
        today: batch.today,
        continued,
      },
      'a sync batch began',
    );
    const finished = runHeld(deps, provider, batch, lock.held, options);
    // Callers may look at it late or never: a batch lost to another process must not end this one as an unhandled rejection.
    finished.catch((error: unknown) =>
      deps.log.error({ event: 'sync_batch_lost', batch: batch.runId, err: error }, 'a sync batch ended with an error'),
    );
    return { kind: 'begun', batchId: batch.id, runId: batch.runId, continued, finished };
  } catch (error) {
    await lock.held.release();
    throw error;
  }
}

/**
 * The lock, or the batch of whoever is at work: the process that has the lock, or a chain run, which holds the lock only
 * while one of its steps works. Between taking the lock and writing the batch's row, and between closing the row and giving
 * the lock back, there is a moment with a lock and no running batch: then ask again.
 */
async function lockOrRunningBatch(
  deps: Dependencies,
  provider: ProviderSettings,
): Promise<{ kind: 'locked'; held: ProviderLock } | Extract<SyncStart, { kind: 'already_running' }>> {
  for (;;) {
    const held = await takeProviderLock(deps.database.pool, provider.id);
    const running = await runningBatchOf(deps, provider, held);
    if (held && !running?.inActiveChain) return { kind: 'locked', held };
    await held?.release();
    if (running)
      return {
        kind: 'already_running',
        batchId: running.id,
        runId: running.runId,
        startedAt: new Date(running.startedAt).toISOString(),
      };
    await wait(ASK_AGAIN_MS);
  }
}

/** The running batch; a lock that is held does not outlive a failure to read it. */
async function runningBatchOf(deps: Dependencies, provider: ProviderSettings, held: ProviderLock | null) {
  try {
    return await findRunningBatch(deps.database.pool, provider.id);
  } catch (error) {
    await held?.release();
    throw error;
  }
}

/** A new batch, or the one that was left behind, under a new owner's token. `today` is decided here, once (bug 4). */
async function openBatch(
  deps: Dependencies,
  provider: ProviderSettings,
  input: SyncInput,
): Promise<{ batch: Batch; continued: boolean }> {
  const pool = deps.database.pool;
  const now = deps.now();
  const today = input.today ?? todayIn(provider.timeZone, now);
  const scope = { today, thresholdDays: provider.thresholdDays, onlySsgRunId: input.onlySsgRunId ?? null };
  await interruptAbandonedBatch(pool, provider.id);
  const unfinished = await findInterruptedBatch(pool, provider.id, scope.onlySsgRunId);
  const decision = decideBatchStart({ ...scope, now, maxResumeAgeMs: MAX_RESUME_AGE_MS, unfinished });
  if (unfinished && decision.kind === 'continue') {
    const batch = { ...unfinished, ownerToken: deps.newId() };
    await takeOverBatch(pool, batch.id, batch.ownerToken);
    return { batch, continued: true };
  }
  if (unfinished)
    deps.log.info(
      { event: 'sync_batch_given_up', batch: unfinished.runId, reason: decision.reason },
      'an interrupted batch is not continued',
    );
  const names = { id: deps.newId(), runId: `upcoming_${now}`, providerId: provider.id, ownerToken: deps.newId() };
  const batch: Batch = {
    ...scope,
    ...names,
    trigger: input.trigger,
    mode: 'full',
    chainRunId: null,
    callsMade: 0,
    startedAt: now,
  };
  await insertBatch(pool, batch);
  return { batch, continued: false };
}

/** Runs the batch for as long as the lock is ours, and gives the lock back. */
async function runHeld(
  deps: Dependencies,
  provider: ProviderSettings,
  batch: Batch,
  lock: ProviderLock,
  options: SyncOptions,
): Promise<BatchSummary> {
  const signal = options.signal ? AbortSignal.any([options.signal, lock.lost]) : lock.lost;
  try {
    return await runBatch(deps, provider, batch, { signal, onProgress: options.onProgress });
  } finally {
    await lock.release();
  }
}
