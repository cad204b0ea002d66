import { applyChainRunEvent } from '@rollcall/domain/chain/chain-run-transitions';
import type { PoolClient } from 'pg';
import { advanceChainRun } from './advance-chain-run.js';
import { appendEvents } from './append-events.js';
import { lockChainRun } from './chain-run-row.js';
import { inChainTransaction } from './chain-transaction.js';
import type { Engine, StepWake } from './engine.js';
import { RefusedError } from './refused-error.js';

export interface ApprovalRequest {
  chainRunId: string;
  /** Reject: the step is cancelled, and the run goes on without it. */
  decision: 'approve' | 'reject';
  by: string;
  note?: string;
}

const DECIDE = `
  UPDATE task_chain_approval AS approval SET status = $2, decided_at = to_timestamp($3 / 1000.0), decided_by = $4, note = $5
  FROM task_chain_steps AS step WHERE step.id = approval.chain_step_id AND step.chain_log_id = $1 AND approval.status = 'waiting'
  RETURNING step.id, step.step`;

const GO_ON = `UPDATE task_chain_logs SET status = 'running', reason = NULL WHERE id = $1 AND status = 'awaiting_approval'`;

const STEP = `
  UPDATE task_chain_steps SET status = $2, reason = $3, not_before = NULL, completed_at = CASE WHEN $2 = 'cancelled' THEN to_timestamp($4 / 1000.0) END
  WHERE id = $1 AND status = 'awaiting_approval'`;

/**
 * Decides about the change set that a run waits with (bug 49). Approved, its step is done again: it reads and plans anew, and
 * asks again where the changes have grown beyond what was approved. Throws `UnknownChainRunError`, `RefusedError` where
 * nothing waits, so that the second of two approvals does nothing.
 */
export async function decideApproval(engine: Engine, request: ApprovalRequest): Promise<{ step: string }> {
  const { wakes, step } = await inChainTransaction(engine, (transaction) => decideApprovalIn(engine, transaction, request));
  await engine.wake(wakes);
  return { step };
}

/** As `decideApproval`, in the caller's transaction; the caller wakes the steps after its commit. */
export async function decideApprovalIn(
  engine: Engine,
  transaction: PoolClient,
  request: ApprovalRequest,
): Promise<{ step: string; wakes: StepWake[] }> {
  const approves = request.decision === 'approve';
  const run = await lockChainRun(transaction, request.chainRunId);
  const allowed = applyChainRunEvent(run.status, request.decision);
  if (allowed.kind === 'refused')
    throw new RefusedError(`Chain run ${run.id} has nothing to ${request.decision}.`, allowed.reason);
  const now = engine.deps.now();
  const status = approves ? 'approved' : 'rejected';
  const { rows } = await transaction.query<{ id: string; step: string }>(DECIDE, [
    run.id,
    status,
    now,
    request.by,
    request.note ?? null,
  ]);
  const why = `${approves ? 'Approved' : 'Rejected'} by ${request.by}${request.note ? `: ${request.note}` : '.'}`;
  for (const waiting of rows) await transaction.query(STEP, [waiting.id, approves ? 'ready' : 'cancelled', why, now]);
  await transaction.query(GO_ON, [run.id]);
  await appendEvents(
    transaction,
    run.id,
    rows.map((waiting) => ({ kind: `step_${status}`, step: waiting.step, message: why, data: { by: request.by } })),
  );
  const ready = approves ? rows.map((waiting) => ({ chainRunId: run.id, step: waiting.step })) : [];
  const next = await advanceChainRun(engine, transaction, await lockChainRun(transaction, run.id));
  return { wakes: [...ready, ...next], step: rows[0]?.step ?? '' };
}
