import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ServedChains, serveChains, WORLD_UEN } from '../support/test-chains.js';
import { inventedIdentifier } from './example-data.js';

let world: ServedChains;
beforeEach(async () => {
  world = await serveChains();
});
afterEach(() => world.close());

describe('schedules', () => {
  test('bug 58 X3 the next five ticks, in UTC and on the clock of the schedule', async () => {
    const { chain } = await world.read<{ chain: { schedules: { nodes: { nextTicks: unknown[] }[]; totalCount: number } } }>(
      '{ chain(name: "nightly") { schedules { totalCount nodes { name step timeZone paused chain { name } provider { uen } nextTicks { at local timeZone mode } } } } }',
    );
    expect(chain.schedules.totalCount).toBe(4);
    const [head, find] = chain.schedules.nodes;
    expect(head).toMatchObject({
      name: 'nightly',
      step: null,
      timeZone: 'Asia/Singapore',
      paused: false,
      chain: { name: 'nightly' },
      provider: { uen: WORLD_UEN },
    });
    expect(find).toMatchObject({ name: 'find', step: 'find', nextTicks: [] });
    expect(head?.nextTicks).toHaveLength(5);
    expect(head?.nextTicks[0]).toEqual({
      at: '2026-03-02T18:00:00.000Z',
      local: 'Tue 2026-03-03 02:00 +08:00',
      timeZone: 'Asia/Singapore',
      mode: 'INCREMENTAL',
    });
    expect(head?.nextTicks[4]).toMatchObject({ local: 'Sat 2026-03-07 02:00 +08:00', mode: 'INCREMENTAL' });
  });

  test('a zone with summer time: the same hour all year, at another offset; a full run on its weekday', async () => {
    await world.rows(`UPDATE scheduled_tasks SET cron = '30 1 * * 0', time_zone = 'Europe/Berlin' WHERE name = 'nightly'`);
    const { schedules } = await world.read<{ schedules: { nodes: { nextTicks: unknown[] }[] } }>(
      '{ schedules(filter: { chain: "nightly" }) { nodes { nextTicks { at local mode } } } }',
    );
    expect(schedules.nodes[0]?.nextTicks.slice(2)).toEqual([
      { at: '2026-03-22T00:30:00.000Z', local: 'Sun 2026-03-22 01:30 +01:00', mode: 'FULL' },
      { at: '2026-03-29T00:30:00.000Z', local: 'Sun 2026-03-29 01:30 +01:00', mode: 'FULL' },
      { at: '2026-04-04T23:30:00.000Z', local: 'Sun 2026-04-05 01:30 +02:00', mode: 'FULL' },
    ]);
  });

  test('the ticks of the next hours, a week at most, and never more than 200', async () => {
    const ticks = async (hours: number) => {
      const { schedules } = await world.read<{ schedules: { nodes: { nextTicks: { at: string }[] }[] } }>(
        'query ($hours: Int) { schedules(filter: { chain: "nightly" }) { nodes { nextTicks(hours: $hours) { at } } } }',
        { hours },
      );
      return schedules.nodes[0]?.nextTicks.map(({ at }) => at) ?? [];
    };
    expect([(await ticks(0)).length, (await ticks(24)).length, (await ticks(168)).length]).toEqual([0, 1, 7]);
    await world.rows(`UPDATE scheduled_tasks SET cron = '*/5 * * * *' WHERE name = 'nightly'`);
    expect([(await ticks(2)).length, (await ticks(168)).length]).toEqual([24, 200]);
    for (const hours of [-1, 169]) {
      const { errors } = await world.ask(`{ schedules { nodes { nextTicks(hours: ${hours}) { at } } } }`);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });

  test('X21 how long a run takes: the median of the last ten of its chain and mode, and of a step its own', async () => {
    const expected = async () => {
      const { schedules } = await world.read<{
        schedules: { nodes: { name: string; expectedDurationSeconds: number | null }[] };
      }>('{ schedules(filter: { chain: "nightly" }) { nodes { name expectedDurationSeconds } } }');
      return Object.fromEntries(schedules.nodes.map((node) => [node.name, node.expectedDurationSeconds]));
    };
    expect(await expected()).toEqual({ nightly: null, find: null, sync: null, tell: null });
    const ran = async (seconds: number, columns: Record<string, unknown> = {}) => {
      const run = { mode: 'incremental', status: 'completed', dry_run: false, resumed_from_id: null, ...columns };
      const [row] = await world.rows(
        `INSERT INTO task_chain_logs (chain_name, provider_id, trigger, requested_by, today, started_at, completed_at, mode, status, dry_run, resumed_from_id)
         VALUES ('nightly', $1, 'schedule', 'system', '2026-03-01', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z'::timestamptz + $2::int * interval '1 second', $3, $4, $5, $6)
         RETURNING id`,
        [world.providerId, seconds, run.mode, run.status, run.dry_run, run.resumed_from_id],
      );
      return String(row?.['id']);
    };
    // Too old to count, once ten others have come.
    const first = await ran(9000);
    await ran(9000);
    for (const seconds of [100, 110, 120, 130, 140, 150, 160, 170, 180, 400]) await ran(seconds);
    // None of these tells how long a whole run takes in this mode.
    await ran(5000, { mode: 'full' });
    await ran(5000, { dry_run: true });
    await ran(5000, { status: 'failed' });
    await ran(1, { resumed_from_id: first });
    const part = await ran(1);
    await world.rows(
      `INSERT INTO task_chain_steps (id, chain_log_id, step, position, tier, status, required, started_at, completed_at)
       VALUES (gen_random_uuid(), $1, 'find', 1, 1, 'reused', true, NULL, NULL),
         (gen_random_uuid(), $1, 'sync', 2, 2, 'completed', true, '2026-03-01T00:00:00Z', '2026-03-01T00:00:42Z')`,
      [part],
    );
    expect(await expected()).toEqual({ nightly: 145, find: null, sync: null, tell: null });
    // A step that has no time of its own is shown for the first mode of its chain.
    await world.rows(`UPDATE scheduled_tasks SET cron = '0 6 * * 1-6' WHERE name = 'sync'`);
    expect(await expected()).toMatchObject({ nightly: 145, sync: 42 });
  });

  test('UTC has an offset too', async () => {
    await world.rows(`UPDATE scheduled_tasks SET time_zone = 'UTC' WHERE name = 'tidy'`);
    const { schedules } = await world.read<{ schedules: { nodes: { nextTicks: { local: string }[] }[] } }>(
      '{ schedules(filter: { chain: "tidy" }) { nodes { nextTicks { local } } } }',
    );
    expect(schedules.nodes[0]?.nextTicks[0]?.local).toBe('Mon 2026-03-02 02:00 +00:00');
  });

  test.each([
    ['', 6],
    ['(filter: { provider: "201999999Z" })', 4],
    ['(filter: { provider: "201104064W" })', 0],
    ['(filter: { chain: "tidy", paused: false })', 2],
    ['(filter: { paused: true })', 0],
  ])('schedules%s finds %i', async (filter, count) => {
    expect(await world.read(`{ schedules${filter} { totalCount } }`)).toEqual({ schedules: { totalCount: count } });
  });

  test('a schedule of a chain that is not declared any more is still shown', async () => {
    await world.rows(`UPDATE scheduled_tasks SET task_chain = 'former' WHERE name = 'tidy'`);
    expect(
      await world.read('{ schedules(filter: { chain: "former" }) { nodes { name chain { name } nextTicks { at } } } }'),
    ).toEqual({
      schedules: { nodes: [{ name: 'tidy', chain: null, nextTicks: [] }] },
    });
  });
});

const idOf = async (name: string) => {
  const { schedules } = await world.read<{ schedules: { nodes: { id: string; name: string }[] } }>(
    '{ schedules { nodes { id name } } }',
  );
  return schedules.nodes.find((node) => node.name === name)?.id ?? '';
};

describe('acts on schedules', () => {
  const FIELDS = 'cron timeZone overlapPolicy catchUpHours fullWeekdays paused pausedReason nextTicks { local }';
  const change = async (name: 'scheduleUpdate' | 'schedulePause', input: Record<string, unknown>) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    return world.read(
      `mutation ($input: ${type}Input!) { act: ${name}(input: $input) { __typename ... on ${type}Success { schedule { ${FIELDS} } } ... on ActError { code message remedy path } } }`,
      { input },
    );
  };

  test('scheduleUpdate changes what is given and nothing else, with its audit', async () => {
    const scheduleId = await idOf('nightly');
    expect(await change('scheduleUpdate', { scheduleId, cron: '30 3 * * 1', fullWeekdays: [5, 1, 5] })).toMatchObject({
      act: {
        schedule: {
          cron: '30 3 * * 1',
          timeZone: 'Asia/Singapore',
          fullWeekdays: [1, 5],
          catchUpHours: 6,
          nextTicks: { 0: { local: 'Mon 2026-03-09 03:30 +08:00' } },
        },
      },
    });
    expect(
      await change('scheduleUpdate', { scheduleId, timeZone: 'UTC', overlapPolicy: 'BUFFER_ONE', catchUpHours: 12 }),
    ).toMatchObject({
      act: { schedule: { cron: '30 3 * * 1', timeZone: 'UTC', overlapPolicy: 'BUFFER_ONE', catchUpHours: 12 } },
    });
    const entries = await world.rows(
      `SELECT actor_type, actor_name, before ->> 'cron' AS before, after ->> 'cron' AS after FROM audit_trail WHERE action = 'schedule.update' ORDER BY id`,
    );
    expect(entries[0]).toEqual({ actor_type: 'api_key', actor_name: 'external', before: '0 2 * * *', after: '30 3 * * 1' });
    expect(entries).toHaveLength(2);
  });

  test('null means none for the cron of a step, and is refused for a chain', async () => {
    const step = await idOf('find');
    await change('scheduleUpdate', { scheduleId: step, cron: '0 6 * * *' });
    expect(await change('scheduleUpdate', { scheduleId: step, cron: null })).toMatchObject({ act: { schedule: { cron: null } } });
    expect(await change('scheduleUpdate', { scheduleId: await idOf('nightly'), cron: null })).toMatchObject({
      act: { code: 'REFUSED', message: expect.stringContaining('pause it instead') },
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a cron of six fields', { cron: '0 0 2 * * *' }, 'must have five fields'],
    ['a cron out of range', { cron: '0 25 * * *' }, 'is no cron expression'],
    ['a zone that is not there', { timeZone: 'Mars/Olympus' }, 'is no IANA time zone'],
    ['too long a catch-up', { catchUpHours: 169 }, 'the catch-up limit is 0 to 168 hours'],
    ['a day that the week does not have', { fullWeekdays: [7] }, 'weekdays are 0 (Sunday) to 6 (Saturday)'],
  ])('%s is refused by name', async (_case, wish, message) => {
    expect(await change('scheduleUpdate', { scheduleId: await idOf('nightly'), ...wish })).toMatchObject({
      act: { __typename: 'RefusedError', code: 'REFUSED', message: expect.stringContaining(message), remedy: expect.any(String) },
    });
    expect(await world.rows('SELECT FROM audit_trail')).toEqual([]);
  });

  test('schedulePause pauses with a reason, and lets it run again', async () => {
    const scheduleId = await idOf('nightly');
    expect(await change('schedulePause', { scheduleId, paused: true, reason: 'Migration.' })).toMatchObject({
      act: { schedule: { paused: true, pausedReason: 'Migration.' } },
    });
    expect(await world.read('{ schedules(filter: { paused: true }) { totalCount } }')).toEqual({ schedules: { totalCount: 1 } });
    const clear = inventedIdentifier(1234567);
    expect(await change('schedulePause', { scheduleId, paused: true, reason: `As ${clear} asked.` })).toMatchObject({
      act: { schedule: { pausedReason: `As *****${clear.slice(-4)} asked.` } },
    });
    expect(await change('schedulePause', { scheduleId, paused: false })).toMatchObject({
      act: { schedule: { paused: false, pausedReason: null } },
    });
  });

  test.each([
    'nonsense',
    Buffer.from('Schedule:not-a-row').toString('base64'),
    Buffer.from('Schedule:00000000-0000-7000-8000-000000000000').toString('base64'),
  ])('there is no schedule %s', async (scheduleId) => {
    for (const [name, more] of [
      ['scheduleUpdate', {}],
      ['schedulePause', { paused: true }],
    ] as const)
      expect(await change(name, { scheduleId, ...more })).toMatchObject({
        act: { code: 'NOT_FOUND', path: ['input', 'scheduleId'] },
      });
  });
});
