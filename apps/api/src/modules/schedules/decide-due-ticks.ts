import { todayIn } from '@rollcall/domain/calendar/iso-date';
import type { ChainRunStatus } from '@rollcall/domain/chain/chain';
import { type DecidedTick, decideMissedTicks } from '@rollcall/domain/schedule/decide-tick';
import { modeOfTick } from '@rollcall/domain/schedule/mode-of-tick';
import type { PoolClient } from 'pg';
import { appendEvents } from '../../workflow/append-events.js';
import { cancelChainRunIn } from '../../workflow/cancel-chain-run.js';
import { lockChainRun } from '../../workflow/chain-run-row.js';
import { inChainTransaction } from '../../workflow/chain-transaction.js';
import { ticksBetween } from '../../workflow/cron.js';
import { type Engine, type StepWake, tellSafely } from '../../workflow/engine.js';
import { startChainRunIn } from '../../workflow/start-chain-run.js';
import { listTickingSchedules, lockSchedule, type ScheduleRow } from './schedule-row.js';
import { weekdayIn } from './weekday.js';

/** Ticks of one schedule that are decided in one transaction; a schedule that slept for longer is decided in several. */
const LIMIT = 500;

const HOUR_MS = 60 * 60 * 1000;

const ACTIVE = `
  SELECT id::text AS id, status FROM task_chain_logs
  WHERE chain_name = $1 AND provider_id IS NOT DISTINCT FROM $2 AND status IN ('running', 'queued', 'awaiting_approval') AND NOT dry_run ORDER BY id`;

const SKIP = `
  INSERT INTO task_chain_logs (chain_name, provider_id, status, trigger, requested_by, mode, today, started_at, completed_at, total_duration_seconds, scheduled_task_id, due_at, reason)
  SELECT $1, $2, 'skipped', 'schedule', 'system', $3, $4, to_timestamp($5 / 1000.0), to_timestamp($5 / 1000.0), 0, $6, to_timestamp(tick."dueAt" / 1000.0), tick.reason
  FROM jsonb_to_recordset($7::jsonb) AS tick ("dueAt" float8, reason text) ORDER BY tick."dueAt"
  RETURNING id::text AS id`;

const DECIDED = `UPDATE scheduled_tasks SET decided_until = to_timestamp($2 / 1000.0) WHERE id = $1`;

/**
 * Decides every tick that became due since the last look, each once, whatever the number of processes that look: the
 * schedule's row is locked, and a tick is a row of its own in `task_chain_logs`, started or skipped with its reason. What a
 * stopped installation missed is still due when it comes back (bug 60), and ticks of a chain that this release does not have
 * are due to one that has it. Returns how many ticks it decided.
 */
export async function decideDueTicks(engine: Engine): Promise<number> {
  const { deps } = engine;
  let decided = 0;
  const chains = engine.chains.all.map(({ declaration }) => declaration.name);
  for (const { id } of await listTickingSchedules(deps.database.pool, { now: deps.now(), chains })) {
    try {
      const { ticks, wakes } = await inChainTransaction(engine, (transaction) => decideSchedule(engine, transaction, id));
      decided += ticks;
      await engine.wake(wakes);
    } catch (error) {
      deps.log.error(
        { event: 'tick_failed', schedule: id, err: error },
        'the ticks of a schedule could not be decided; they stay due',
      );
    }
  }
  return decided;
}

async function decideSchedule(
  engine: Engine,
  transaction: PoolClient,
  id: string,
): Promise<{ ticks: number; wakes: StepWake[] }> {
  const schedule = await lockSchedule(transaction, id);
  const now = engine.deps.now();
  if (!schedule || schedule.cron === null) return { ticks: 0, wakes: [] };
  const due = ticksBetween(schedule.cron, schedule.timeZone, schedule.decidedUntil, now, LIMIT + 1);
  if (due.length === 0) return { ticks: 0, wakes: [] };
  const wakes = await supersedeWaiting(engine, transaction, schedule, { now, due });
  const facts = await factsOf(transaction, schedule, now);
  // One more than is written now tells the last one of this part that a newer tick stands for it.
  const ticks = decideMissedTicks(due, facts).slice(0, LIMIT);
  await skip(engine, transaction, schedule, ticks);
  for (const tick of ticks) if (tick.decision.kind !== 'skip') wakes.push(...(await start(engine, transaction, schedule, tick)));
  await transaction.query(DECIDED, [schedule.id, due[ticks.length - 1]]);
  return { ticks: ticks.length, wakes };
}

/**
 * A night is not lost because nobody decided about the one before: what waits for a person is planned anew by the new run.
 * Where none of the ticks would start one, for they were missed by too much, the question stays.
 */
async function supersedeWaiting(
  engine: Engine,
  transaction: PoolClient,
  schedule: ScheduleRow,
  { now, due }: { now: number; due: readonly number[] },
): Promise<StepWake[]> {
  if (schedule.chainOrder !== 0) return [];
  const free = { ...policyOf(schedule, now), running: false, buffered: false };
  if (decideMissedTicks(due, free).every(({ decision }) => decision.kind === 'skip')) return [];
  const { rows } = await transaction.query<{ id: string; status: ChainRunStatus }>(ACTIVE, [
    schedule.taskChain,
    schedule.providerId,
  ]);
  const waiting = rows.find(({ status }) => status === 'awaiting_approval');
  if (!waiting) return [];
  return cancelChainRunIn(engine, transaction, {
    chainRunId: waiting.id,
    by: 'system',
    reason: 'Nobody decided before the next run was due; the new run plans its changes again and asks again.',
  });
}

const policyOf = (schedule: ScheduleRow, now: number) => ({
  now,
  overlap: schedule.overlapPolicy,
  catchUp: { withinMs: schedule.catchUpHours * HOUR_MS },
  paused: schedule.paused,
});

async function factsOf(transaction: PoolClient, schedule: ScheduleRow, now: number) {
  const { rows } = await transaction.query<{ id: string; status: ChainRunStatus }>(ACTIVE, [
    schedule.taskChain,
    schedule.providerId,
  ]);
  const running = rows.some(({ status }) => status !== 'queued');
  return {
    ...policyOf(schedule, now),
    running,
    buffered: rows.some(({ status }) => status === 'queued'),
    // A step's own schedule stands back while its chain is at work (S4.16).
    ...(running && schedule.chainOrder > 0 && { chainRunning: `${schedule.taskChain} (chain run ${rows[0]?.id})` }),
  };
}

async function skip(
  engine: Engine,
  transaction: PoolClient,
  schedule: ScheduleRow,
  ticks: readonly DecidedTick[],
): Promise<void> {
  const skipped = ticks.flatMap(({ dueAt, decision }) => (decision.kind === 'skip' ? [{ dueAt, reason: decision.reason }] : []));
  const last = skipped.at(-1);
  if (!last) return;
  const now = engine.deps.now();
  const mode = modeFor(engine, schedule, last.dueAt);
  const today = todayIn(schedule.timeZone, now);
  const { rows } = await transaction.query<{ id: string }>(SKIP, [
    schedule.taskChain,
    schedule.providerId,
    mode,
    today,
    now,
    schedule.id,
    JSON.stringify(skipped),
  ]);
  const newest = rows.at(-1);
  if (!newest) return;
  await appendEvents(transaction, newest.id, [{ kind: 'run_skipped', step: null, message: last.reason }]);
  if (schedule.paused) return;
  const run = await lockChainRun(transaction, newest.id);
  await tellSafely(engine, transaction, () =>
    engine.notices.runNeedsPeople(transaction, run, {
      kind: 'skipped',
      step: null,
      message: `${skipped.length === 1 ? 'A tick was' : `${skipped.length} ticks were`} skipped. ${last.reason}`,
      remedy: `Start it by hand if it is wanted: rollcall chain run ${schedule.taskChain}`,
    }),
  );
}

async function start(engine: Engine, transaction: PoolClient, schedule: ScheduleRow, tick: DecidedTick): Promise<StepWake[]> {
  const { declaration } = engine.chains.get(schedule.taskChain);
  const switchedOff = await pausedSteps(transaction, schedule);
  const others = declaration.steps.map(({ name }) => name).filter((name) => name !== schedule.name);
  const optional = new Set(declaration.steps.filter(({ required }) => !required).map(({ name }) => name));
  const outcome = await startChainRunIn(engine, transaction, {
    chain: schedule.taskChain,
    providerId: schedule.providerId,
    trigger: tick.decision.kind === 'catch_up' ? 'catch_up' : 'schedule',
    requestedBy: 'system',
    mode: modeFor(engine, schedule, tick.dueAt),
    leaveOut: schedule.chainOrder === 0 ? switchedOff.filter((name) => optional.has(name)) : others,
    tick: { scheduleId: schedule.id, dueAt: tick.dueAt },
    whileRunning: tick.decision.kind === 'buffer' ? 'buffer' : 'refuse',
  });
  if (outcome.kind !== 'already_running') return outcome.wakes;
  // Begun by hand between the look and now: the tick is a row all the same.
  await skip(engine, transaction, schedule, [
    { dueAt: tick.dueAt, decision: { kind: 'skip', reason: `Chain run ${outcome.chainRunId} is at work.` } },
  ]);
  return [];
}

async function pausedSteps(transaction: PoolClient, schedule: ScheduleRow): Promise<string[]> {
  const { rows } = await transaction.query<{ name: string }>(
    `SELECT name FROM scheduled_tasks WHERE task_chain = $1 AND provider_id IS NOT DISTINCT FROM $2 AND chain_order > 0 AND paused`,
    [schedule.taskChain, schedule.providerId],
  );
  return rows.map(({ name }) => name);
}

const modeFor = (engine: Engine, schedule: ScheduleRow, dueAt: number) =>
  modeOfTick({
    fullWeekdays: schedule.fullWeekdays,
    weekday: weekdayIn(schedule.timeZone, dueAt),
    modes: engine.chains.get(schedule.taskChain).declaration.modes,
  });
