import { planResume } from '@rollcall/domain/chain/plan-resume';
import type { ResumeDecision, ResumeFrom, ResumePlan } from '@rollcall/domain/chain/resume';
import { isDone } from '@rollcall/domain/chain/step-status';
import type { PoolClient } from 'pg';
import { type ChainRunRow, factsOf, findChainRun, loadSteps, lockChainRun, type StepRow } from './chain-run-row.js';
import { inChainTransaction } from './chain-transaction.js';
import type { Engine } from './engine.js';
import { RefusedError } from './refused-error.js';
import { type StartOutcome, startChainRunIn } from './start-chain-run.js';

export interface ResumeRequest {
  chainRunId: string;
  /** Default: at the failed step. */
  from?: ResumeFrom;
  only?: readonly string[];
  by: string;
}

/** What a resume would reuse and redo, without doing it (bug 44). Throws `UnknownChainRunError`. */
export async function previewResume(engine: Engine, request: Omit<ResumeRequest, 'by'>): Promise<ResumeDecision> {
  const { pool } = engine.deps.database;
  const run = await findChainRun(pool, request.chainRunId);
  return planFor(engine, run, await loadSteps(pool, run.id), request);
}

const COUNTS = `SELECT step, counts FROM task_chain_steps WHERE chain_log_id = $1`;

/**
 * Does an ended run again from where it failed, as a new run linked to it; the old one stays as it is (habit 29). Results that
 * are too old are not reused: then a full run is offered by a `RefusedError`. Throws `UnknownChainRunError`.
 */
export async function resumeChainRun(engine: Engine, request: ResumeRequest): Promise<StartOutcome> {
  const outcome = await inChainTransaction(engine, (transaction) => resumeChainRunIn(engine, transaction, request));
  if (outcome.kind !== 'already_running') await engine.wake(outcome.wakes);
  return outcome;
}

/** As `resumeChainRun`, in the caller's transaction; the caller wakes the steps after its commit. */
export async function resumeChainRunIn(engine: Engine, transaction: PoolClient, request: ResumeRequest): Promise<StartOutcome> {
  const run = await lockChainRun(transaction, request.chainRunId);
  const steps = await loadSteps(transaction, run.id);
  const plan = planFor(engine, run, steps, request);
  if (plan.kind === 'refused') throw new RefusedError(`Chain run ${run.id} is not resumed: ${plan.reason}`, plan.remedy);
  if (plan.kind === 'full_run_offered')
    throw new RefusedError(
      `Chain run ${run.id} is not resumed: ${plan.reason}`,
      `Start anew with: rollcall chain run ${run.chainName}`,
    );
  const { rows: counts } = await transaction.query<{ step: string; counts: unknown }>(COUNTS, [run.id]);
  const today = plan.reuse.length > 0 ? { today: run.today } : {};
  return startChainRunIn(engine, transaction, {
    chain: run.chainName,
    providerId: run.providerId,
    trigger: 'resume',
    requestedBy: request.by,
    mode: run.mode,
    dryRun: run.dryRun,
    // The day of the results that stand: a batch must not change its window half-way (bug 4).
    ...today,
    resumedFromId: run.id,
    leaveOut: plan.leaveOut.map(({ step }) => step),
    checkpoints: request.from === 'all' ? {} : checkpointsThatStand(engine, run, steps, plan),
    reuse: plan.reuse.map(({ step, completedAt }) => {
      const row = steps.find((other) => other.step === step);
      return {
        step,
        completedAt,
        output: row?.output ?? null,
        checkpoint: row?.checkpoint ?? null,
        warnings: row?.warnings ?? 0,
        counts: counts.find((other) => other.step === step)?.counts ?? null,
      };
    }),
  });
}

/** A checkpoint was made with what the step needed then. It stands where the step was not done, and all of that is used again. */
function checkpointsThatStand(
  engine: Engine,
  run: ChainRunRow,
  steps: readonly StepRow[],
  plan: ResumePlan,
): Record<string, unknown> {
  const declared = new Map(engine.chains.get(run.chainName).declaration.steps.map((step) => [step.name, step]));
  const redone = new Set(plan.redo.map(({ step }) => step));
  const standing = steps.filter(
    ({ step, status }) => !isDone(status) && !declared.get(step)?.needs.some((need) => redone.has(need.step)),
  );
  return Object.fromEntries(standing.map(({ step, checkpoint }) => [step, checkpoint]));
}

function planFor(
  engine: Engine,
  run: ChainRunRow,
  steps: readonly StepRow[],
  request: Omit<ResumeRequest, 'by'>,
): ResumeDecision {
  return planResume({
    chain: engine.chains.get(run.chainName).declaration,
    steps: steps.map((row) => ({ ...factsOf(row), completedAt: row.completedAt })),
    status: run.status,
    startedAt: run.startedAt,
    endedAt: run.completedAt,
    now: engine.deps.now(),
    from: request.from ?? 'failure',
    ...(request.only && { only: request.only }),
  });
}
