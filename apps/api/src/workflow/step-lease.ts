import { appendEvents } from './append-events.js';
import { lockChainRun } from './chain-run-row.js';
import { inChainTransaction } from './chain-transaction.js';
import type { Claim } from './claim-step.js';
import type { Engine } from './engine.js';
import { LeaseLostError, type StepProgress, StepStoppedError } from './step-handler.js';

export interface StepLease {
  /** Fires where the lease is lost, or somebody wishes to cancel. */
  signal: AbortSignal;
  progress(progress: StepProgress): void;
  saveCheckpoint(checkpoint: unknown): Promise<void>;
  /** Ends the heartbeat, and waits for the one under way. */
  stop(): Promise<void>;
}

const RENEW = `
  UPDATE task_chain_steps AS step SET lease_until = clock_timestamp() + $3 * interval '1 millisecond', progress = coalesce($4::jsonb, progress),
    calls_made = coalesce($5, calls_made), calls_predicted = coalesce($6, calls_predicted)
  FROM task_chain_logs AS run
  WHERE step.id = $1 AND step.lease_token = $2 AND step.status = 'running' AND run.id = step.chain_log_id
  RETURNING run.cancel_requested_at IS NOT NULL AS "cancelRequested"`;

const CHECKPOINT = `UPDATE task_chain_steps SET checkpoint = $3::jsonb WHERE id = $1 AND lease_token = $2 AND status = 'running'`;

/**
 * Keeps a claimed step alive: renews its lease, writes how far it is, and looks whether somebody wants it stopped. A worker
 * that cannot renew for as long as the lease lasts must take it for lost, for another one may have the step by then.
 */
export function holdLease(engine: Engine, claim: Claim, options: { leaseMs: number; heartbeatMs: number }): StepLease {
  const { deps } = engine;
  const { step, run, leaseToken } = claim;
  const stopped = new AbortController();
  let latest: StepProgress | null = null;
  let told: StepProgress | null = null;
  let renewedAt = performance.now();
  let beating: Promise<void> | null = null;

  const renew = async (): Promise<void> => {
    const progress = latest === told ? null : latest;
    const { rows } = await deps.database.pool.query<{ cancelRequested: boolean }>(RENEW, [
      step.id,
      leaseToken,
      options.leaseMs,
      progress && JSON.stringify(progress),
      progress?.callsMade ?? null,
      progress?.callsPredicted ?? null,
    ]);
    if (!rows[0]) return stopped.abort(new StepStoppedError('lease_lost'));
    renewedAt = performance.now();
    if (rows[0].cancelRequested) stopped.abort(new StepStoppedError('cancelled'));
    if (progress) await tellProgress(progress);
  };
  const tellProgress = async (progress: StepProgress): Promise<void> => {
    told = progress;
    const of = progress.total === null ? '' : ` of ${progress.total}`;
    await inChainTransaction(engine, async (transaction) => {
      await lockChainRun(transaction, run.id);
      await appendEvents(transaction, run.id, [
        { kind: 'step_progress', step: step.step, message: `${step.step}: ${progress.done}${of}`, data: progress },
      ]);
    });
  };
  const beat = async (): Promise<void> => {
    try {
      await renew();
    } catch (error) {
      deps.log.warn(
        { event: 'lease_not_renewed', chainRun: run.id, step: step.step, err: error },
        'a lease could not be renewed',
      );
      if (performance.now() - renewedAt > options.leaseMs) stopped.abort(new StepStoppedError('lease_lost'));
    }
  };
  const timer = setInterval(() => {
    beating ??= beat().finally(() => {
      beating = null;
    });
  }, options.heartbeatMs);

  return {
    signal: stopped.signal,
    progress: (progress) => {
      latest = progress;
    },
    saveCheckpoint: async (checkpoint) => {
      const { rowCount } = await deps.database.pool.query(CHECKPOINT, [step.id, leaseToken, JSON.stringify(checkpoint)]);
      if (rowCount !== 1) throw new LeaseLostError(step.step);
    },
    stop: async () => {
      clearInterval(timer);
      await beating;
    },
  };
}
