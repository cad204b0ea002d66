import type { PoolClient } from 'pg';
import { appendEvents } from './append-events.js';
import { type ChainRunRow, loadSteps, lockChainRun, type StepRow, UnknownChainRunError } from './chain-run-row.js';
import { inChainTransaction } from './chain-transaction.js';
import type { Engine } from './engine.js';

/** A step run in the hands of this worker. */
export interface Claim {
  run: ChainRunRow;
  step: StepRow;
  /** All steps of the run, for their results. */
  steps: readonly StepRow[];
  leaseToken: string;
}

export interface ClaimOptions {
  worker: string;
  leaseMs: number;
}

/** Why nobody may take the step now: gone, not its time, or its upstream is in use. */
export type ClaimOutcome = { kind: 'claimed'; claim: Claim } | { kind: 'not_now'; reason: string };

const UPSTREAM_IN_USE = `
  SELECT step.step, run.id::text AS "chainRunId" FROM task_chain_steps AS step JOIN task_chain_logs AS run ON run.id = step.chain_log_id
  WHERE step.status = 'running' AND step.upstream = $1 AND run.provider_id IS NOT DISTINCT FROM $2 AND step.id <> $3 LIMIT 1`;

const CLAIM = `
  UPDATE task_chain_steps SET status = 'running', lease_token = $2, lease_until = clock_timestamp() + $3 * interval '1 millisecond', worker = $4,
    attempt = attempt + (status = 'ready')::int, started_at = coalesce(started_at, to_timestamp($5 / 1000.0)), reason = NULL, error = NULL, error_code = NULL, remedy = NULL
  WHERE id = $1 AND status IN ('ready', 'interrupted') AND error_code IS DISTINCT FROM 'crash_loop' AND (not_before IS NULL OR not_before <= clock_timestamp())`;

/**
 * Takes a ready step, or one whose worker died, for this worker (habit 28). However many workers are told of a step, one gets
 * it: the run's row is locked, and the statement says which status it must have. Steps of one upstream and provider never run
 * at the same time (X12, bug 48).
 */
export async function claimStep(
  engine: Engine,
  chainRunId: string,
  stepName: string,
  options: ClaimOptions,
): Promise<ClaimOutcome> {
  const { deps } = engine;
  return inChainTransaction(engine, async (transaction): Promise<ClaimOutcome> => {
    const run = await lockChainRun(transaction, chainRunId);
    if (!engine.chains.find(run.chainName))
      return { kind: 'not_now', reason: `This release does not know the chain ${run.chainName}.` };
    if (run.status !== 'running') return { kind: 'not_now', reason: `The run is ${run.status}.` };
    const steps = await loadSteps(transaction, chainRunId);
    const step = steps.find((row) => row.step === stepName);
    if (!step || (step.status !== 'ready' && step.status !== 'interrupted'))
      return { kind: 'not_now', reason: step ? `The step is ${step.status}.` : 'There is no such step.' };
    const busy = await upstreamInUse(transaction, run, step);
    if (busy) return busy;
    const leaseToken = deps.newId();
    const { rowCount } = await transaction.query(CLAIM, [step.id, leaseToken, options.leaseMs, options.worker, deps.now()]);
    if (rowCount !== 1) return { kind: 'not_now', reason: 'It is not its time yet, or it was given up.' };
    await transaction.query('UPDATE task_chain_logs SET current_step = $2 WHERE id = $1', [run.id, step.step]);
    const resumed = step.status === 'interrupted';
    const attempt = step.attempt + (resumed ? 0 : 1);
    await appendEvents(transaction, run.id, [
      {
        kind: resumed ? 'step_resumed' : 'step_started',
        step: step.step,
        message: resumed
          ? `${options.worker} goes on with ${step.step}.`
          : `Starting ${step.step}${attempt > 1 ? `, try ${attempt}` : ''} …`,
        data: { worker: options.worker, attempt },
      },
    ]);
    return { kind: 'claimed', claim: { run, step: { ...step, attempt, status: 'running' }, steps, leaseToken } };
  }).catch(nothingToClaim);
}

/** The run was purged, or went with its provider. */
function nothingToClaim(error: unknown): ClaimOutcome {
  if (error instanceof UnknownChainRunError) return { kind: 'not_now', reason: error.message };
  throw error;
}

/** Locks the upstream of the provider for the rest of the transaction, and says who uses it. */
async function upstreamInUse(
  transaction: PoolClient,
  run: ChainRunRow,
  step: StepRow,
): Promise<{ kind: 'not_now'; reason: string } | null> {
  if (step.upstream === null) return null;
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('rollcall upstream ' || $1 || coalesce($2, ''), 0))`, [
    step.upstream,
    run.providerId,
  ]);
  const { rows } = await transaction.query<{ step: string; chainRunId: string }>(UPSTREAM_IN_USE, [
    step.upstream,
    run.providerId,
    step.id,
  ]);
  const [user] = rows;
  if (!user) return null;
  const reason = `Waits for ${step.upstream}: ${user.step} of chain run ${user.chainRunId} uses it.`;
  await transaction.query('UPDATE task_chain_steps SET reason = $2 WHERE id = $1', [step.id, reason]);
  return { kind: 'not_now', reason };
}

/** Results of the steps that are done, by name. */
export function outputsOf(steps: readonly StepRow[]): Record<string, unknown> {
  return Object.fromEntries(
    steps.filter(({ status }) => status === 'completed' || status === 'reused').map(({ step, output }) => [step, output]),
  );
}
