import { afterEach, expect, test } from 'vitest';
import { somebody } from '../../support/known-callers.js';
import { type ActsWorld, createActsWorld, type Row } from '../course-runs/acts-world.js';

let world: ActsWorld;
afterEach(() => world.close());

const UEN = '201999999Z';
const run = (provider = UEN, by?: Record<string, string>) =>
  world.act<Row & { checks: Row[] }>(
    'preflightRun',
    `mutation ($input: PreflightRunInput!) { preflightRun(input: $input) { __typename
      ... on PreflightRunSuccess { ok checks { name title status message remedy durationMs } } ... on ActError { code message remedy path } } }`,
    { provider },
    by,
  );

test('S1.21 the checks of the command line, for a page, and who made them is in the audit', async () => {
  world = await createActsWorld({ ssgRuns: [], now: Date.now });
  const { ok, checks } = await run();
  expect({ ok, names: checks.map(({ name, status }) => [name, status]) }).toEqual({
    ok: true,
    names: ['database', 'migrations', 'provider', 'SSG credentials', 'encryption', 'clock'].map((name) => [name, 'PASSED']),
  });
  expect(checks.every(({ title, durationMs, remedy }) => title !== '' && Number(durationMs) >= 0 && remedy === null)).toBe(true);
  expect(await world.rows('SELECT action, actor_id, entity_id, after FROM audit_trail')).toEqual([
    {
      action: 'preflight.run',
      actor_id: world.people.clerk,
      entity_id: world.providerId,
      after: { database: 'ok', migrations: 'ok', provider: 'ok', 'SSG credentials': 'ok', encryption: 'ok', clock: 'ok' },
    },
  ]);
});

test('S1.23 what fails says what to do, and what needs it is skipped', async () => {
  world = await createActsWorld({ ssgRuns: [], now: Date.now });
  await world.simulator?.stop();
  const { ok, checks } = await run();
  expect(ok).toBe(false);
  expect(checks.find(({ name }) => name === 'SSG credentials')).toMatchObject({ status: 'FAILED', remedy: expect.any(String) });
  expect(checks.find(({ name }) => name === 'encryption')).toMatchObject({ status: 'SKIPPED', durationMs: 0 });
  expect(checks.find(({ name }) => name === 'clock')).toMatchObject({ status: 'WARNING' });
});

test('checks take turns at a provider, and not with those of another one', async () => {
  world = await createActsWorld({ ssgRuns: [], now: Date.now });
  const holder = await world.api.deps.database.pool.connect();
  try {
    await holder.query(`SELECT pg_advisory_lock(hashtextextended('rollcall preflight ' || $1, 0))`, [world.providerId]);
    expect(await run()).toMatchObject({ code: 'REFUSED', path: ['input', 'provider'], remedy: expect.any(String) });
    const elsewhere = await world.addProvider('202000001A');
    const other = world.callers.as(somebody(world.api.deps.newId(), elsewhere, 'admin'));
    expect(await run('202000001A', other)).toMatchObject({ __typename: 'PreflightRunSuccess' });
  } finally {
    holder.release(true);
  }
  await expect.poll(async () => (await run()).__typename).toBe('PreflightRunSuccess');
});

test('X6 a provider that is not theirs is not there, and readers may not check', async () => {
  world = await createActsWorld();
  const stranger = world.callers.as(somebody(world.api.deps.newId(), await world.addProvider('202000001A'), 'admin'));
  const missing = await run('999999999Z', stranger);
  expect(missing).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'provider'] });
  expect(await run(UEN, stranger)).toEqual(missing);
  const auditor = world.callers.as(somebody(world.api.deps.newId(), world.providerId, 'auditor'));
  await expect(run(UEN, auditor)).rejects.toThrow(/FORBIDDEN/);
  expect(await world.rows('SELECT FROM audit_trail')).toEqual([]);
});
