import { randomBytes } from 'node:crypto';
import { BUILT_IN_APPS } from '@rollcall/ssg/simulator/apps';
import { type Simulator, startSimulator } from '@rollcall/ssg/simulator/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dependencies } from '../../../src/dependencies.js';
import { createDependencies } from '../../../src/dependencies.js';
import { createLogger } from '../../../src/logger.js';
import type { PreflightCheck } from '../../../src/modules/preflight/check.js';
import { runPreflight } from '../../../src/modules/preflight/run-preflight.js';
import { addProvider } from '../../../src/modules/training-providers/add-provider.js';
import { readSettings } from '../../../src/settings/settings.js';
import { createTestDependencies, type TestDependencies } from '../../support/test-dependencies.js';

const UEN = 'T26ZZ0002A';
const KEY = randomBytes(32).toString('base64');
const OAUTH = { SSG_CLIENT_ID: 'invented-app', SSG_CLIENT_SECRET: 'invented-secret' };

let simulator: Simulator;
let home: TestDependencies;
beforeAll(async () => {
  simulator = await startSimulator({
    today: '2026-11-21',
    dataset: { kind: 'explicit', providers: [{ uen: UEN, courses: [] }] },
    apps: [
      ...BUILT_IN_APPS,
      {
        name: 'own',
        auth: { kind: 'oauth', clientId: OAUTH.SSG_CLIENT_ID, clientSecret: OAUTH.SSG_CLIENT_SECRET },
        encryptionKey: KEY,
      },
    ],
    clock: () => new Date(),
  });
  home = await createTestDependencies();
  await addProvider(home, { uen: UEN, name: 'Invented Academy' });
});
afterAll(async () => {
  await home.close();
  await simulator.stop();
});

/** The checks under another environment, over the same database. */
async function checks(environment: Record<string, string>, options: { url?: string; now?: () => number; uen?: string } = {}) {
  const settings = readSettings({ ...home.environment, SSG_SIMULATOR_PORT: String(simulator.port), ...environment });
  const overrides = { log: createLogger({ level: 'silent' }), ...(options.now && { now: options.now }) };
  const deps: Dependencies & { close(): Promise<void> } = createDependencies(
    settings,
    options.url ?? home.databaseUrl,
    overrides,
  );
  try {
    const found = await runPreflight(deps, options.uen ? { uen: options.uen } : {});
    return new Map(found.map((check) => [check.name, check]));
  } finally {
    await deps.close();
  }
}

const statuses = (found: Map<string, PreflightCheck>) =>
  Object.fromEntries([...found].map(([name, { status }]) => [name, status]));

test('S1.21 everything works: database, migrations, provider, token, encryption, clock', async () => {
  const found = await checks({ ...OAUTH, SSG_ENCRYPTION_KEY: KEY });
  expect(statuses(found)).toEqual({
    database: 'ok',
    migrations: 'ok',
    provider: 'ok',
    'SSG credentials': 'ok',
    encryption: 'ok',
    clock: 'ok',
  });
  expect(found.get('encryption')?.message).toContain('SSG read our cipher and we read its answer');
  expect([...found.values()].every(({ remedy }) => remedy === null)).toBe(true);
});

test('the simulator on this machine needs no credentials, and is spoken to with encryption', async () => {
  expect((await checks({})).get('encryption')).toMatchObject({
    status: 'ok',
    message: expect.stringContaining('SSG read our cipher'),
  });
});

test('an app without a key speaks plain JSON, and the check says so', async () => {
  const plainApp = { SSG_CLIENT_ID: 'rollcall-simulator', SSG_CLIENT_SECRET: 'invented-data-only' };
  expect((await checks(plainApp)).get('encryption')).toMatchObject({
    status: 'ok',
    message: expect.stringContaining('plain JSON both ways'),
  });
});

describe('what fails is named with the variable that holds it and what to do (S1.23)', () => {
  test('a wrong client secret', async () => {
    const found = await checks({ ...OAUTH, SSG_CLIENT_SECRET: 'not-the-secret', SSG_ENCRYPTION_KEY: KEY });
    expect(statuses(found)).toMatchObject({ 'SSG credentials': 'failed', encryption: 'skipped' });
    expect(found.get('SSG credentials')?.remedy).toContain('SSG_CLIENT_ID and SSG_CLIENT_SECRET');
  });

  test("a wrong secret of one provider's own credentials (bug 26)", async () => {
    const found = await checks({ [`SSG_CLIENT_ID__${UEN}`]: 'invented-app', [`SSG_CLIENT_SECRET__${UEN}`]: 'not-the-secret' });
    expect(found.get('SSG credentials')?.remedy).toContain(`SSG_CLIENT_SECRET__${UEN}`);
  });

  test('a wrong encryption key', async () => {
    const found = await checks({ ...OAUTH, SSG_ENCRYPTION_KEY: randomBytes(32).toString('base64') });
    expect(statuses(found)).toMatchObject({ 'SSG credentials': 'ok', encryption: 'failed' });
    expect(found.get('encryption')?.remedy).toContain('SSG_ENCRYPTION_KEY');
  });

  test('a missing encryption key', async () => {
    expect((await checks(OAUTH)).get('encryption')).toMatchObject({
      status: 'failed',
      remedy: expect.stringContaining('SSG_ENCRYPTION_KEY'),
    });
  });

  test('nobody answers where SSG should be', async () => {
    const found = await checks({ SSG_SIMULATOR_PORT: '1', SSG_TIMEOUT_SECONDS: '2' });
    expect(statuses(found)).toMatchObject({ 'SSG credentials': 'failed', clock: 'warning' });
    expect(found.get('SSG credentials')?.remedy).toContain('SSG_BASE_URL');
  });

  test('no credentials for a real host', async () => {
    const found = await checks({ SSG_BASE_URL: simulator.url });
    expect(found.get('SSG credentials')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('SSG_CLIENT_ID') });
  });

  test('no database', async () => {
    const found = await checks({}, { url: 'postgresql://rollcall:x@127.0.0.1:1/rollcall' });
    expect(found.get('database')).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('Database connection failed'),
      remedy: expect.stringContaining('DATABASE_URL'),
    });
    expect(statuses(found)).toEqual({ database: 'failed', migrations: 'skipped', provider: 'skipped' });
  });

  test('a provider that is not there', async () => {
    const found = await checks({}, { uen: '53999999Z' });
    expect(found.get('provider')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('rollcall provider') });
  });
});

test('a clock that is five minutes off is a warning', async () => {
  const ahead = await checks({}, { now: () => Date.now() + 5 * 60_000 });
  expect(ahead.get('clock')).toMatchObject({ status: 'warning', message: expect.stringContaining('5 minutes ahead') });
  const behind = await checks({}, { now: () => Date.now() - 5 * 60_000 });
  expect(behind.get('clock')).toMatchObject({ status: 'warning', message: expect.stringContaining('5 minutes behind') });
});

describe('migrations', () => {
  let other: TestDependencies;
  beforeAll(async () => {
    other = await createTestDependencies();
  });
  afterAll(() => other.close());
  const check = async () => (await checks({}, { url: other.databaseUrl })).get('migrations');

  test('one that was not applied', async () => {
    await other.database.pool.query('CREATE TABLE kept AS SELECT * FROM _prisma_migrations');
    await other.database.pool.query('DELETE FROM _prisma_migrations');
    expect(await check()).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('_initial'),
      remedy: expect.stringContaining('db migrate'),
    });
    await other.database.pool.query('INSERT INTO _prisma_migrations SELECT * FROM kept');
  });

  test('one of a newer version', async () => {
    await other.database.pool.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '99990101000000_of_tomorrow', now())`,
    );
    expect(await check()).toMatchObject({ status: 'failed', message: expect.stringContaining('99990101000000_of_tomorrow') });
    await other.database.pool.query(`DELETE FROM _prisma_migrations WHERE id = 'x'`);
  });

  test('one that was edited afterwards', async () => {
    await other.database.pool.query(`UPDATE _prisma_migrations SET checksum = 'something else'`);
    expect(await check()).toMatchObject({ status: 'failed', message: expect.stringContaining('Edited after') });
  });

  test('an empty database', async () => {
    await other.database.pool.query('DROP TABLE _prisma_migrations');
    expect(await check()).toMatchObject({ status: 'failed', message: expect.stringContaining('empty') });
  });
});
