import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSettings } from '../../src/settings/settings.js';
import { openDatabaseServer } from '../../src/start/database-server.js';
import { runCommandLine } from '../support/run-command-line.js';

let environment: { ROLLCALL_DATA_DIR: string };
beforeAll(() => {
  const directory = mkdtempSync(path.join(tmpdir(), 'rollcall-shared-'));
  // As root the server runs as another user, who must be able to pass the folder that mkdtemp closes.
  chmodSync(directory, 0o711);
  environment = { ROLLCALL_DATA_DIR: directory };
});
afterAll(async () => {
  const server = await openDatabaseServer(readSettings(environment));
  await server.release({ stop: true });
  rmSync(environment.ROLLCALL_DATA_DIR, { recursive: true });
});

const runs = () => existsSync(path.join(environment.ROLLCALL_DATA_DIR, 'postgres/cluster/data/postmaster.pid'));
const open = () => openDatabaseServer(readSettings(environment));

test('DATABASE_URL is somebody else’s server: it is neither started nor stopped', async () => {
  const url = 'postgresql://rollcall:x@db.example.org/rollcall';
  const server = await openDatabaseServer(readSettings({ DATABASE_URL: url }));
  expect(server).toMatchObject({ url, embedded: false });
  await server.release({ stop: true });
});

test('the last one to leave stops the embedded server, whoever started it', async () => {
  const first = await open();
  const second = await open();
  expect([first.adopted, second.adopted]).toEqual([false, true]);
  await first.release({ stop: true });
  expect(runs()).toBe(true);
  await second.release({ stop: true });
  expect(runs()).toBe(false);
});

test('somebody with psql keeps it running', async () => {
  const server = await open();
  const person = new Client({ connectionString: server.url });
  await person.connect();
  await server.release({ stop: true });
  expect(runs()).toBe(true);
  await person.end();
});

test('a command brings the database up to date, and leaves it running where it ran before', async () => {
  expect(await runCommandLine('provider list --json', environment)).toEqual({ exitCode: 0, stdout: '[]\n', stderr: '' });
  expect(runs()).toBe(true);
  expect(await runCommandLine('db stop', environment)).toMatchObject({ exitCode: 0 });
  expect(runs()).toBe(false);
});

test('a command that had to start the database stops it again', async () => {
  expect(await runCommandLine('provider list --json', environment)).toEqual({ exitCode: 0, stdout: '[]\n', stderr: '' });
  expect(runs()).toBe(false);
});

test('db url starts it and leaves it running, so that the address works', async () => {
  const { exitCode, stdout, stderr } = await runCommandLine('db url', environment);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('rollcall db stop') });
  const person = new Client({ connectionString: stdout.trim() });
  await person.connect();
  await person.end();
  expect(runs()).toBe(true);
});
