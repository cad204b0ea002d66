import type { PoolClient } from 'pg';
import { storableJson } from '../persistence/storable-text.js';
import { inTransaction } from '../persistence/transaction.js';
import { appendEvents, type NewChainEvent } from './append-events.js';
import { lockChainRun } from './chain-run-row.js';
import { inChainTransaction } from './chain-transaction.js';
import type { Claim } from './claim-step.js';
import type { Engine } from './engine.js';
import { LeaseLostError, type StepProgress, StepStoppedError } from './step-handler.js';

export interface StepLease {
  /** Fires where the lease is lost, or somebody wishes to cancel. */
  signal: AbortSignal;
  progress(progress: StepProgress): void;
  /** What was told last, with the calls of those who had the step before; null for nothing. */
  readonly latest: StepProgress | null;
  saveCheckpoint(checkpoint: unknown): Promise<void>;
  /** A line of the run's event log. Throws `LeaseLostError`. */
  note(message: string, data?: Record<string, unknown>): Promise<void>;
  /** Runs `work` in one transaction that holds the step's row. Throws `LeaseLostError`. */
  inTransaction<T>(work: (transaction: PoolClient) => Promise<T>): Promise<T>;
  /** Ends the heartbeat, and waits for the one under way. */
  stop(): Promise<void>;
}

/** The row is taken first: where a transaction of the step itself holds it, the lease counts from the end of that one. */
const RENEW = `
  WITH held AS (SELECT id FROM task_chain_steps WHERE id = $1 AND lease_token = $2 AND status = 'running' FOR UPDATE)
  UPDATE task_chain_steps AS step SET lease_until = clock_timestamp() + $3 * interval '1 millisecond', progress = coalesce($4::jsonb, progress),
    calls_made = coalesce($5, calls_made), calls_predicted = coalesce($6, calls_predicted)
  FROM held, task_chain_logs AS run WHERE step.id = held.id AND run.id = step.chain_log_id
  RETURNING run.cancel_requested_at IS NOT NULL AS "cancelRequested"`;

const IS_HELD = `SELECT FROM task_chain_steps WHERE id = $1 AND lease_token = $2 AND status = 'running'`;
const HOLD = `${IS_HELD} FOR SHARE`;

const CHECKPOINT = `UPDATE task_chain_steps SET checkpoint = $3::jsonb WHERE id = $1 AND lease_token = $2 AND status = 'running'`;

/**
 * Keeps a claimed step alive: renews its lease, writes how far it is, and looks whether somebody wants it stopped. A worker
 * that cannot renew for as long as the lease lasts, be it that nothing answers, must take it for lost, for another one may
 * have the step by then.
 */
export function holdLease(engine: Engine, claim: Claim, options: { leaseMs: number; heartbeatMs: number }): StepLease {
  const { deps } = engine;
  const { pool } = deps.database;
  const { step, run, leaseToken } = claim;
  const stopped = new AbortController();
  let latest: StepProgress | null = null;
  let told: StepProgress | null = null;
  let heldAt = performance.now();
  /** Transactions that hold the step's row: while one lasts, nobody takes the step over, and nobody can renew. */
  let holding = 0;
  let beating: Promise<void> | null = null;

  const requireHeld = async (transaction: PoolClient, statement: string): Promise<void> => {
    const { rowCount } = await transaction.query(statement, [step.id, leaseToken]);
    if (rowCount !== 1) throw new LeaseLostError(step.step);
  };
  /** A step changes hands under the run's lock only: whoever has it there has it until the commit. */
  const tell = (event: Omit<NewChainEvent, 'step'>): Promise<void> =>
    inChainTransaction(engine, async (transaction) => {
      await lockChainRun(transaction, run.id);
      await requireHeld(transaction, IS_HELD);
      await appendEvents(transaction, run.id, [{ ...event, step: step.step }]);
    });
  const renew = async (): Promise<void> => {
    const progress = latest === told ? null : latest;
    const askedAt = performance.now();
    const { rows } = await pool.query<{ cancelRequested: boolean }>(RENEW, [
      step.id,
      leaseToken,
      options.leaseMs,
      progress && storableJson(progress),
      progress?.callsMade ?? null,
      progress?.callsPredicted ?? null,
    ]);
    if (!rows[0]) throw new LeaseLostError(step.step);
    heldAt = Math.max(heldAt, askedAt);
    if (rows[0].cancelRequested) stopped.abort(new StepStoppedError('cancelled'));
    if (!progress) return;
    told = progress;
    const of = progress.total === null ? '' : ` of ${progress.total}`;
    await tell({ kind: 'step_progress', message: `${step.step}: ${progress.done}${of}`, data: progress });
  };
  const beat = async (): Promise<void> => {
    try {
      await renew();
    } catch (error) {
      if (error instanceof LeaseLostError) return stopped.abort(new StepStoppedError('lease_lost'));
      deps.log.warn(
        { event: 'lease_not_renewed', chainRun: run.id, step: step.step, err: error },
        'a lease could not be renewed',
      );
    }
  };
  const timer = setInterval(() => {
    if (holding === 0 && performance.now() - heldAt > options.leaseMs) stopped.abort(new StepStoppedError('lease_lost'));
    beating ??= beat().finally(() => {
      beating = null;
    });
  }, options.heartbeatMs);

  return {
    signal: stopped.signal,
    progress: (progress) => {
      latest = withCallsBefore(progress, step.callsMade);
    },
    get latest() {
      return latest;
    },
    saveCheckpoint: async (checkpoint) => {
      const { rowCount } = await pool.query(CHECKPOINT, [step.id, leaseToken, storableJson(checkpoint)]);
      if (rowCount !== 1) throw new LeaseLostError(step.step);
    },
    note: (message, data) => tell({ kind: 'step_note', message, data }),
    inTransaction: (work) =>
      inTransaction(pool, async (transaction) => {
        await requireHeld(transaction, HOLD);
        holding++;
        try {
          return await work(transaction);
        } finally {
          holding--;
          heldAt = performance.now();
        }
      }),
    stop: async () => {
      clearInterval(timer);
      await beating;
    },
  };
}

/** Calls are those of the step, whoever made them: a worker that takes it over, or tries again, counts on. */
function withCallsBefore(progress: StepProgress, before: number): StepProgress {
  const { callsMade, callsPredicted } = progress;
  return {
    ...progress,
    ...(callsMade !== undefined && { callsMade: before + callsMade }),
    ...(callsPredicted != null && { callsPredicted: before + callsPredicted }),
  };
}
