import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { withClient } from '../src/connection.js';
import { findProcess, isAlive } from '../src/process.js';
import { startEmbeddedPostgres } from '../src/server.js';
import { startInChild } from './support/child.js';
import { makeDirectory } from './support/directory.js';
import { quickSettings } from './support/quick-settings.js';

// A busy machine makes clusters and starts processes slowly; nothing here depends on how long that takes.
const patience = { timeout: 30_000 };

const sharedDirectory = makeDirectory(afterAll);
const start = (directory: string, log?: (line: string) => void) =>
  startEmbeddedPostgres({ directory, database: 'rollcall', settings: quickSettings, log });

test('a killed application leaves the server running; the next start adopts it', async () => {
  const child = startInChild(sharedDirectory);
  const left = await child.started;
  await withClient(left.url, (client) => client.query('CREATE TABLE written_before ()'));
  await child.killGroup();

  const server = await start(sharedDirectory);
  expect(server).toMatchObject({ adopted: true, pid: left.pid, port: left.port, url: left.url });
  await withClient(server.url, (client) => client.query('SELECT * FROM written_before'));
  await server.stop();
  expect(isAlive(left.pid)).toBe(false);
});

test('a killed server under writes: every acknowledged row is there after the next start', async () => {
  const first = await start(sharedDirectory);
  await withClient(first.url, (client) => client.query('CREATE TABLE acknowledged (number int)'));
  let written = 0;
  const writer = withClient(first.url, async (client) => {
    for (;;) {
      await client.query('INSERT INTO acknowledged VALUES ($1)', [written + 1]);
      written += 1;
      if (written === 50) process.kill(first.pid, 'SIGKILL');
    }
  });
  await expect(writer).rejects.toThrow(/connection|terminat/i);

  const second = await start(sharedDirectory);
  expect(second.adopted).toBe(false);
  const { rows } = await withClient(second.url, (client) =>
    client.query('SELECT max(number) AS last, count(*)::int AS rows FROM acknowledged'),
  );
  expect(rows[0].last).toBeGreaterThanOrEqual(written);
  expect(rows[0].rows).toBe(rows[0].last);
  await second.stop();
});

test('a start that is killed while it makes the cluster leaves nothing that looks finished', async () => {
  const directory = makeDirectory();
  mkdirSync(directory);
  const child = startInChild(directory);
  const outcome = child.started.then(() => 'started', String);
  const abandoned = await appearance(directory, /^initialising-/);
  await child.killGroup();
  expect(await outcome).toContain('ended before its server was started');
  expect(existsSync(path.join(directory, 'cluster'))).toBe(false);

  expect((await start(directory)).adopted).toBe(false);
  expect(readdirSync(directory)).not.toContain(abandoned);
});

test('a lock file whose process number was given to another program is removed', async () => {
  await leaveLockFile(sharedDirectory, process.pid);
  const log: string[] = [];
  const server = await start(sharedDirectory, (line) => log.push(line));
  expect(server.adopted).toBe(false);
  expect(log.join()).toContain(`it named process ${process.pid}, which runs `);
  await server.stop();
});

const isLinux = process.platform === 'linux';
if (!isLinux) console.info('embedded-postgres: the test of a server that ended uncollected needs /proc, and is skipped');

test.runIf(isLinux)('a lock file of a server that has ended, but that nobody collected, is removed', async () => {
  const pid = await makeUncollected(sharedDirectory);
  await leaveLockFile(sharedDirectory, pid);
  const log: string[] = [];
  const server = await start(sharedDirectory, (line) => log.push(line));
  expect(server.adopted).toBe(false);
  expect(log.join()).toContain(`it named process ${pid}, which has ended`);
  await server.stop();
});

test('a cluster that was moved elsewhere starts there', async () => {
  const moved = makeDirectory();
  const first = await start(sharedDirectory);
  await withClient(first.url, (client) => client.query('CREATE TABLE moved_along ()'));
  await first.stop();
  renameSync(sharedDirectory, moved);
  const second = await start(moved);
  const { rows } = await withClient(second.url, (client) => client.query(`SELECT to_regclass('moved_along')::text AS name`));
  expect(rows).toEqual([{ name: 'moved_along' }]);
});

/** Leaves the folder as a server with that process number would when it is killed. */
async function leaveLockFile(directory: string, pid: number): Promise<void> {
  const server = await start(directory);
  const file = path.join(directory, 'cluster', 'data', 'postmaster.pid');
  const lines = readFileSync(file, 'utf8').split('\n');
  await server.stop();
  writeFileSync(file, [pid, ...lines.slice(1)].join('\n'));
  const { uid, gid } = statSync(path.dirname(file));
  chownSync(file, uid, gid);
}

/** A process named postgres, of the server's user, that has ended while its parent never asks for its status. */
async function makeUncollected(directory: string): Promise<number> {
  const { uid, gid } = statSync(path.join(directory, 'cluster', 'data'));
  const program = path.join(directory, 'postgres');
  copyFileSync('/bin/cat', program);
  // The shell becomes `sleep`, which collects nobody, and only then does the end of its input let the child end. Descriptor 3,
  // because a shell gives its background jobs /dev/null as descriptor 0.
  const parent = spawn('/bin/sh', ['-c', `exec 3<&0; '${program}' <&3 & echo $!; exec sleep 600`], {
    uid,
    gid,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill());
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(line);
  await vi.waitUntil(() => findProcess(parent.pid ?? 0)?.program === 'sleep', patience);
  await vi.waitUntil(() => findProcess(pid)?.program === 'postgres', patience);
  parent.stdin.end();
  await vi.waitUntil(() => findProcess(pid)?.ended === true, patience);
  expect(findProcess(pid)).toEqual({ program: 'postgres', ended: true });
  return pid;
}

/** Resolves with the name of the first entry of the folder that matches. */
function appearance(directory: string, pattern: RegExp): Promise<string> {
  return new Promise((resolve) => {
    const watcher = watch(directory, () => {
      const found = readdirSync(directory).find((name) => pattern.test(name));
      if (!found) return;
      watcher.close();
      resolve(found);
    });
  });
}
