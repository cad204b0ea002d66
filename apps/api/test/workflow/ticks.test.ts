import { afterEach, expect, test } from 'vitest';
import { systemPrincipal } from '../../src/access/system-principal.js';
import { createDependencies, type Dependencies } from '../../src/dependencies.js';
import { changeSchedule } from '../../src/modules/schedules/change-schedule.js';
import { decideDueTicks } from '../../src/modules/schedules/decide-due-ticks.js';
import { ensureSchedules } from '../../src/modules/schedules/ensure-schedules.js';
import type { Engine } from '../../src/workflow/engine.js';
import type { StepHandler } from '../../src/workflow/step-handler.js';
import { type ChainWorld, createChainWorld, done, testChain } from '../support/chain-world.js';

const HOUR = 60 * 60 * 1000;
const MINUTE = 60 * 1000;

let world: ChainWorld;
const others: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) await other.close();
  await world.close();
});

/** Another process on the same database, with a clock of its own. */
function anotherProcess(now: () => number): Engine {
  const deps: Dependencies & { close(): Promise<void> } = createDependencies(world.deps.settings, world.databaseUrl, {
    log: world.deps.log,
    now,
  });
  others.push(deps);
  return { ...world.engine, deps };
}

const cronOf = (name: string, cron: string, more = '') =>
  world.rows(`UPDATE scheduled_tasks SET cron = $2 ${more} WHERE name = $1`, [name, cron]);

const ticks = () =>
  world.rows(
    `SELECT status, trigger, mode, reason, to_char(due_at AT TIME ZONE 'UTC', 'MM-DD HH24:MI') AS due FROM task_chain_logs WHERE due_at IS NOT NULL ORDER BY due_at`,
  );

async function scheduledWorld(handle?: StepHandler) {
  world = await createChainWorld([testChain('nightly', [{ name: 'find', ...(handle && { handle }) }])]);
  await ensureSchedules(world.engine);
}

test('S4.14 S4.16 a chain has a row that starts it and one for each step, once', async () => {
  await scheduledWorld();
  await ensureSchedules(world.engine);
  expect(
    await world.rows('SELECT name, task_chain, chain_order, cron, time_zone FROM scheduled_tasks ORDER BY chain_order'),
  ).toEqual([
    { name: 'nightly', task_chain: 'nightly', chain_order: 0, cron: '0 2 * * *', time_zone: 'Asia/Singapore' },
    { name: 'find', task_chain: 'nightly', chain_order: 1, cron: null, time_zone: 'Asia/Singapore' },
  ]);
});

test('S0.1 02:00 in Singapore is 18:00 UTC, and Sunday there decides the full mode', async () => {
  await scheduledWorld();
  for (let hour = 0; hour < 7 * 24; hour++) {
    await decideDueTicks(world.engine);
    await world.drive();
    world.clock.now += HOUR;
  }
  // 2 March 2026 is a Monday.
  expect((await ticks()).map(({ due, mode }) => `${due} ${mode}`)).toEqual([
    '03-02 18:00 incremental',
    '03-03 18:00 incremental',
    '03-04 18:00 incremental',
    '03-05 18:00 incremental',
    '03-06 18:00 incremental',
    '03-07 18:00 full',
    '03-08 18:00 incremental',
  ]);
});

test('200 ticks, 4 processes and a clock jump: 200 rows, none doubled, none lost', async () => {
  await scheduledWorld();
  await cronOf('nightly', '* * * * *', ', catch_up_hours = 1');
  const start = world.clock.now;
  const clocks = [0, 300, -700, 1500].map((offset) => ({ now: start, offset }));
  const engines = clocks.map((clock) => anotherProcess(() => clock.now + clock.offset));
  const passTo = async (minute: number) => {
    for (const clock of clocks) clock.now = start + minute * MINUTE + 2000;
    await Promise.all(engines.map((engine) => decideDueTicks(engine)));
    await world.drive();
  };
  for (let minute = 1; minute <= 80; minute++) await passTo(minute);
  // All clocks jump by forty minutes, and one of them falls back again.
  await passTo(120);
  for (const clock of clocks.slice(0, 1)) clock.now = start;
  await decideDueTicks(engines[0] as Engine);
  for (let minute = 121; minute <= 200; minute++) await passTo(minute);
  const rows = await world.rows('SELECT due_at, status FROM task_chain_logs WHERE due_at IS NOT NULL ORDER BY due_at');
  expect(rows.map(({ due_at }) => (due_at as Date).getTime())).toEqual(
    Array.from({ length: 200 }, (_, index) => start + (index + 1) * MINUTE),
  );
  expect(rows.filter(({ status }) => status === 'completed')).toHaveLength(161);
  expect(rows.filter(({ status }) => status === 'skipped')).toHaveLength(39);
});

test('bug 60 a tick missed by less than the limit is made up once, an older one is a row that says so', async () => {
  await scheduledWorld();
  world.clock.now += 18 * HOUR + 3 * HOUR;
  await decideDueTicks(world.engine);
  await world.drive();
  world.clock.now += 24 * HOUR + 4 * HOUR;
  await decideDueTicks(world.engine);
  expect(await ticks()).toEqual([
    { status: 'completed', trigger: 'catch_up', mode: 'incremental', reason: expect.any(String), due: '03-02 18:00' },
    {
      status: 'skipped',
      trigger: 'schedule',
      mode: 'incremental',
      reason: expect.stringContaining('Missed by'),
      due: '03-03 18:00',
    },
  ]);
  expect(world.notices.at(-1)).toMatchObject({ kind: 'skipped' });
});

test('a long sleep is decided in parts, and only its newest tick starts', async () => {
  await scheduledWorld();
  await cronOf('nightly', '* * * * *');
  world.clock.now += 1200 * MINUTE;
  expect(await decideDueTicks(world.engine)).toBe(500);
  expect(await decideDueTicks(world.engine)).toBe(500);
  expect(await decideDueTicks(world.engine)).toBe(200);
  expect(await world.rows(`SELECT status, count(*)::int AS rows FROM task_chain_logs GROUP BY status ORDER BY status`)).toEqual([
    { status: 'running', rows: 1 },
    { status: 'skipped', rows: 1199 },
  ]);
});

test('row 68 while the chain runs a tick is skipped or waits in line, as the schedule says', async () => {
  await scheduledWorld();
  await cronOf('nightly', '0 * * * *');
  world.clock.now += HOUR;
  await decideDueTicks(world.engine);
  world.clock.now += HOUR;
  await decideDueTicks(world.engine);
  await world.rows(`UPDATE scheduled_tasks SET overlap_policy = 'buffer_one'`);
  for (let hour = 0; hour < 2; hour++) {
    world.clock.now += HOUR;
    await decideDueTicks(world.engine);
  }
  expect((await ticks()).map(({ status, reason }) => [status, reason])).toEqual([
    ['running', null],
    ['skipped', 'The run of an earlier tick is still at work.'],
    ['queued', null],
    ['skipped', 'A run of an earlier tick waits its turn already.'],
  ]);
});

test('S4.16 a step with a schedule of its own stands back while its chain runs, visibly, and else runs alone', async () => {
  await scheduledWorld();
  await cronOf('find', '0 * * * *');
  await cronOf('nightly', '30 0 * * *', `, time_zone = 'UTC'`);
  world.clock.now += 31 * MINUTE;
  await decideDueTicks(world.engine);
  world.clock.now += 30 * MINUTE;
  await decideDueTicks(world.engine);
  await world.drive();
  world.clock.now += HOUR;
  await decideDueTicks(world.engine);
  expect((await ticks()).map(({ due, status, reason }) => [due, status, String(reason).slice(0, 14)])).toEqual([
    ['03-02 00:30', 'completed', 'All steps ende'],
    ['03-02 01:00', 'skipped', 'Chain running:'],
    ['03-02 02:00', 'running', 'null'],
  ]);
});

const asks: StepHandler = async () => ({
  kind: 'awaiting_approval',
  sentence: '14 cancellations.',
  counts: { cancels: 14, removals: 0, touched: 100 },
  samples: [],
});

test('what waits for a person does not cost the next night: the new run plans again', async () => {
  await scheduledWorld(asks);
  for (const hours of [18, 24]) {
    world.clock.now += hours * HOUR;
    await decideDueTicks(world.engine);
    await world.drive();
  }
  expect((await ticks()).map(({ status }) => status)).toEqual(['cancelled', 'awaiting_approval']);
});

test('a paused schedule starts nothing and says so in each row, and goes on from the present when it is let go', async () => {
  await scheduledWorld();
  const [row] = await world.rows('SELECT id FROM scheduled_tasks WHERE chain_order = 0');
  const by = systemPrincipal('test');
  const change = (values: object) => changeSchedule(world.deps, { scheduleId: String(row?.['id']), change: values, by });
  await change({ paused: true, pausedReason: 'SSG is being moved.' });
  world.clock.now += 48 * HOUR;
  await decideDueTicks(world.engine);
  await change({ paused: false });
  await decideDueTicks(world.engine);
  expect((await ticks()).map(({ status, reason }) => [status, reason])).toEqual([
    ['skipped', 'Paused.'],
    ['skipped', 'Paused.'],
  ]);
  expect(await world.rows(`SELECT action FROM audit_trail`)).toHaveLength(2);
});

test('a bad cron or zone is refused with the exact mistake, and a new one counts from now', async () => {
  await scheduledWorld();
  const [row] = await world.rows('SELECT id FROM scheduled_tasks WHERE chain_order = 0');
  const change = (values: object) =>
    changeSchedule(world.deps, { scheduleId: String(row?.['id']), change: values, by: systemPrincipal('test') });
  await expect(change({ cron: '0 2 * *' })).rejects.toThrow('must have five fields');
  await expect(change({ cron: '0 25 * * *' })).rejects.toThrow('no cron expression');
  await expect(change({ timeZone: 'Singapore/Asia' })).rejects.toThrow('no IANA time zone');
  await expect(change({ cron: null })).rejects.toThrow('pause it instead');
  await expect(change({ catchUpHours: 200 })).rejects.toThrow('0 to 168');
  world.clock.now += 30 * HOUR;
  await change({ cron: '0 * * * *', timeZone: 'UTC' });
  expect(await decideDueTicks(world.engine)).toBe(0);
});

test('a process that dies between deciding and waking loses no tick', async () => {
  await scheduledWorld(async () => done);
  world.engine.wake = async () => {
    throw new Error('The process is gone.');
  };
  world.clock.now += 18 * HOUR;
  await decideDueTicks(world.engine);
  expect((await ticks()).map(({ status }) => status)).toEqual(['running']);
});
