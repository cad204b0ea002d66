import { decideInterruption } from '@rollcall/domain/chain/decide-failure';
import { advanceChainRun } from './advance-chain-run.js';
import { appendEvents } from './append-events.js';
import { lockChainRun } from './chain-run-row.js';
import { inChainTransaction } from './chain-transaction.js';
import type { Engine, StepWake } from './engine.js';

/** What one sweep found. */
export interface Swept {
  /** Steps whose worker died. */
  interrupted: number;
  /** Steps that workers were told of again. */
  woken: number;
}

/** A sweep takes this many rows of each kind; the next one takes the rest (habit 31). */
const LIMIT = 200;

const DEAD = `
  SELECT id, chain_log_id::text AS "chainRunId" FROM task_chain_steps WHERE status = 'running' AND lease_until < clock_timestamp() ORDER BY lease_until LIMIT ${LIMIT}`;

const MARK = `
  UPDATE task_chain_steps SET status = 'interrupted', interruptions = interruptions + 1, lease_token = NULL, lease_until = NULL,
    reason = 'Its worker ' || coalesce(worker, '') || ' stopped answering.'
  WHERE id = $1 AND status = 'running' AND lease_until < clock_timestamp() RETURNING step, worker, interruptions`;

const GIVE_UP = `UPDATE task_chain_steps SET reason = $2, error = $2, error_code = 'crash_loop', remedy = $3 WHERE id = $1`;

/** Steps that are anybody's. A step of a run that is not at work waits with it. */
const CLAIMABLE = `
  SELECT step.chain_log_id::text AS "chainRunId", step.step FROM task_chain_steps AS step JOIN task_chain_logs AS run ON run.id = step.chain_log_id
  WHERE step.status IN ('ready', 'interrupted') AND run.status = 'running' AND step.error_code IS DISTINCT FROM 'crash_loop' AND (step.not_before IS NULL OR step.not_before <= clock_timestamp())
  ORDER BY step.chain_log_id, step.position LIMIT ${LIMIT}`;

/**
 * Finds what nobody looks after: steps whose lease ran out become `interrupted` and are offered to the next worker, or given
 * up where too many died in them; steps that are ready but that no worker was told of are told of again. Any process may
 * sweep at any time.
 */
export async function sweep(engine: Engine): Promise<Swept> {
  const { pool } = engine.deps.database;
  const { rows: dead } = await pool.query<{ id: string; chainRunId: string }>(DEAD);
  let interrupted = 0;
  for (const step of dead) if (await interrupt(engine, step)) interrupted++;
  const { rows: claimable } = await pool.query<StepWake>(CLAIMABLE);
  await engine.wake(claimable);
  return { interrupted, woken: claimable.length };
}

async function interrupt(engine: Engine, dead: { id: string; chainRunId: string }): Promise<boolean> {
  const wakes = await inChainTransaction(engine, async (transaction) => {
    const run = await lockChainRun(transaction, dead.chainRunId);
    const { rows } = await transaction.query<{ step: string; worker: string | null; interruptions: number }>(MARK, [dead.id]);
    const [row] = rows;
    if (!row) return null;
    await appendEvents(transaction, run.id, [
      {
        kind: 'step_interrupted',
        step: row.step,
        message: `${row.step} was interrupted: ${row.worker ?? 'its worker'} stopped answering.`,
      },
    ]);
    const step = engine.chains.get(run.chainName).declaration.steps.find(({ name }) => name === row.step);
    const decision = decideInterruption({ step: step ?? { maxInterruptions: 0 }, interruptions: row.interruptions });
    if (decision.kind === 'crash_loop')
      await transaction.query(GIVE_UP, [
        dead.id,
        decision.reason,
        'Read the logs of the workers named in the events, mend the cause, then resume the run.',
      ]);
    return advanceChainRun(engine, transaction, run);
  });
  if (wakes) await engine.wake(wakes);
  return wakes !== null;
}
