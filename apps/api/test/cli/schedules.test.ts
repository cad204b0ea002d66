import { afterAll, beforeAll, expect, test } from 'vitest';
import { testChain } from '../support/chain-world.js';
import { type ChainCommandLine, createChainCommandLine } from './chain-command-line.js';

let line: ChainCommandLine;
beforeAll(async () => {
  line = await createChainCommandLine([
    testChain('nightly', [{ name: 'find' }, { name: 'digest', needs: ['find'], required: false }]),
    testChain('tidy', [{ name: 'purge' }], { scope: 'system', modes: ['full'] }),
  ]);
});
afterAll(() => line.world.close());

const row = async (name: string) => (await line.world.rows('SELECT * FROM scheduled_tasks WHERE name = $1', [name]))[0];

test('S4.16 schedule list shows chains, and with --steps what may have a time of its own', async () => {
  const { exitCode, stdout } = await line.rollcall('schedule list');
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').map((text) => text.split(' ')[0])).toEqual(['schedule', 'nightly', 'tidy', '']);
  expect(stdout).toMatch(/nightly +201999999Z +0 2 \* \* \* Asia\/Singapore +Sun +\w{3} \d{4}-\d\d-\d\d 02:00/);
  expect((await line.rollcall('schedule list --steps')).stdout).toMatch(/nightly\/digest +201999999Z +with its chain/);
  expect(JSON.parse((await line.rollcall('schedule list --json')).stdout)).toHaveLength(5);
});

test('bug 58 a change shows the next five ticks in the schedule’s zone and in UTC, with their modes', async () => {
  const { exitCode, stdout } = await line.rollcall([
    'schedule',
    'set',
    'nightly',
    '--cron',
    '30 1 * * *',
    '--full-weekdays',
    '0,3',
  ]);
  expect(exitCode).toBe(0);
  const ticks = stdout.slice(stdout.indexOf('Next ticks, Asia/Singapore')).trimEnd().split('\n').slice(1);
  expect(ticks).toHaveLength(5);
  for (const tick of ticks)
    expect(tick).toMatch(/^\w{3} \d{4}-\d\d-\d\d 01:30 +\w{3} \d{4}-\d\d-\d\d 17:30 +(full|incremental)$/);
  expect(ticks.filter((tick) => /^(Sun|Wed)/.test(tick)).every((tick) => tick.endsWith('full'))).toBe(true);
  expect(await row('nightly')).toMatchObject({ cron: '30 1 * * *', full_weekdays: [0, 3] });
  expect(await line.world.rows(`SELECT actor_type, actor_name FROM audit_trail WHERE action = 'schedule.update'`)).toEqual([
    { actor_type: 'system', actor_name: 'cli' },
  ]);
});

test('all settings of a schedule can be changed, by its id too', async () => {
  const id = String((await row('tidy'))?.['id']);
  const words = [
    'schedule',
    'set',
    id,
    '--time-zone',
    'Europe/Berlin',
    '--overlap',
    'buffer_one',
    '--catch-up-hours',
    '2',
    '--json',
  ];
  const { stdout } = await line.rollcall(words);
  expect(JSON.parse(stdout)).toMatchObject({
    id,
    schedule: 'tidy',
    provider: null,
    timeZone: 'Europe/Berlin',
    overlapPolicy: 'buffer_one',
    catchUpHours: 2,
    next: [{ mode: 'full' }, {}, {}, {}, {}],
  });
});

test('a step gets a time of its own, and loses it again', async () => {
  await line.rollcall(['schedule', 'set', 'nightly/digest', '--cron', '0 9 * * *']);
  expect((await line.rollcall('schedule list')).stdout).toMatch(/nightly\/digest +201999999Z +0 9 \* \* \*/);
  expect((await line.rollcall('schedule set nightly/digest --cron none')).stdout).toMatch(/cron +with its chain/);
  expect(await row('digest')).toMatchObject({ cron: null });
});

test('pause keeps the reason, and resume takes both away', async () => {
  const paused = await line.rollcall(['schedule', 'pause', 'nightly', '--reason', 'SSG maintenance']);
  expect(paused.stdout).toContain('Paused: SSG maintenance. Ticks are recorded as skipped.');
  expect((await line.rollcall('schedule list')).stdout).toMatch(/nightly .* paused\n +SSG maintenance/);
  expect((await line.rollcall('schedule resume nightly')).stdout).toMatch(/^Resumed\./);
  expect(await row('nightly')).toMatchObject({ paused: false, paused_reason: null });
});

test.each([
  [
    'a cron that is none',
    ['set', 'nightly', '--cron', '99 1 * * *'],
    1,
    /schedule is not changed: "99 1 \* \* \*".*\nCorrect it/,
  ],
  ['a zone that is none', ['set', 'nightly', '--time-zone', 'Singapore/Asia'], 1, /no IANA time zone/],
  ['a chain without a cron', ['set', 'nightly', '--cron', 'none'], 1, /a chain needs a cron/],
  ['nothing to change', ['set', 'nightly'], 2, /at least one setting/],
  ['a weekday that is none', ['set', 'nightly', '--full-weekdays', '7'], 2, /0 \(Sunday\) to 6/],
  ['a chain that is none', ['pause', 'weekly'], 1, /no chain weekly.*\nThe chains are/],
  ['a step that is none', ['pause', 'nightly/nothing'], 1, /no step nothing.*\nIts steps are find, digest/],
  ['an id that is none', ['pause', '0199aaaa-0000-7000-8000-000000000000'], 1, /no schedule 0199aaaa.*\n.*schedule list/],
  ['a step the chain cannot do without', ['pause', 'nightly/find'], 1, /cannot do without find.*\n.*schedule pause nightly/],
  ['a provider for the installation', ['pause', 'tidy', '--provider', '201999999Z'], 1, /Leave --provider out/],
])('%s is refused with a remedy, and nothing is changed', async (_name, words, exitCode, message) => {
  const before = await line.world.rows('SELECT * FROM scheduled_tasks ORDER BY id');
  expect(await line.rollcall(['schedule', ...words])).toEqual({ exitCode, stdout: '', stderr: expect.stringMatching(message) });
  expect(await line.world.rows('SELECT * FROM scheduled_tasks ORDER BY id')).toEqual(before);
});
