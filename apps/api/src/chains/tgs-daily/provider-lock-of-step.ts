import { setTimeout as wait } from 'node:timers/promises';
import { findRunningBatch } from '../../modules/sync/batch-row.js';
import { type ProviderLock, takeProviderLock } from '../../modules/sync/provider-lock.js';
import { type StepContext, StepDeferredError } from '../../workflow/step-handler.js';

/** How long a lock that belongs to no batch is waited for, each time and in all: a trigger that looks holds it for a moment. */
const ASK_AGAIN_MS = 20;
const MOST_ASKS = 50;

const TRY_AGAIN_MS = 15_000;

/**
 * The provider's sync lock for as long as a step works. Throws `StepDeferredError` where a sync started by hand has it, or a
 * worker of this step that has lost its lease and whose connection has not ended yet.
 */
export async function takeProviderLockForStep({ deps, signal, step }: StepContext, providerId: string): Promise<ProviderLock> {
  const { pool } = deps.database;
  for (let asked = 1; ; asked++) {
    signal.throwIfAborted();
    const lock = await takeProviderLock(pool, providerId);
    if (lock) return lock;
    const running = await findRunningBatch(pool, providerId);
    if (running && !running.inActiveChain)
      throw new StepDeferredError(`A sync started by hand is running; ${step.name} waits for its end.`, TRY_AGAIN_MS);
    if (asked === MOST_ASKS)
      throw new StepDeferredError(
        `The connection of the worker before still holds the sync lock; ${step.name} waits for its end.`,
        TRY_AGAIN_MS,
      );
    await wait(ASK_AGAIN_MS, undefined, { signal });
  }
}
