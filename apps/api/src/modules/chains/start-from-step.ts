import type { ChainMode } from '@rollcall/domain/chain/chain';
import { durationText } from '@rollcall/domain/chain/duration-text';
import { planResume } from '@rollcall/domain/chain/plan-resume';
import type { ResumePlan } from '@rollcall/domain/chain/resume';
import type { PoolClient } from 'pg';
import { appendEvents } from '../../workflow/append-events.js';
import { type ChainRunRow, factsOf, loadSteps, lockChainRun, type StepRow } from '../../workflow/chain-run-row.js';
import type { Engine } from '../../workflow/engine.js';
import { RefusedError } from '../../workflow/refused-error.js';
import { type ReusedStep, type StartOutcome, startChainRunIn, WrongStartError } from '../../workflow/start-chain-run.js';

export interface StepStartRequest {
  chain: string;
  /** Null for a chain of scope `system`. */
  providerId: string | null;
  /** Where to begin; what comes before it is taken from an earlier run. */
  step: string;
  /** Do this step alone. */
  only?: boolean;
  /** Absent: that of the earlier run. */
  mode?: ChainMode;
  dryRun?: boolean;
  requestedBy: string;
}

/**
 * Starts a chain at one of its steps, with the results of the newest ended run for what comes before, in the caller's
 * transaction; the caller wakes the steps after its commit. Throws `RefusedError` where no run has results that are fresh enough
 * (bug 44), `WrongStartError`, `UnknownChainError`, `UnknownProviderError`.
 */
export async function startFromStepIn(engine: Engine, transaction: PoolClient, request: StepStartRequest): Promise<StartOutcome> {
  const { declaration } = engine.chains.get(request.chain);
  const names = declaration.steps.map(({ name }) => name);
  if (!names.includes(request.step))
    throw new WrongStartError(`${request.chain} has no step ${request.step}.`, `Its steps are ${names.join(', ')}.`);
  const earlier = await findEarlierRun(engine, transaction, request);
  const steps = await loadSteps(transaction, earlier.id);
  const plan = planFrom(engine, earlier, steps, request);
  const outcome = await startChainRunIn(engine, transaction, {
    chain: request.chain,
    providerId: request.providerId,
    trigger: 'manual',
    requestedBy: request.requestedBy,
    mode: request.mode ?? earlier.mode,
    dryRun: request.dryRun ?? false,
    // The day of the results that stand: a batch must not change its window half-way (bug 4).
    ...(plan.reuse.length > 0 && { today: earlier.today }),
    ...(makesUpFor(steps, plan) && { resumedFromId: earlier.id }),
    leaveOut: plan.leaveOut.map(({ step }) => step),
    checkpoints: Object.fromEntries(steps.map(({ step, checkpoint }) => [step, checkpoint])),
    reuse: await reusedSteps(transaction, earlier, steps, plan),
  });
  if (outcome.kind !== 'already_running' && plan.reuse.length > 0)
    await appendEvents(transaction, outcome.chainRunId, [reuseEvent(earlier, plan)]);
  return outcome;
}

const NEWEST = `
  SELECT id::text AS id FROM task_chain_logs
  WHERE chain_name = $1 AND provider_id IS NOT DISTINCT FROM $2 AND completed_at IS NOT NULL AND status <> 'skipped' AND NOT dry_run
    AND started_at >= to_timestamp($3 / 1000.0) AND ($4::text IS NULL OR mode = $4)
  ORDER BY id DESC LIMIT 1`;

async function findEarlierRun(engine: Engine, transaction: PoolClient, request: StepStartRequest): Promise<ChainRunRow> {
  const { maxResumeAgeMs } = engine.chains.get(request.chain).declaration;
  const youngerThan = engine.deps.now() - maxResumeAgeMs;
  const { rows } = await transaction.query<{ id: string }>(NEWEST, [
    request.chain,
    request.providerId,
    youngerThan,
    request.mode ?? null,
  ]);
  if (rows[0]) return lockChainRun(transaction, rows[0].id);
  const kind = request.mode === undefined ? 'run' : `${request.mode} run`;
  throw new RefusedError(
    `${request.chain} is not started at ${request.step}: no ${kind} of the last ${durationText(maxResumeAgeMs)} has results to begin from.`,
    'Start the whole chain.',
  );
}

function planFrom(engine: Engine, earlier: ChainRunRow, steps: readonly StepRow[], request: StepStartRequest): ResumePlan {
  const plan = planResume({
    chain: engine.chains.get(request.chain).declaration,
    steps: steps.map((row) => ({ ...factsOf(row), completedAt: row.completedAt })),
    status: earlier.status,
    startedAt: earlier.startedAt,
    endedAt: earlier.completedAt,
    now: engine.deps.now(),
    from: { step: request.step },
    ...(request.only && { only: [request.step] }),
  });
  if (plan.kind === 'resume') return plan;
  const remedy = plan.kind === 'refused' ? plan.remedy : 'Start the whole chain.';
  throw new RefusedError(
    `${request.chain} is not started at ${request.step} with the results of chain run ${earlier.id}: ${plan.reason}`,
    remedy,
  );
}

/**
 * Whether a good end of the new run makes up for the earlier one, which then counts as resolved: not where it leaves out
 * what the earlier one was to do and has not done.
 */
function makesUpFor(steps: readonly StepRow[], plan: ResumePlan): boolean {
  return plan.leaveOut.every(({ step }) => steps.some((row) => row.step === step && row.leftOut));
}

async function reusedSteps(
  transaction: PoolClient,
  earlier: ChainRunRow,
  steps: readonly StepRow[],
  plan: ResumePlan,
): Promise<ReusedStep[]> {
  const { rows } = await transaction.query<{ step: string; counts: unknown }>(
    'SELECT step, counts FROM task_chain_steps WHERE chain_log_id = $1',
    [earlier.id],
  );
  const counts = new Map(rows.map((row) => [row.step, row.counts]));
  return plan.reuse.map(({ step, completedAt }) => {
    const row = steps.find((other) => other.step === step);
    return {
      step,
      completedAt,
      output: row?.output ?? null,
      checkpoint: row?.checkpoint ?? null,
      counts: counts.get(step) ?? null,
      warnings: row?.warnings ?? 0,
    };
  });
}

function reuseEvent(earlier: ChainRunRow, plan: ResumePlan) {
  const steps = plan.reuse.map(({ step }) => step);
  return {
    kind: 'run_reuses',
    step: null,
    message: `Results of chain run ${earlier.id} stand for ${steps.join(', ')}.`,
    data: { chainRun: earlier.id, steps },
  };
}
