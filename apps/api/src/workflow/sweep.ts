import { decideInterruption } from '@rollcall/domain/chain/decide-failure';
import type { PoolClient } from 'pg';
import { advanceChainRun, startQueuedRun } from './advance-chain-run.js';
import { appendEvents } from './append-events.js';
import { lockChainRun } from './chain-run-row.js';
import { inChainTransaction } from './chain-transaction.js';
import type { Engine, StepWake } from './engine.js';

/** What one sweep found. */
export interface Swept {
  /** Steps whose worker died. */
  interrupted: number;
  /** Runs that waited their turn behind none. */
  begun: number;
  /** Steps that workers were told of again. */
  woken: number;
}

/** A sweep takes this many rows of each kind; the next one takes the rest (habit 31). */
const LIMIT = 200;

const DEAD = `
  SELECT id, chain_log_id::text AS "chainRunId" FROM task_chain_steps WHERE status = 'running' AND lease_until < clock_timestamp() ORDER BY lease_until LIMIT ${LIMIT}`;

/** A step whose row is held is in a transaction of its worker, which therefore lives: the next sweep looks again. */
const MARK = `
  UPDATE task_chain_steps SET status = 'interrupted', interruptions = interruptions + 1, lease_token = NULL, lease_until = NULL,
    reason = 'Its worker ' || coalesce(worker, '') || ' stopped answering.'
  WHERE id = (SELECT id FROM task_chain_steps WHERE id = $1 AND status = 'running' AND lease_until < clock_timestamp() FOR UPDATE SKIP LOCKED)
  RETURNING step, worker, interruptions`;

const GIVE_UP = `UPDATE task_chain_steps SET reason = $2, error = $2, error_code = 'crash_loop', remedy = $3 WHERE id = $1`;

/** A run gets in line while the one before it ends, and neither sees the other. */
const BEHIND_NONE = `
  SELECT id::text AS id FROM task_chain_logs AS run WHERE status = 'queued' AND chain_name = ANY($1) AND NOT EXISTS (
    SELECT FROM task_chain_logs AS ahead WHERE ahead.chain_name = run.chain_name AND ahead.provider_id IS NOT DISTINCT FROM run.provider_id
      AND ahead.status IN ('running', 'awaiting_approval') AND NOT ahead.dry_run)
  ORDER BY id LIMIT ${LIMIT}`;

/** Steps that are anybody's who has their chain. A step of a run that is not at work waits with it. */
const CLAIMABLE = `
  SELECT step.chain_log_id::text AS "chainRunId", step.step FROM task_chain_steps AS step JOIN task_chain_logs AS run ON run.id = step.chain_log_id
  WHERE step.status IN ('ready', 'interrupted') AND run.status = 'running' AND run.chain_name = ANY($1) AND step.error_code IS DISTINCT FROM 'crash_loop' AND (step.not_before IS NULL OR step.not_before <= clock_timestamp())
  ORDER BY step.chain_log_id, step.position LIMIT ${LIMIT}`;

/**
 * Finds what nobody looks after: steps whose lease ran out become `interrupted` and are offered to the next worker, or given
 * up where too many died in them; runs that wait their turn behind none begin; steps that are ready but that no worker was
 * told of are told of again. What goes wrong with one is logged, and keeps no other from being found. Any process may sweep
 * at any time.
 */
export async function sweep(engine: Engine): Promise<Swept> {
  const { pool } = engine.deps.database;
  const chains = engine.chains.all.map(({ declaration }) => declaration.name);
  const { rows: dead } = await pool.query<{ id: string; chainRunId: string }>(DEAD);
  let interrupted = 0;
  for (const step of dead)
    if (await look(engine, step.chainRunId, (transaction) => interrupt(engine, transaction, step))) interrupted++;
  const { rows: waiting } = await pool.query<{ id: string }>(BEHIND_NONE, [chains]);
  let begun = 0;
  for (const { id } of waiting) if (await look(engine, id, (transaction) => begin(engine, transaction, id))) begun++;
  const { rows: claimable } = await pool.query<StepWake>(CLAIMABLE, [chains]);
  await engine.wake(claimable);
  return { interrupted, begun, woken: claimable.length };
}

/** Runs `act` in a transaction of its own, and wakes the steps that it gives. False where there was nothing to do, or it failed. */
async function look(
  engine: Engine,
  chainRunId: string,
  act: (transaction: PoolClient) => Promise<StepWake[] | null>,
): Promise<boolean> {
  try {
    const wakes = await inChainTransaction(engine, act);
    if (wakes) await engine.wake(wakes);
    return wakes !== null;
  } catch (error) {
    engine.deps.log.error(
      { event: 'sweep_failed', chainRun: chainRunId, err: error },
      'a chain run could not be looked after; the next sweep tries again',
    );
    return false;
  }
}

async function begin(engine: Engine, transaction: PoolClient, chainRunId: string): Promise<StepWake[] | null> {
  const run = await lockChainRun(transaction, chainRunId);
  return run.status === 'queued' ? startQueuedRun(engine, transaction, chainRunId) : null;
}

async function interrupt(
  engine: Engine,
  transaction: PoolClient,
  dead: { id: string; chainRunId: string },
): Promise<StepWake[] | null> {
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
  const chain = engine.chains.find(run.chainName);
  if (!chain) return advanceChainRun(engine, transaction, run);
  const step = chain.declaration.steps.find(({ name }) => name === row.step);
  const decision = decideInterruption({ step: step ?? { maxInterruptions: 0 }, interruptions: row.interruptions });
  if (decision.kind === 'crash_loop')
    await transaction.query(GIVE_UP, [
      dead.id,
      decision.reason,
      'Read the logs of the workers named in the events, mend the cause, then resume the run.',
    ]);
  return advanceChainRun(engine, transaction, run);
}
