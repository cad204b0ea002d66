import { afterAll, beforeAll, expect, test } from 'vitest';
import { addProvider, ProviderExistsError } from '../../../src/modules/training-providers/add-provider.js';
import { changeProvider } from '../../../src/modules/training-providers/change-provider.js';
import { ProviderNotNamedError, resolveProvider } from '../../../src/modules/training-providers/resolve-provider.js';
import { UnknownProviderError } from '../../../src/modules/training-providers/unknown-provider.js';
import { createTestDependencies, type TestDependencies } from '../../support/test-dependencies.js';

let deps: TestDependencies;
beforeAll(async () => {
  deps = await createTestDependencies();
});
afterAll(() => deps.close());

const audited = async () =>
  (
    await deps.database.pool.query(
      'SELECT action, actor_type, actor_role, before, after FROM audit_trail ORDER BY id DESC LIMIT 1',
    )
  ).rows[0];

test('bug 26 without a name, no provider, the only one, and one of several are told apart', async () => {
  const { pool } = deps.database;
  await expect(resolveProvider(pool)).rejects.toThrow('There is no training provider yet.');
  await addProvider(deps, { uen: 'T26ZZ0002A', name: 'One' });
  expect(await resolveProvider(pool)).toMatchObject({ uen: 'T26ZZ0002A' });
  await addProvider(deps, { uen: '201912345K', name: 'Two' });
  await expect(resolveProvider(pool)).rejects.toThrow(ProviderNotNamedError);
  expect(await resolveProvider(pool, '201912345K')).toMatchObject({ name: 'Two' });
  await expect(resolveProvider(pool, '53912345X')).rejects.toThrow(UnknownProviderError);
});

test('S0.11 a new provider looks 21 days ahead in Singapore, has its code from the UEN, and is audited', async () => {
  const provider = await addProvider(deps, { uen: ' s89pb0005d ', name: ' Three ' });
  expect(provider).toMatchObject({
    uen: 'S89PB0005D',
    code: 'S89PB0005D-01',
    name: 'Three',
    timeZone: 'Asia/Singapore',
    thresholdDays: 21,
    modeProfile: 'tms',
  });
  expect(await audited()).toMatchObject({
    action: 'training_provider.create',
    actor_type: 'system',
    actor_role: 'cli',
    before: null,
    after: { uen: 'S89PB0005D', upcoming_classes_threshold_days: 21 },
  });
});

test('a UEN is added once', async () => {
  await expect(addProvider(deps, { uen: 'T26ZZ0002A', name: 'Again' })).rejects.toThrow(ProviderExistsError);
});

test.each(['53912345X', 'T08GB0001A', 'R08GB0001A', '199912345N'])('ssg-api.md §9.9 %s is a UEN', async (uen) => {
  expect(await addProvider(deps, { uen, name: 'Format' })).toMatchObject({ uen });
});

test.each(['U08GB0001A', '12345', '2019123456', 'T08GB001A'])('ssg-api.md §9.9 %s is no UEN', async (uen) => {
  await expect(addProvider(deps, { uen, name: 'Format' })).rejects.toThrow('uen must be a UEN such as');
});

test('every bad value is named at once, and nothing is written', async () => {
  const adding = addProvider(deps, { uen: 'x', name: ' ', timeZone: 'Mars/Olympus', thresholdDays: 400 });
  await expect(adding).rejects.toMatchObject({
    faults: [{ field: 'uen' }, { field: 'name' }, { field: 'timeZone' }, { field: 'thresholdDays' }],
  });
});

test('a change touches what was named and nothing else, and is audited with before and after', async () => {
  const { provider, changed } = await changeProvider(deps, 'T26ZZ0002A', { thresholdDays: 30, refreshTpgTrainers: true });
  expect({ changed, ...provider }).toMatchObject({
    changed: true,
    name: 'One',
    thresholdDays: 30,
    refreshTpgTrainers: true,
    sealIdentifiers: true,
  });
  expect(await audited()).toEqual({
    action: 'training_provider.update',
    actor_type: 'system',
    actor_role: 'admin',
    before: { upcoming_classes_threshold_days: 21, refresh_tpg_trainers: false },
    after: { upcoming_classes_threshold_days: 30, refresh_tpg_trainers: true },
  });
});

test('a change that changes nothing writes nothing', async () => {
  const version = async () =>
    (await deps.database.pool.query(`SELECT version, updated_at FROM training_provider WHERE uen = 'T26ZZ0002A'`)).rows[0];
  const before = [await version(), await audited()];
  expect(await changeProvider(deps, 'T26ZZ0002A', { thresholdDays: 30 })).toMatchObject({ changed: false });
  expect([await version(), await audited()]).toEqual(before);
});

test('settings of an unknown provider cannot be changed', async () => {
  await expect(changeProvider(deps, '53999999Z', { thresholdDays: 30 })).rejects.toThrow(UnknownProviderError);
});

test('bug 49 the limits of the gate and who is told are settings of the provider, and audited', async () => {
  const { uen } = await addProvider(deps, {
    uen: '201955555K',
    name: 'With limits',
    alertEmails: ['Ops@example.org'],
    maxCancels: 5,
  });
  expect(await resolveProvider(deps.database.pool, uen)).toMatchObject({
    alertEmails: ['ops@example.org'],
    maxCancels: 5,
    maxCancelsPercent: 2,
  });
  const change = { alertEmails: [], maxCancelsPercent: 10 };
  expect(await changeProvider(deps, uen, change)).toMatchObject({
    changed: true,
    provider: { alertEmails: [], maxCancels: 5, maxCancelsPercent: 10 },
  });
  expect(await changeProvider(deps, uen, change)).toMatchObject({ changed: false });
  await expect(changeProvider(deps, uen, { maxCancelsPercent: 101 })).rejects.toThrow('maxCancelsPercent must be 0 to 100');
  await expect(changeProvider(deps, uen, { alertEmails: ['nobody'] })).rejects.toThrow('must be e-mail addresses');
});
