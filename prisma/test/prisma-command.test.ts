import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { applyMigrations } from '../src/migrate.js';
import { databaseServerUrl, makeEmptyDatabase, makeMigratedDatabase, select } from './support/database.js';
import { copyPrismaPackage, prismaPackage } from './support/prisma-command.js';

// These prove the stand-in for Prisma's schema engine (tools/schema-engine.mjs), which rests on Prisma's internals. When one
// fails after an update of a package of Prisma, the stand-in has to follow.

// Each command is three processes of a second or more on a busy machine; nothing here depends on how long they take.
vi.setConfig({ testTimeout: 120_000 });

const noDifference = ['--exit-code', '--to-schema', 'schema.prisma'];
const shadowDatabases = `SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow_db_%' AND datname NOT IN (SELECT datname FROM pg_stat_activity WHERE datname IS NOT NULL)`;
const tables = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`;

test('generate works offline and without a database', async () => {
  const copy = copyPrismaPackage();
  const { exitCode, output } = await copy.run(undefined, 'generate');
  expect(output).toContain('Generated Prisma Client');
  expect(exitCode).toBe(0);
  for (const file of ['prisma/client.ts', 'pothos-types.ts'])
    expect(existsSync(path.join(copy.folder, 'src/generated', file))).toBe(true);
});

test('migrate status sees what applyMigrations did, and what it has yet to do', async () => {
  const empty = await prismaPackage.run(await makeEmptyDatabase(), 'migrate', 'status');
  expect(empty.exitCode).toBe(1);
  expect(empty.output).toContain('not yet been applied');
  const migrated = await prismaPackage.run(await makeMigratedDatabase(), 'migrate', 'status');
  expect(migrated.output).toContain('Database schema is up to date!');
  expect(migrated.exitCode).toBe(0);
});

test('schema.prisma says what the migrations make, and so does a migrated database', async () => {
  const fromDatabase = await prismaPackage.run(
    await makeMigratedDatabase(),
    'migrate',
    'diff',
    '--from-config-datasource',
    ...noDifference,
  );
  expect(fromDatabase).toEqual({ exitCode: 0, output: expect.stringContaining('No difference detected.') });
});

test('migrate diff replays migrations in a shadow database, never in the database it is given, and drops it', async () => {
  const url = await makeEmptyDatabase();
  const fromMigrations = await prismaPackage.run(url, 'migrate', 'diff', '--from-migrations', 'migrations', ...noDifference);
  expect(fromMigrations).toEqual({ exitCode: 0, output: expect.stringContaining('No difference detected.') });
  expect(await select(url, tables)).toEqual([]);
  expect(await select(url, shadowDatabases)).toEqual([]);
});

test('migrate diff tells a difference', async () => {
  const copy = copyPrismaPackage();
  copy.appendToSchema('model Extra {\n  id Int @id\n}');
  const outcome = await copy.run(await makeMigratedDatabase(), 'migrate', 'diff', '--from-config-datasource', ...noDifference);
  expect(outcome).toEqual({ exitCode: 2, output: expect.stringContaining('Extra') });
});

test('migrate dev --create-only writes a migration that applyMigrations applies, after which there is no difference', async () => {
  const copy = copyPrismaPackage();
  const before = copy.migrations();
  const url = await makeMigratedDatabase();
  copy.appendToSchema('model Extra {\n  id Int @id\n  note String?\n}');
  const created = await copy.run(url, 'migrate', 'dev', '--create-only', '--name', 'extra');
  expect(created.output).toContain('created the following migration without applying it');
  const [made] = copy.migrations().filter((name) => !before.includes(name));
  expect(made).toMatch(/^\d{14}_extra$/);
  expect(readFileSync(path.join(copy.folder, 'migrations', String(made), 'migration.sql'), 'utf8')).toContain(
    'CREATE TABLE "Extra"',
  );

  expect(await applyMigrations(url, { directory: path.join(copy.folder, 'migrations') })).toEqual([made]);
  const diff = await copy.run(url, 'migrate', 'diff', '--from-config-datasource', ...noDifference);
  expect(diff.exitCode).toBe(0);
  const inSync = await copy.run(url, 'migrate', 'dev');
  expect(inSync).toEqual({ exitCode: 0, output: expect.stringContaining('Already in sync') });
});

test('two migrate deploys at once: the database is made, each migration is applied once, $$ bodies stay whole', async () => {
  const copy = copyPrismaPackage();
  copy.writeMigration(
    '99990101000000_body',
    `CREATE FUNCTION answer() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 42; END; $$;\nCREATE TABLE odd (letter "char" DEFAULT ';');`,
  );
  const url = new URL(databaseServerUrl);
  url.pathname = `/deployed_${process.pid}`;
  onTestFinished(async () => {
    await select(databaseServerUrl, `DROP DATABASE IF EXISTS deployed_${process.pid} WITH (FORCE)`);
  });
  const first = await copy.run(url.href, 'migrate', 'deploy');
  expect(first).toEqual({ exitCode: 0, output: expect.stringContaining('successfully applied') });
  copy.writeMigration('99990102000000_more', 'CREATE TABLE more ();');
  const outcomes = await Promise.all([copy.run(url.href, 'migrate', 'deploy'), copy.run(url.href, 'migrate', 'deploy')]);
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(outcomes.filter(({ output }) => output.includes('successfully applied'))).toHaveLength(1);
  expect(await select(url.href, 'SELECT answer()')).toEqual([{ answer: 42 }]);
  expect(await applyMigrations(url.href, { directory: path.join(copy.folder, 'migrations') })).toEqual([]);
});

test('a migration that fails in migrate deploy is refused by applyMigrations until migrate resolve', async () => {
  const copy = copyPrismaPackage();
  const directory = path.join(copy.folder, 'migrations');
  copy.writeMigration('99990101000000_failing', 'SELECT nothing_of_that_name;');
  const url = await makeMigratedDatabase();
  const failed = await copy.run(url, 'migrate', 'deploy');
  expect(failed.exitCode).toBe(1);
  // The native engine would add P3018; this build of it gives the migration's name and the reason only.
  expect(failed.output).toMatch(/nothing_of_that_name[\s\S]*99990101000000_failing/);
  await expect(applyMigrations(url, { directory })).rejects.toMatchObject({
    code: 'failed-before',
    migration: '99990101000000_failing',
  });
  const resolved = await copy.run(url, 'migrate', 'resolve', '--rolled-back', '99990101000000_failing');
  expect(resolved.exitCode).toBe(0);
  await expect(applyMigrations(url, { directory })).rejects.toMatchObject({ code: 'migration-failed' });
});

test.each([
  ['a missing database', (url: URL) => Object.assign(url, { pathname: '/not_made_yet' }), 'P1003'],
  ['a wrong password', (url: URL) => Object.assign(url, { password: 'guessed' }), 'P1000'],
  ['a server that is not there', (url: URL) => Object.assign(url, { port: '1' }), 'P1001'],
])("%s is told by Prisma's own code", async (_case, spoil, code) => {
  const { exitCode, output } = await prismaPackage.run(spoil(new URL(databaseServerUrl)).href, 'migrate', 'status');
  expect(exitCode).toBe(1);
  expect(output).toContain(code);
});

test('without DATABASE_URL a command on a database says what to set', async () => {
  const { exitCode, output } = await prismaPackage.run(undefined, 'migrate', 'status');
  expect(exitCode).toBe(1);
  expect(output).toContain('Set DATABASE_URL=');
});
