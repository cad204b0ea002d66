import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@rollcall/embedded-postgres/server';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFakeConsole } from '../support/fake-console.js';
import { type Program, runProgram } from '../support/run-program.js';

// One installation lives through these tests, in their order: first start, second start, kill -9, kill -9 in the middle of a sync.
let dataDirectory: string;
let fakeConsole: string;
const postgresDirectory = () => path.join(dataDirectory, 'postgres');
beforeAll(() => {
  dataDirectory = mkdtempSync(path.join(tmpdir(), 'rollcall-start-'));
  // As root the server runs as another user, who must be able to pass the folder that mkdtemp closes.
  chmodSync(dataDirectory, 0o711);
  fakeConsole = writeFakeConsole(dataDirectory);
});
afterAll(async () => {
  await (await startEmbeddedPostgres({ directory: postgresDirectory(), database: 'rollcall' })).stop();
  rmSync(dataDirectory, { recursive: true, force: true });
});

const KEY = 'an-invented-key-for-tests';

const start = (environment: Record<string, string> = {}): Program =>
  runProgram('start/main.ts', [], {
    ROLLCALL_DATA_DIR: dataDirectory,
    API_PORT: '0',
    ADMIN_PORT: '0',
    ADMIN_PROGRAM: fakeConsole,
    SSG_SIMULATOR_PORT: '0',
    SSG_RATE_LIMIT_MS: '0',
    EXTERNAL_API_KEY_FOR_CLAWDBOT: KEY,
    ...environment,
  });

async function ask<T>(sql: string): Promise<T[]> {
  const server = await startEmbeddedPostgres({ directory: postgresDirectory(), database: 'rollcall' });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

const apiUrl = (program: Program): string => /GraphQL\s+(http:\S+)\/graphql/.exec(program.stdout)?.[1] ?? '';
const consoleUrl = (program: Program): string => /^ {2}Console +(http:\S+)$/m.exec(program.stdout)?.[1] ?? '';
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
const databaseRuns = () => existsSync(path.join(postgresDirectory(), 'cluster/data/postmaster.pid'));

test('the first start brings everything up, syncs the demo provider, and SIGTERM takes everything down', {
  timeout: 240_000,
}, async () => {
  const program = start();
  await program.says(/Ctrl-C stops everything/);
  expect(program.stdout).toMatch(/^completed/m);
  expect(program.stdout).toMatch(
    /runs that assigned from SSG +\d+\n.*e-mail list +\d+\n.*name list +\d+\n.*found no trainer +\d+/,
  );
  expect(program.stdout).toMatch(/An admin now removed the enrolment ENR-\d{4}-\d{6} from run \d+/);
  expect((await fetch(`${apiUrl(program)}/readyz`)).status).toBe(200);
  const answer = await fetch(`${apiUrl(program)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': KEY },
    body: JSON.stringify({ query: '{ courseRuns { totalCount } }' }),
  });
  expect(await answer.json()).toMatchObject({ data: { courseRuns: { totalCount: expect.any(Number) } } });

  const link = /the first admin by this link.*\n +(\S+)/.exec(program.stdout)?.[1] ?? '';
  expect(link).toMatch(new RegExp(`^${consoleUrl(program)}/first-admin\\?token=`));
  expect(await (await fetch(link)).text()).toContain('Become the first admin');
  const handed = (await (await fetch(`${consoleUrl(program)}/environment`)).json()) as Record<string, string>;
  expect(handed).toMatchObject({ API_URL: apiUrl(program), ADMIN_URL: consoleUrl(program), NODE_ENV: 'production' });
  expect(JSON.stringify(handed)).not.toMatch(/postgres|SECRET|an-invented-key/);

  program.process.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(program.stdout).toMatch(/Stopped\. Everything is kept/);
  expect(await answers(consoleUrl(program))).toBe(false);
  expect(databaseRuns()).toBe(false);
});

test('S0.17 the second start finds its data, has nothing to change, and the admin’s removal stays', {
  timeout: 240_000,
}, async () => {
  const program = start();
  await program.says(/Rollcall is ready/);
  expect(program.stdout).toContain('found from an earlier start');
  expect(program.stdout).toContain('none: everything is as SSG says');
  expect(program.stdout).not.toContain('An admin now removed');
  expect(
    await ask(`SELECT ssg_status, count(*)::int FROM enrollment WHERE enrolment_status = 'Admin Removed' GROUP BY 1`),
  ).toEqual([{ ssg_status: 'Confirmed', count: 1 }]);

  program.process.kill('SIGKILL');
  expect(await program.ended).toBe('SIGKILL');
  expect(databaseRuns()).toBe(true);
  await expect.poll(() => answers(`${consoleUrl(program)}/healthz`)).toBe(false);
});

test('after kill -9 the next start adopts the database; one press of Ctrl-C that arrives twice is one', {
  timeout: 240_000,
}, async () => {
  const program = start();
  await program.says(/Rollcall is ready/);
  expect(program.stdout).toContain('which ran already');
  program.process.kill('SIGINT');
  program.process.kill('SIGINT');
  expect(await program.ended).toBe(0);
  expect(databaseRuns()).toBe(false);
});

test('a sync that was killed is gone on with', { timeout: 240_000 }, async () => {
  await ask('DELETE FROM enrollment');
  const killed = start({ SSG_RATE_LIMIT_MS: '200' });
  await killed.says(/Syncing the demo provider/);
  await expect
    .poll(async () => (await ask<{ count: number }>('SELECT count(*)::int FROM enrollment'))[0]?.count, { timeout: 30_000 })
    .toBeGreaterThan(0);
  killed.process.kill('SIGKILL');
  await killed.ended;

  const program = start();
  await program.says(/Rollcall is ready/);
  expect(program.stdout).toMatch(/Going on with the sync upcoming_\d+, which was interrupted …\ncompleted/);
  program.process.kill('SIGTERM');
  expect(await program.ended).toBe(0);
});

test('Ctrl-C in the middle of a sync stops it at a safe point, with exit code 0', { timeout: 240_000 }, async () => {
  const program = start({ SSG_RATE_LIMIT_MS: '500' });
  await program.says(/Syncing the demo provider/);
  program.process.kill('SIGINT');
  expect(await program.ended).toBe(0);
  expect(await ask(`SELECT status FROM sync_batch ORDER BY started_at DESC LIMIT 1`)).toEqual([{ status: 'interrupted' }]);
});

test('a taken port is named with its variable, and nothing is left running', { timeout: 240_000 }, async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const taken = String((other.address() as AddressInfo).port);
  await (await startEmbeddedPostgres({ directory: postgresDirectory(), database: 'rollcall' })).stop();
  for (const variable of ['API_PORT', 'SSG_SIMULATOR_PORT', 'ADMIN_PORT']) {
    const program = start({ [variable]: taken });
    expect(await program.ended).toBe(1);
    expect(program.stderr).toContain(`Port ${taken} is taken`);
    expect(program.stderr).toContain(variable);
    expect(databaseRuns()).toBe(false);
  }
  other.close();
});

test('a console that is not built ends the start before it begins; without it people sign in at the API', {
  timeout: 240_000,
}, async () => {
  const missing = path.join(dataDirectory, 'nowhere/main.js');
  const refused = start({ ADMIN_PROGRAM: missing });
  expect(await refused.ended).toBe(1);
  expect(refused.stderr).toContain(`The console is not built: there is no ${missing}.`);
  expect(refused.stderr).toContain('npm run build');
  expect(databaseRuns()).toBe(false);

  const program = start({ ADMIN_PROGRAM: missing, ROLLCALL_ADMIN: '0' });
  await program.says(/Rollcall is ready/);
  await program.says(/Ctrl-C stops everything/);
  expect(program.stdout).toMatch(new RegExp(`Sign in +${apiUrl(program)}/sign-in`));
  expect(program.stdout).toMatch(new RegExp(`by this link.*\\n +${apiUrl(program)}/first-admin`));
  expect(program.stdout).not.toContain('Console');
  program.process.kill('SIGTERM');
  expect(await program.ended).toBe(0);
});

test('a console that cannot start takes everything down again', { timeout: 240_000 }, async () => {
  mkdirSync(path.join(dataDirectory, 'broken'), { recursive: true });
  const program = start({ ADMIN_PROGRAM: writeFakeConsole(path.join(dataDirectory, 'broken'), 'process.exit(3)') });
  expect(await program.ended).toBe(1);
  expect(program.stderr).toContain('The console ended before it was ready (exit code 3).');
  expect(databaseRuns()).toBe(false);
});

test('mistakes in the environment end the start before it begins, one line each', async () => {
  const program = start({ API_PORT: 'four', SSG_ENV: 'test' });
  expect(await program.ended).toBe(2);
  expect(program.stderr).toMatch(/2 mistakes:\n {2}API_PORT must be .*\n {2}SSG_ENV must be/);
});
