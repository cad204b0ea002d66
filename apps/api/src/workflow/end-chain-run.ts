import type { ChainRunEnd } from '@rollcall/domain/chain/decide-end';
import type { PoolClient } from 'pg';
import { appendEvents } from './append-events.js';
import { type ChainRunRow, loadSteps } from './chain-run-row.js';
import { type Engine, tellSafely } from './engine.js';

const PAUSE = `UPDATE task_chain_logs SET status = 'awaiting_approval', reason = $2 WHERE id = $1 AND status = 'running'`;

/** A question that nobody can answer any more: its step was cancelled or skipped. */
const CLOSE_QUESTIONS = `
  UPDATE task_chain_approval SET status = 'superseded', decided_at = to_timestamp($2 / 1000.0), decided_by = 'system'
  WHERE status = 'waiting' AND chain_step_id IN (SELECT id FROM task_chain_steps WHERE chain_log_id = $1)`;

const END = `
  UPDATE task_chain_logs SET status = $2, reason = $3, error_message = $4, remedy = $5, completed_at = to_timestamp($6 / 1000.0),
    total_duration_seconds = $7, current_step = $8
  WHERE id = $1 AND completed_at IS NULL`;

/** A good re-run makes up for the run it resumes, and for those that one resumed (habit 29). */
const RESOLVE = `
  WITH RECURSIVE earlier AS (
    SELECT resumed_from_id AS id FROM task_chain_logs WHERE id = $1
    UNION SELECT run.resumed_from_id FROM task_chain_logs AS run JOIN earlier ON run.id = earlier.id
  )
  UPDATE task_chain_logs SET resolved_by_id = $1 WHERE id IN (SELECT id FROM earlier WHERE id IS NOT NULL) AND resolved_by_id IS NULL`;

const NEXT_IN_LINE = `
  SELECT id::text AS id FROM task_chain_logs WHERE chain_name = $1 AND provider_id IS NOT DISTINCT FROM $2 AND status = 'queued' FOR UPDATE`;

/** Writes the end of a chain run, or its pause for a person. The caller holds the run's lock. Gives the run that waited its turn behind it (row 68). */
export async function endChainRun(
  engine: Engine,
  transaction: PoolClient,
  run: ChainRunRow,
  end: ChainRunEnd,
): Promise<string | null> {
  if (end.status === 'awaiting_approval') {
    await transaction.query(PAUSE, [run.id, end.reason]);
    await appendEvents(transaction, run.id, [{ kind: 'run_awaiting_approval', step: null, message: end.reason }]);
    return null;
  }
  const steps = await loadSteps(transaction, run.id);
  const culprit =
    steps.find((step) => step.status === 'failed' && step.required) ?? steps.find((step) => step.status === 'interrupted');
  const message = culprit?.error ?? (end.status === 'failed' || end.status === 'interrupted' ? end.reason : null);
  const remedy = culprit?.remedy ?? null;
  const now = engine.deps.now();
  const seconds = Math.round(Math.max(0, now - run.startedAt) / 1000);
  await engine.chains.find(run.chainName)?.onEnd?.(transaction, { id: run.id, status: end.status });
  await transaction.query(END, [run.id, end.status, end.reason, message, remedy, now, seconds, culprit?.step ?? null]);
  await transaction.query(CLOSE_QUESTIONS, [run.id, now]);
  if (end.status === 'completed' && run.resumedFromId !== null) await transaction.query(RESOLVE, [run.id]);
  await appendEvents(transaction, run.id, [{ kind: `run_${end.status}`, step: null, message: end.reason, data: { seconds } }]);
  if (end.status === 'failed' || end.status === 'interrupted') {
    const kind = end.status;
    await tellSafely(engine, transaction, () =>
      engine.notices.runNeedsPeople(transaction, run, {
        kind,
        step: culprit?.step ?? null,
        message: message ?? end.reason,
        remedy,
      }),
    );
  }
  engine.deps.metrics.chainRuns.inc({ chain: run.chainName, status: end.status });
  if (run.dryRun) return null;
  const { rows } = await transaction.query<{ id: string }>(NEXT_IN_LINE, [run.chainName, run.providerId]);
  return rows[0]?.id ?? null;
}
