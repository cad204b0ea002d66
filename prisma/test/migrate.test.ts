import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withClient } from '@rollcall/embedded-postgres/connection';
import { expect, test } from 'vitest';
import { applyMigrations } from '../src/migrate.js';
import { MigrationError } from '../src/migration-error.js';
import { databaseServerUrl, makeEmptyDatabase, makeMigratedDatabase, select } from './support/database.js';
import { makeMigrations } from './support/migrations.js';

const run = promisify(execFile);
const loader = createRequire(import.meta.url).resolve('tsx');
const program = fileURLToPath(new URL('./support/apply-migrations.ts', import.meta.url));

const twoMigrations = {
  '20260101000000_one': `CREATE TABLE one (id int);
    CREATE FUNCTION twice(number int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN number * 2; END; $$;
    INSERT INTO one VALUES (twice(21)); -- COMMIT; in a comment, and in a string:
    COMMENT ON TABLE one IS 'BEGIN; COMMIT;';`,
  '20260102000000_two': 'CREATE TABLE two AS SELECT id FROM one;',
};

async function failureOf(promise: Promise<unknown>): Promise<MigrationError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof MigrationError)) throw error;
  expect(error.message).toContain(error.remedy);
  return error;
}

test('migrations are applied in order, once', async () => {
  const url = await makeEmptyDatabase();
  const { directory, write } = makeMigrations(twoMigrations);
  const lines: string[] = [];
  const names = Object.keys(twoMigrations);
  expect(await applyMigrations(url, { directory, log: (line) => lines.push(line) })).toEqual(names);
  expect(lines).toEqual(names.map((name) => `Applying the migration ${name}`));
  expect(await applyMigrations(url, { directory })).toEqual([]);
  expect(await select(url, 'SELECT id FROM two')).toEqual([{ id: 42 }]);

  write('20260103000000_three', 'CREATE TABLE three ()');
  expect(await applyMigrations(url, { directory })).toEqual(['20260103000000_three']);
});

test('the migrations of this package are the default, and the template has them', async () => {
  expect(await applyMigrations(await makeMigratedDatabase())).toEqual([]);
  const applied = await applyMigrations(await makeEmptyDatabase());
  expect(applied[0]).toMatch(/_initial$/);
});

test('six processes at once: each migration is applied by one of them, and none fails', async () => {
  const url = await makeEmptyDatabase();
  const { directory } = makeMigrations(twoMigrations);
  const outputs = await Promise.all(
    Array.from({ length: 6 }, () => run(process.execPath, ['--import', loader, program, url, directory])),
  );
  const applied: string[][] = outputs.map(({ stdout }) => JSON.parse(stdout));
  expect(applied.flat().sort()).toEqual(Object.keys(twoMigrations));
  expect(await select(url, 'SELECT migration_name FROM _prisma_migrations ORDER BY 1')).toHaveLength(2);
});

test('six connections at once: one applies, the others wait for it and find nothing to do', async () => {
  const url = await makeEmptyDatabase();
  const { directory } = makeMigrations(twoMigrations);
  const applied = await Promise.all(Array.from({ length: 6 }, () => applyMigrations(url, { directory })));
  expect(applied.map((names) => names.length).sort()).toEqual([0, 0, 0, 0, 0, 2]);
});

test('a lock that is held too long is told, with how to find its holder', async () => {
  const url = await makeEmptyDatabase();
  const { directory } = makeMigrations(twoMigrations);
  await withClient(url, async (holder) => {
    await holder.query('SELECT pg_advisory_lock(72707369)');
    const lines: string[] = [];
    const error = await failureOf(applyMigrations(url, { directory, lockTimeoutMs: 50, log: (line) => lines.push(line) }));
    expect(error.code).toBe('locked-too-long');
    expect(lines).toEqual(['Waiting for another process that migrates this database']);
    const statement = error.remedy.slice(error.remedy.indexOf('SELECT'));
    const { rows } = await holder.query('SELECT pg_backend_pid() AS pid');
    expect((await select<{ pid: number }>(url, statement)).map((row) => row.pid)).toContain(rows[0].pid);
  });
});

test('a migration edited after it was applied is refused, and nothing after it is applied', async () => {
  const url = await makeEmptyDatabase();
  const { directory, write } = makeMigrations(twoMigrations);
  await applyMigrations(url, { directory });
  write('20260101000000_one', 'CREATE TABLE one (id bigint);');
  write('20260103000000_three', 'CREATE TABLE three ()');
  const error = await failureOf(applyMigrations(url, { directory }));
  expect(error).toMatchObject({ code: 'edited-after-applied', migration: '20260101000000_one' });
  expect(await select(url, `SELECT to_regclass('three') AS three`)).toEqual([{ three: null }]);
});

test('line ends that git changed are no edit', async () => {
  const url = await makeEmptyDatabase();
  const { directory, write } = makeMigrations(twoMigrations);
  await applyMigrations(url, { directory });
  write('20260101000000_one', twoMigrations['20260101000000_one'].replaceAll('\n', '\r\n'));
  expect(await applyMigrations(url, { directory })).toEqual([]);
});

test('a failing migration is rolled back whole and named with its line; those before it stay; once mended it is applied', async () => {
  const url = await makeEmptyDatabase();
  const { directory, write } = makeMigrations({
    ...twoMigrations,
    '20260103000000_three': 'CREATE TABLE three ();\nINSERT INTO one VALUES (7);\nSELECT nothing_of_that_name;',
    '20260104000000_four': 'CREATE TABLE four ();',
  });
  const error = await failureOf(applyMigrations(url, { directory }));
  expect(error).toMatchObject({ code: 'migration-failed', migration: '20260103000000_three' });
  expect(error.message).toMatch(/column "nothing_of_that_name" does not exist \(line 3\)/);
  expect(
    await select(
      url,
      `SELECT to_regclass('three') AS three, to_regclass('four') AS four, (SELECT count(*)::int FROM one) AS one`,
    ),
  ).toEqual([{ three: null, four: null, one: 1 }]);
  expect(await select(url, 'SELECT migration_name FROM _prisma_migrations')).toHaveLength(2);

  write('20260103000000_three', 'CREATE TABLE three ();');
  expect(await applyMigrations(url, { directory })).toEqual(['20260103000000_three', '20260104000000_four']);
});

test.each(['COMMIT', 'BEGIN', 'start transaction', 'ROLLBACK'])(
  'a migration with its own %s is refused before anything is run',
  async (statement) => {
    const url = await makeEmptyDatabase();
    const { directory } = makeMigrations({ '20260101000000_own': `CREATE TABLE a ();\n${statement};\nCREATE TABLE b ();` });
    const error = await failureOf(applyMigrations(url, { directory }));
    expect(error).toMatchObject({ code: 'has-own-transaction', migration: '20260101000000_own' });
    expect(await select(url, `SELECT to_regclass('a') AS a`)).toEqual([{ a: null }]);
  },
);

test('a migration that the prisma command left unfinished is refused with the command that resolves it', async () => {
  const url = await makeEmptyDatabase();
  const { directory } = makeMigrations(twoMigrations);
  await applyMigrations(url, { directory });
  await select(url, `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '20260102000000_two'`);
  const error = await failureOf(applyMigrations(url, { directory }));
  expect(error).toMatchObject({ code: 'failed-before', migration: '20260102000000_two' });
  expect(error.remedy).toContain('migrate resolve --rolled-back 20260102000000_two');
});

test('a folder without its migration.sql is named', async () => {
  const { directory, write } = makeMigrations(twoMigrations);
  write('20260103000000_three/misplaced', '');
  const error = await failureOf(applyMigrations(databaseServerUrl, { directory }));
  expect(error).toMatchObject({ code: 'migration-file-missing', migration: '20260103000000_three' });
});

test('a database that does not exist is not made: the error has the command that makes it', async () => {
  const url = new URL(databaseServerUrl);
  url.pathname = '/not_made_yet';
  const error = await failureOf(applyMigrations(url.href));
  expect(error.code).toBe('database-missing');
  expect(error.message).toContain('P1003');
  expect(error.remedy).toContain(`-p ${url.port} -d postgres -c 'CREATE DATABASE "not_made_yet"'`);
});

test('a server that is not there, and a wrong password, are told without the password', async () => {
  const nobody = await failureOf(applyMigrations('postgresql://someone:unspoken@127.0.0.1:1/rollcall'));
  expect(nobody.code).toBe('database-unreachable');
  const url = new URL(databaseServerUrl);
  url.password = 'unspoken';
  const refused = await failureOf(applyMigrations(url.href));
  expect(refused.code).toBe('database-unreachable');
  expect(`${nobody.message} ${refused.message}`).not.toContain('unspoken');
});
