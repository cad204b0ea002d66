import { decideFailure } from '@rollcall/domain/chain/decide-failure';
import type { PoolClient } from 'pg';
import { storableJson, storableText } from '../persistence/storable-text.js';
import { advanceChainRun } from './advance-chain-run.js';
import { appendEvents } from './append-events.js';
import { type ChainRunRow, lockChainRun } from './chain-run-row.js';
import { inChainTransaction } from './chain-transaction.js';
import type { Claim } from './claim-step.js';
import { type Engine, type StepWake, tellSafely } from './engine.js';
import { LeaseLostError, type StepProgress, type StepResult, type Trouble } from './step-handler.js';

/** How the work on a claimed step ended. */
export type StepOutcome =
  | { kind: 'result'; result: StepResult }
  | {
      kind: 'failed';
      message: string;
      code: string;
      remedy: string | null;
      retryable: boolean;
      retryAfterMs?: number;
      troubles: readonly Trouble[];
    }
  | { kind: 'deferred'; reason: string; afterMs: number }
  /** The worker stops: another one goes on. */
  | { kind: 'released' }
  | { kind: 'cancelled' };

type Completed = Extract<StepResult, { kind: 'completed' }>;

/** Takes the step's row, if it is still ours, and writes how far it came. */
const HOLD = `
  UPDATE task_chain_steps SET progress = coalesce($3::jsonb, progress), calls_made = coalesce($4, calls_made), calls_predicted = coalesce($5, calls_predicted)
  WHERE id = $1 AND lease_token = $2 AND status = 'running'`;

/** Every end of a step writes these; what a statement leaves out stays as it is. */
const FREE = `lease_token = NULL, lease_until = NULL`;

const COMPLETE = `
  UPDATE task_chain_steps SET status = 'completed', ${FREE}, completed_at = to_timestamp($2 / 1000.0), counts = $3::jsonb, warnings = $4, output = $5::jsonb, reason = $6,
    not_before = NULL WHERE id = $1`;
const COMPLETED_LIST = `UPDATE task_chain_logs SET steps_completed = steps_completed || to_jsonb($2::text) WHERE id = $1`;
const FAIL = `
  UPDATE task_chain_steps SET status = 'failed', ${FREE}, completed_at = to_timestamp($2 / 1000.0), error = $3, error_code = $4, remedy = $5, reason = $6 WHERE id = $1`;
const RETRY = `
  UPDATE task_chain_steps SET status = 'ready', ${FREE}, not_before = clock_timestamp() + $2 * interval '1 millisecond', error = $3, error_code = $4, remedy = $5, reason = $6 WHERE id = $1`;
/** A step given back, or not begun, has not used up a try. */
const GIVE_BACK = `
  UPDATE task_chain_steps SET status = 'ready', ${FREE}, not_before = clock_timestamp() + $2 * interval '1 millisecond', attempt = greatest(attempt - 1, 0), reason = $3 WHERE id = $1`;
const CANCEL = `UPDATE task_chain_steps SET status = 'cancelled', ${FREE}, completed_at = to_timestamp($2 / 1000.0), reason = 'Stopped at a safe point because the run was cancelled.' WHERE id = $1`;
const AWAIT = `UPDATE task_chain_steps SET status = 'awaiting_approval', ${FREE}, reason = $2 WHERE id = $1`;
const ASK = `INSERT INTO task_chain_approval (id, chain_step_id, sentence, counts, samples, requested_at) VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, to_timestamp($6 / 1000.0))`;

/**
 * Records how a step ended, together with the database work of its result and with what follows from it for the run: all of
 * it in one transaction that holds the lease, or none (habit 27). Throws `LeaseLostError`. Gives the steps to wake.
 */
export async function settleStep(
  engine: Engine,
  claim: Claim,
  outcome: StepOutcome,
  progress: StepProgress | null = null,
): Promise<StepWake[]> {
  return inChainTransaction(engine, async (transaction) => {
    const run = await lockChainRun(transaction, claim.run.id);
    const held = await transaction.query(HOLD, [
      claim.step.id,
      claim.leaseToken,
      progress && storableJson(progress),
      progress?.callsMade ?? null,
      progress?.callsPredicted ?? null,
    ]);
    if (held.rowCount !== 1) throw new LeaseLostError(claim.step.step);
    const wakes = await record(engine, transaction, run, claim, outcome);
    return [...wakes, ...(await advanceChainRun(engine, transaction, run))];
  });
}

async function record(
  engine: Engine,
  transaction: PoolClient,
  run: ChainRunRow,
  claim: Claim,
  outcome: StepOutcome,
): Promise<StepWake[]> {
  const { step } = claim;
  const now = engine.deps.now();
  const tell = (kind: string, message: string, data?: unknown) =>
    appendEvents(transaction, run.id, [{ kind, step: step.step, message, data }]);
  switch (outcome.kind) {
    case 'result':
      if (outcome.result.kind === 'completed') await complete(engine, transaction, run, claim, outcome.result);
      else await awaitApproval(engine, transaction, run, claim, outcome.result);
      return [];
    case 'failed':
      return recordFailure(engine, transaction, run, claim, outcome);
    case 'deferred':
      await transaction.query(GIVE_BACK, [step.id, outcome.afterMs, storableText(outcome.reason)]);
      await tell('step_deferred', outcome.reason);
      return [{ chainRunId: run.id, step: step.step, at: now + outcome.afterMs }];
    case 'released':
      await transaction.query(GIVE_BACK, [step.id, 0, 'Its worker was stopped; another one goes on.']);
      await tell('step_released', `${step.step} was given back: its worker is stopping.`);
      return [{ chainRunId: run.id, step: step.step }];
    case 'cancelled':
      await transaction.query(CANCEL, [step.id, now]);
      await tell('step_cancelled', `${step.step} stopped at a safe point.`);
      return [];
  }
}

async function complete(
  engine: Engine,
  transaction: PoolClient,
  run: ChainRunRow,
  claim: Claim,
  result: Completed,
): Promise<void> {
  const { step } = claim;
  const applied = (await result.apply?.(transaction)) ?? {};
  const counts = applied.counts ?? result.counts;
  const warnings = applied.warnings ?? result.warnings ?? 0;
  const message = applied.message ?? result.message;
  const output = applied.output ?? result.output ?? null;
  const troubles = result.troubles ?? [];
  await transaction.query(COMPLETE, [
    step.id,
    engine.deps.now(),
    storableJson(counts),
    warnings,
    storableJson(output),
    storableText(message),
  ]);
  await transaction.query(COMPLETED_LIST, [run.id, step.step]);
  await appendEvents(transaction, run.id, [{ kind: 'step_completed', step: step.step, message, data: { counts, warnings } }]);
  await tellSafely(engine, transaction, async () => {
    await engine.notices.troubles(transaction, run, troubles);
    await engine.notices.stepSucceeded(transaction, run, { name: step.step, upstream: step.upstream }, troubles);
  });
}

async function awaitApproval(
  engine: Engine,
  transaction: PoolClient,
  run: ChainRunRow,
  claim: Claim,
  wish: Extract<StepResult, { kind: 'awaiting_approval' }>,
): Promise<void> {
  const { step } = claim;
  await transaction.query(AWAIT, [step.id, storableText(wish.sentence)]);
  await transaction.query(ASK, [
    engine.deps.newId(),
    step.id,
    storableText(wish.sentence),
    storableJson(wish.counts),
    storableJson(wish.samples),
    engine.deps.now(),
  ]);
  await appendEvents(transaction, run.id, [
    { kind: 'step_awaiting_approval', step: step.step, message: wish.sentence, data: { counts: wish.counts } },
  ]);
  await tellSafely(engine, transaction, () =>
    engine.notices.runNeedsPeople(transaction, run, {
      kind: 'awaiting_approval',
      step: step.step,
      message: wish.sentence,
      remedy: `Look at it and decide: rollcall chain show ${run.id}, then rollcall chain approve ${run.id} or rollcall chain reject ${run.id}.`,
    }),
  );
}

async function recordFailure(
  engine: Engine,
  transaction: PoolClient,
  run: ChainRunRow,
  claim: Claim,
  failure: Extract<StepOutcome, { kind: 'failed' }>,
): Promise<StepWake[]> {
  const { step } = claim;
  const declared = engine.chains.get(run.chainName).declaration.steps.find(({ name }) => name === step.step);
  const now = engine.deps.now();
  const decision = decideFailure({
    step: declared ?? { retry: { attempts: 0, backoffMs: 0 } },
    attempts: step.attempt,
    retryable: failure.retryable,
    now,
    ...(failure.retryAfterMs !== undefined && { retryAfterMs: failure.retryAfterMs }),
  });
  const words = [failure.message, failure.code, failure.remedy, decision.reason].map((text) => text && storableText(text));
  const retries = decision.kind === 'retry';
  if (retries) await transaction.query(RETRY, [step.id, decision.notBefore - now, ...words]);
  else await transaction.query(FAIL, [step.id, now, ...words]);
  await appendEvents(transaction, run.id, [
    {
      kind: retries ? 'step_retrying' : 'step_failed',
      step: step.step,
      message: `${step.step} failed: ${failure.message} ${decision.reason}`,
      data: { code: failure.code, remedy: failure.remedy },
    },
  ]);
  // A hiccup that goes away by itself alarms nobody; the events tell of it.
  if (!retries) await tellSafely(engine, transaction, () => engine.notices.troubles(transaction, run, failure.troubles));
  return retries ? [{ chainRunId: run.id, step: step.step, at: decision.notBefore }] : [];
}
