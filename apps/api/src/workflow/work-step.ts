import { setTimeout as wait } from 'node:timers/promises';
import { stepCompletedText, stepFailedText, stepStartedText } from '@rollcall/domain/incident/chain-messages';
import { findProviderById } from '../modules/training-providers/find-provider.js';
import { retryWhenStale } from '../persistence/transaction.js';
import { UnknownChainRunError } from './chain-run-row.js';
import { type Claim, claimStep, outputsOf } from './claim-step.js';
import { isDatabaseAway } from './database-away.js';
import type { Engine, StepWake } from './engine.js';
import { type StepOutcome, settleStep } from './settle-step.js';
import { approvalOf } from './step-approval.js';
import { failureOf } from './step-failure.js';
import { LeaseLostError, type StepContext, StepDeferredError, type StepProgress, StepStoppedError } from './step-handler.js';
import { holdLease, type StepLease } from './step-lease.js';

export interface WorkOptions {
  worker: string;
  leaseMs: number;
  heartbeatMs: number;
  /** Fires when the worker stops. */
  signal: AbortSignal;
}

/** What became of a step that a worker was told of. */
export type Worked = { kind: 'worked'; outcome: StepOutcome['kind'] } | { kind: 'not_now'; reason: string } | { kind: 'lost' };

/**
 * Does one step, if it is this worker's to do: claims it, checks its prerequisites, runs its handler under a lease, and
 * records the end together with what follows from it. May be called for any step, any number of times, by any worker.
 */
export async function workStep(engine: Engine, chainRunId: string, stepName: string, options: WorkOptions): Promise<Worked> {
  const claimed = await claimStep(engine, chainRunId, stepName, options);
  if (claimed.kind === 'not_now') return claimed;
  const { claim } = claimed;
  const { deps } = engine;
  const lease = holdLease(engine, claim, options);
  try {
    await deps.pausePoint('step-claimed', stepName);
    const outcome = await outcomeOf(engine, claim, lease, options);
    await deps.pausePoint('step-worked', stepName);
    const wakes = await settleOrFail(engine, { claim, progress: lease.latest }, outcome, options);
    await deps.pausePoint('step-recorded', stepName);
    await engine.wake(wakes);
    return { kind: 'worked', outcome: outcome.kind };
  } catch (error) {
    // Without its run, purged or gone with its provider, the step is nobody's any more.
    if (!(error instanceof LeaseLostError || error instanceof UnknownChainRunError)) throw error;
    deps.log.warn({ event: 'lease_lost', chainRun: chainRunId, step: stepName }, error.message);
    return { kind: 'lost' };
  } finally {
    await lease.stop();
  }
}

interface WorkedOn {
  claim: Claim;
  progress: StepProgress | null;
}

/**
 * Records the outcome. Where the database work of a result fails, nothing of it is recorded and the step has failed. Where
 * not even that can be written, the lease runs out and another worker does the step again.
 */
async function settleOrFail(engine: Engine, worked: WorkedOn, outcome: StepOutcome, options: WorkOptions): Promise<StepWake[]> {
  try {
    return await settle(engine, worked, outcome, options);
  } catch (error) {
    if (outcome.kind !== 'result' || error instanceof LeaseLostError || isDatabaseAway(error)) throw error;
    return settle(engine, worked, failed(engine, worked.claim, error, ''), options);
  }
}

/**
 * A lost race, a deadlock, or a database that is away for less than the lease must not cost what the step has done: it is
 * recorded again. Whether an attempt was committed after all tells the lease, which its record frees.
 */
async function settle(
  engine: Engine,
  { claim, progress }: WorkedOn,
  outcome: StepOutcome,
  options: WorkOptions,
): Promise<StepWake[]> {
  const begunAt = performance.now();
  for (;;) {
    try {
      return await retryWhenStale(() => settleStep(engine, claim, outcome, progress));
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() - begunAt > options.leaseMs) throw error;
      engine.deps.log.warn(
        { event: 'step_not_recorded', chainRun: claim.run.id, step: claim.step.step, err: error },
        'the end of a step could not be recorded yet',
      );
      await wait(options.heartbeatMs);
    }
  }
}

/** Runs the handler, and turns whatever it throws into an outcome. Throws `LeaseLostError` only. */
async function outcomeOf(engine: Engine, claim: Claim, lease: StepLease, options: WorkOptions): Promise<StepOutcome> {
  const { deps } = engine;
  const chain = engine.chains.get(claim.run.chainName);
  const declared = chain.declaration.steps.find(({ name }) => name === claim.step.step);
  const handler = chain.handlers[claim.step.step];
  const provider = claim.run.providerId === null ? null : await findProviderById(deps.database.pool, claim.run.providerId);
  const timeout = AbortSignal.timeout(declared?.timeoutMs ?? 0);
  const ended = new AbortController();
  const signal = stopSignal({ lease: lease.signal, timeout, worker: options.signal }, ended.signal);
  try {
    if (!declared || !handler) throw new Error(`This release does not know the step ${claim.step.step}.`);
    const context = await contextOf(engine, claim, lease, signal, provider);
    for (const { name, sentence } of declared.prerequisites)
      if (!(await chain.checks[name]?.(context))) return prerequisiteFailed(sentence);
    deps.log.info(
      { event: 'step_started', chainRun: claim.run.id, step: claim.step.step, worker: options.worker },
      stepStartedText(chain.declaration.title, claim.step.step),
    );
    signal.throwIfAborted();
    const result = await handler(context);
    deps.log.info(
      { event: 'step_completed', chainRun: claim.run.id, step: claim.step.step },
      stepCompletedText(chain.declaration.title, claim.step.step),
    );
    return { kind: 'result', result };
  } catch (error) {
    return stopped(signal, error) ?? failed(engine, claim, error, provider?.uen ?? '');
  } finally {
    ended.abort();
  }
}

const prerequisiteFailed = (sentence: string): StepOutcome => ({
  kind: 'failed',
  message: `It was not started, because this does not hold: ${sentence}`,
  code: 'prerequisite',
  remedy: 'See to that, then resume the run.',
  retryable: false,
  troubles: [],
});

/** What the signal's firing means for the step; null where the error has another cause. */
function stopped(signal: AbortSignal, error: unknown): StepOutcome | null {
  if (error instanceof StepDeferredError) return { kind: 'deferred', reason: error.reason, afterMs: error.afterMs };
  if (error instanceof LeaseLostError) throw error;
  const why = signal.aborted && signal.reason instanceof StepStoppedError ? signal.reason.why : null;
  if (why === 'lease_lost') throw new LeaseLostError('its step');
  if (why === 'cancelled') return { kind: 'cancelled' };
  if (why === 'drained') return { kind: 'released' };
  return null;
}

function failed(engine: Engine, claim: Claim, error: unknown, uen: string): StepOutcome {
  const { deps } = engine;
  const title = engine.chains.get(claim.run.chainName).declaration.title;
  const outcome = failureOf(error, {
    settings: deps.settings,
    uen,
    endpoint: `${claim.run.chainName}.${claim.step.step}`,
  });
  deps.log.error(
    { event: 'step_failed', chainRun: claim.run.id, step: claim.step.step, err: error },
    stepFailedText(title, claim.step.step, outcome.message),
  );
  return outcome;
}

/** One signal of three, whose reason is always a `StepStoppedError`. The worker's outlives the step: it is let go when that has ended. */
function stopSignal(
  { lease, timeout, worker }: Record<'lease' | 'timeout' | 'worker', AbortSignal>,
  ended: AbortSignal,
): AbortSignal {
  const controller = new AbortController();
  const stop = (why: 'timed_out' | 'drained') => () => controller.abort(new StepStoppedError(why));
  const byLease = () => controller.abort(lease.reason);
  if (lease.aborted) byLease();
  if (worker.aborted) stop('drained')();
  lease.addEventListener('abort', byLease, { once: true, signal: ended });
  timeout.addEventListener('abort', stop('timed_out'), { once: true, signal: ended });
  worker.addEventListener('abort', stop('drained'), { once: true, signal: ended });
  return controller.signal;
}

async function contextOf(
  engine: Engine,
  claim: Claim,
  lease: StepLease,
  signal: AbortSignal,
  provider: StepContext['provider'],
): Promise<StepContext> {
  const { deps } = engine;
  const { run, step, leaseToken } = claim;
  return {
    deps,
    provider,
    run: {
      id: run.id,
      chainName: run.chainName,
      mode: run.mode,
      trigger: run.trigger,
      today: run.today,
      dryRun: run.dryRun,
      dueAt: run.dueAt ?? run.startedAt,
      resumedFromId: run.resumedFromId,
    },
    step: {
      id: step.id,
      name: step.step,
      attempt: step.attempt,
      checkpoint: step.checkpoint,
      approved: await approvalOf(deps.database.pool, step.id),
    },
    outputs: outputsOf(claim.steps),
    leaseToken,
    signal,
    progress: lease.progress,
    saveCheckpoint: lease.saveCheckpoint,
    note: lease.note,
    inTransaction: lease.inTransaction,
  };
}
