import { todayIn } from '@rollcall/domain/calendar/iso-date';
import type { ChainMode, ChainTrigger } from '@rollcall/domain/chain/chain';
import type { PoolClient } from 'pg';
import { UnknownProviderError } from '../modules/training-providers/unknown-provider.js';
import { advanceChainRun } from './advance-chain-run.js';
import { appendEvents } from './append-events.js';
import { type Chain } from './chain.js';
import { tierOf } from './chain-registry.js';
import { lockChainRun } from './chain-run-row.js';
import { inChainTransaction } from './chain-transaction.js';
import type { Engine, StepWake } from './engine.js';

/** A wish to run a chain. */
export interface StartRequest {
  chain: string;
  /** Null for a chain of scope `system`. */
  providerId: string | null;
  trigger: ChainTrigger;
  /** Who asks: `system`, `cli`, an API key's name. */
  requestedBy: string;
  mode: ChainMode;
  dryRun?: boolean;
  /** `YYYY-MM-DD`; the present day in the provider's zone where absent. */
  today?: string;
  /** Steps to leave out, by name (start from a step, or one step alone). */
  leaveOut?: readonly string[];
  /** Results of an earlier run that stand for steps of this one. */
  reuse?: readonly ReusedStep[];
  /** Where steps that are done again go on, by name. */
  checkpoints?: Readonly<Record<string, unknown>>;
  resumedFromId?: string;
  /** The tick that this is. */
  tick?: { scheduleId: string; dueAt: number };
  /** What to do while the chain runs already for the provider: wait in line, or not begin. */
  whileRunning?: 'buffer' | 'refuse';
}

export interface ReusedStep {
  step: string;
  output: unknown;
  counts: unknown;
  checkpoint: unknown;
  warnings: number;
  completedAt: number | null;
}

export type StartOutcome =
  | { kind: 'started' | 'queued'; chainRunId: string; wakes: StepWake[] }
  | { kind: 'already_running'; chainRunId: string; status: string };

/** Starts a chain run, or says which one stands in the way. Throws `UnknownChainError`, `UnknownProviderError`, `WrongStartError`. */
export async function startChainRun(engine: Engine, request: StartRequest): Promise<StartOutcome> {
  const outcome = await inChainTransaction(engine, (transaction) => startChainRunIn(engine, transaction, request));
  if (outcome.kind !== 'already_running') await engine.wake(outcome.wakes);
  return outcome;
}

/** A request that fits the chain's declaration badly. */
export class WrongStartError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
    this.name = 'WrongStartError';
  }
}

const ACTIVE = `
  SELECT id::text AS id, status FROM task_chain_logs
  WHERE chain_name = $1 AND provider_id IS NOT DISTINCT FROM $2 AND status IN ('running', 'awaiting_approval', 'queued') AND NOT dry_run
  ORDER BY id`;

const INSERT_RUN = `
  INSERT INTO task_chain_logs (chain_name, provider_id, status, trigger, requested_by, mode, today, dry_run, started_at, scheduled_task_id, due_at, resumed_from_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9 / 1000.0), $10, to_timestamp($11 / 1000.0), $12) RETURNING id::text AS id`;

const INSERT_STEPS = `
  INSERT INTO task_chain_steps (id, chain_log_id, step, position, tier, status, required, upstream, left_out, output, counts, checkpoint, warnings, completed_at)
  SELECT step.id, $1, step.step, step.position, step.tier, step.status, step.required, step.upstream, step."leftOut", step.output, step.counts, step.checkpoint, step.warnings,
    to_timestamp(step."completedAt" / 1000.0)
  FROM jsonb_to_recordset($2::jsonb) AS step (id uuid, step text, position int, tier int, status text, required boolean, upstream text, "leftOut" boolean,
    output jsonb, counts jsonb, checkpoint jsonb, warnings int, "completedAt" float8)`;

/** As `startChainRun`, in the caller's transaction; the caller wakes the steps after its commit. */
export async function startChainRunIn(engine: Engine, transaction: PoolClient, request: StartRequest): Promise<StartOutcome> {
  const chain = engine.chains.get(request.chain);
  requireFitting(chain, request);
  const { deps } = engine;
  const now = deps.now();
  const timeZone = request.providerId === null ? 'UTC' : await timeZoneOf(transaction, request.providerId);
  // Two starts at once: one after the other, and the second sees the first.
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('rollcall chain ' || $1 || coalesce($2, ''), 0))`, [
    request.chain,
    request.providerId,
  ]);
  const active = request.dryRun
    ? []
    : (await transaction.query<{ id: string; status: string }>(ACTIVE, [request.chain, request.providerId])).rows;
  const [inTheWay] = active;
  const queues = inTheWay !== undefined && request.whileRunning === 'buffer' && !active.some(({ status }) => status === 'queued');
  if (inTheWay && !queues) return { kind: 'already_running', chainRunId: inTheWay.id, status: inTheWay.status };

  const { rows } = await transaction.query<{ id: string }>(INSERT_RUN, [
    request.chain,
    request.providerId,
    queues ? 'queued' : 'running',
    request.trigger,
    request.requestedBy,
    request.mode,
    request.today ?? todayIn(timeZone, now),
    request.dryRun ?? false,
    now,
    request.tick?.scheduleId ?? null,
    request.tick?.dueAt ?? null,
    request.resumedFromId ?? null,
  ]);
  const chainRunId = rows[0]?.id ?? '';
  await transaction.query(INSERT_STEPS, [chainRunId, JSON.stringify(stepRows(engine, chain, request))]);
  await appendEvents(transaction, chainRunId, [
    {
      kind: queues ? 'run_queued' : 'run_started',
      step: null,
      message: queues
        ? `${chain.declaration.title} waits for chain run ${inTheWay.id} to end.`
        : `${chain.declaration.title} began (${request.mode}, ${request.trigger}).`,
      data: { trigger: request.trigger, requestedBy: request.requestedBy, resumedFromId: request.resumedFromId ?? null },
    },
  ]);
  if (queues) return { kind: 'queued', chainRunId, wakes: [] };
  return {
    kind: 'started',
    chainRunId,
    wakes: await advanceChainRun(engine, transaction, await lockChainRun(transaction, chainRunId)),
  };
}

/** Asked over the transaction's own connection: starts at once that each waited for a second one would wait for ever. */
async function timeZoneOf(transaction: PoolClient, providerId: string): Promise<string> {
  const { rows } = await transaction.query<{ timeZone: string }>(
    'SELECT time_zone AS "timeZone" FROM training_provider WHERE id = $1',
    [providerId],
  );
  if (!rows[0]) throw new UnknownProviderError({ id: providerId });
  return rows[0].timeZone;
}

function stepRows(engine: Engine, chain: Chain, request: StartRequest) {
  const reused = new Map((request.reuse ?? []).map((step) => [step.step, step]));
  const leaveOut = new Set(request.leaveOut ?? []);
  return chain.declaration.steps.map((step, index) => {
    const earlier = reused.get(step.name);
    return {
      id: engine.deps.newId(),
      step: step.name,
      position: index + 1,
      tier: tierOf(chain, step.name),
      status: earlier ? 'reused' : 'waiting',
      required: step.required,
      upstream: step.upstream,
      leftOut: leaveOut.has(step.name),
      output: earlier?.output ?? null,
      counts: earlier?.counts ?? null,
      checkpoint: earlier?.checkpoint ?? request.checkpoints?.[step.name] ?? null,
      warnings: earlier?.warnings ?? 0,
      completedAt: earlier?.completedAt ?? null,
    };
  });
}

function requireFitting({ declaration }: Chain, request: StartRequest): void {
  if ((declaration.scope === 'provider') !== (request.providerId !== null))
    throw new WrongStartError(
      declaration.scope === 'provider'
        ? `${declaration.name} runs for one provider.`
        : `${declaration.name} runs for the whole installation.`,
      declaration.scope === 'provider' ? 'Name the provider.' : 'Leave the provider out.',
    );
  if (!declaration.modes.includes(request.mode))
    throw new WrongStartError(
      `${declaration.name} has no mode ${request.mode}.`,
      `Its modes are ${declaration.modes.join(', ')}.`,
    );
  const names = declaration.steps.map((step) => step.name);
  for (const step of request.leaveOut ?? [])
    if (!names.includes(step))
      throw new WrongStartError(`${declaration.name} has no step ${step}.`, `Its steps are ${names.join(', ')}.`);
}
