import { afterEach, expect, test } from 'vitest';
import { systemPrincipal } from '../../src/access/system-principal.js';
import { changeSchedule } from '../../src/modules/schedules/change-schedule.js';
import { decideDueTicks } from '../../src/modules/schedules/decide-due-ticks.js';
import { ensureSchedules } from '../../src/modules/schedules/ensure-schedules.js';
import { checkCron, ticksBetween } from '../../src/workflow/cron.js';
import type { StepHandler } from '../../src/workflow/step-handler.js';
import { type ChainWorld, createChainWorld, testChain } from '../support/chain-world.js';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

let world: ChainWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const asks: StepHandler = async () => ({
  kind: 'awaiting_approval',
  sentence: '14 cancellations.',
  counts: { cancels: 14, removals: 0, touched: 100 },
  samples: [],
});

async function nights(handle?: StepHandler): Promise<ChainWorld> {
  const created = await createChainWorld([testChain('nightly', [{ name: 'find', ...(handle && { handle }) }])]);
  world = created;
  await ensureSchedules(created.engine);
  return created;
}

test('bug 49 a question stays where no new run would ask it again', async () => {
  const { clock, engine, drive, rows } = await nights(asks);
  clock.now += 18 * HOUR;
  await decideDueTicks(engine);
  await drive();
  // Nobody was there for a day and ten hours: the next night is missed by too much.
  clock.now += DAY + 10 * HOUR;
  await decideDueTicks(engine);
  expect(await rows('SELECT status FROM task_chain_logs ORDER BY due_at')).toEqual([
    { status: 'awaiting_approval' },
    { status: 'skipped' },
  ]);
  expect(await rows('SELECT status FROM task_chain_approval')).toEqual([{ status: 'waiting' }]);
});

test('of two changes of a schedule at once neither undoes the other', async () => {
  const { deps, rows } = await nights();
  const [schedule] = await rows('SELECT id FROM scheduled_tasks WHERE chain_order = 0');
  const waiting = async () =>
    (await rows(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).length;
  const change = (values: object) =>
    changeSchedule(deps, { scheduleId: String(schedule?.['id']), change: values, by: systemPrincipal('test') });
  const holder = await deps.database.pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM scheduled_tasks FOR UPDATE');
  const changes = [change({ cron: '30 3 * * *' }), change({ paused: true, pausedReason: 'SSG is being moved.' })];
  await expect.poll(waiting).toBe(2);
  await holder.query('COMMIT');
  holder.release();
  await Promise.all(changes);
  expect(await rows('SELECT cron, paused, version FROM scheduled_tasks WHERE chain_order = 0')).toEqual([
    { cron: '30 3 * * *', paused: true, version: 3 },
  ]);
});

test('a run that a process with a slower clock ends has not lasted less than no time', async () => {
  const { clock, start, drive, run } = await nights();
  const id = await start();
  clock.now -= 5000;
  await drive();
  expect(await run(id)).toMatchObject({ status: 'completed', total_duration_seconds: 0 });
});

test('a cron that means another time whenever it is read is refused', () => {
  for (const cron of ['H H * * *', 'H/15 2 * * *', '0 2,H * * *'])
    expect(checkCron(cron, 'UTC')).toEqual([expect.stringContaining('name the time')]);
  for (const cron of ['0 2 * * THU', '0 2 * MAR *', '0 2 L * *']) expect(checkCron(cron, 'UTC')).toEqual([]);
});

test.each(['Asia/Singapore', 'Europe/London', 'America/New_York', 'America/Santiago'])(
  'S0.1 every day of a year has its one tick in %s, in whatever steps it is looked at',
  (timeZone) => {
    const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone });
    const from = Date.parse('2026-01-01T12:00:00Z');
    const until = from + 365 * DAY;
    for (const cron of ['0 2 * * *', '30 1 * * *', '30 2 * * *', '0 0 * * *']) {
      const all = ticksBetween(cron, timeZone, from, until, 1000);
      expect(new Set(all.map((tick) => dayOf.format(tick))).size).toBe(365);
      expect(all).toHaveLength(365);
      const stepwise: number[] = [];
      for (let at = from; at < until; at += 31 * HOUR)
        stepwise.push(...ticksBetween(cron, timeZone, stepwise.at(-1) ?? from, Math.min(at + 31 * HOUR, until), 1000));
      expect(stepwise).toEqual(all);
    }
  },
);
