import type { ChainRunStatus } from '@rollcall/domain/chain/chain';
import { applyChainRunEvent } from '@rollcall/domain/chain/chain-run-transitions';
import type { PoolClient } from 'pg';
import { advanceChainRun } from './advance-chain-run.js';
import { appendEvents } from './append-events.js';
import { findChainRun, lockChainRun } from './chain-run-row.js';
import { inChainTransaction } from './chain-transaction.js';
import type { Engine, StepWake } from './engine.js';
import { RefusedError } from './refused-error.js';

const REQUEST = `
  UPDATE task_chain_logs SET cancel_requested_at = to_timestamp($2 / 1000.0), cancel_requested_by = $3,
    status = CASE WHEN status = 'awaiting_approval' THEN 'running' ELSE status END
  WHERE id = $1 AND cancel_requested_at IS NULL`;

const CANCEL_QUEUED = `
  UPDATE task_chain_logs SET status = 'cancelled', completed_at = to_timestamp($2 / 1000.0), total_duration_seconds = 0, reason = $3 WHERE id = $1`;

const CANCEL_WAITING = `
  UPDATE task_chain_steps SET status = 'cancelled', completed_at = to_timestamp($2 / 1000.0) WHERE chain_log_id = $1 AND status = 'waiting'`;

const SUPERSEDE = `
  UPDATE task_chain_approval SET status = 'superseded', decided_at = to_timestamp($2 / 1000.0), decided_by = $3
  WHERE status = 'waiting' AND chain_step_id IN (SELECT id FROM task_chain_steps WHERE chain_log_id = $1)`;

export interface CancelRequest {
  chainRunId: string;
  by: string;
  reason?: string;
}

/**
 * Asks a chain run to stop: what is at work stops at its next safe point, waits included, and nothing new begins. Asking twice
 * changes nothing. Throws `UnknownChainRunError`, `RefusedError` for a run that has ended.
 */
export async function cancelChainRun(engine: Engine, request: CancelRequest): Promise<{ status: ChainRunStatus }> {
  const { pool } = engine.deps.database;
  await engine.wake(await inChainTransaction(engine, (transaction) => cancelChainRunIn(engine, transaction, request)));
  return { status: (await findChainRun(pool, request.chainRunId)).status };
}

/** As `cancelChainRun`, in the caller's transaction. Gives the steps of the run that waited its turn behind it. */
export async function cancelChainRunIn(engine: Engine, transaction: PoolClient, request: CancelRequest): Promise<StepWake[]> {
  const run = await lockChainRun(transaction, request.chainRunId);
  const allowed = applyChainRunEvent(run.status, 'cancel');
  if (allowed.kind === 'refused') throw new RefusedError(`Chain run ${run.id} cannot be cancelled.`, allowed.reason);
  if (run.cancelRequested) return [];
  const now = engine.deps.now();
  const why = request.reason ?? `Cancelled by ${request.by}.`;
  await transaction.query(REQUEST, [run.id, now, request.by]);
  await transaction.query(SUPERSEDE, [run.id, now, request.by]);
  await appendEvents(transaction, run.id, [{ kind: 'cancel_requested', step: null, message: why, data: { by: request.by } }]);
  if (run.status !== 'queued') return advanceChainRun(engine, transaction, await lockChainRun(transaction, run.id));
  await transaction.query(CANCEL_WAITING, [run.id, now]);
  await transaction.query(CANCEL_QUEUED, [run.id, now, why]);
  await appendEvents(transaction, run.id, [{ kind: 'run_cancelled', step: null, message: why }]);
  return [];
}
