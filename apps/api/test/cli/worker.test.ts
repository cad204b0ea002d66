import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../support/run-command-line.js';
import { runProgram } from '../support/run-program.js';
import { createTestDependencies, type TestDependencies } from '../support/test-dependencies.js';

let deps: TestDependencies;
beforeAll(async () => {
  deps = await createTestDependencies();
});
afterAll(() => deps.close());

const workers = async () => (await deps.database.pool.query('SELECT name FROM worker')).rows;

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a worker does what other processes start, and %s ends it with 0',
  { timeout: 240_000 },
  async (signal) => {
    const worker = runProgram('cli/main.ts', ['worker', '--concurrency', '2'], deps.environment);
    await worker.says(/\n/);
    expect(worker.stdout).toBe(`Worker ${hostAndPid(worker.process.pid)} is ready: 2 steps at once, jobs in PostgreSQL.\n`);
    const { exitCode, stdout } = await runCommandLine('chain run cleanup --wait', deps.environment);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('All steps ended well') });
    expect((await runCommandLine('chains', deps.environment)).stdout).toContain(
      `Worker: ${hostAndPid(worker.process.pid)} (0 steps)`,
    );
    worker.process.kill(signal);
    expect(await worker.ended).toBe(0);
    const log = worker.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect(log.filter((event) => event.startsWith('worker_'))).toEqual(['worker_started', 'worker_stopped']);
    expect(await workers()).toEqual([]);
  },
);

test('a job store that is down at the start is told with a remedy and without its password', async () => {
  const environment = {
    ...deps.environment,
    JOBS_URL: `postgresql://rollcall:pass-not-shown@127.0.0.1:${await closedPort()}/jobs`,
  };
  const { exitCode, stdout, stderr } = await runCommandLine('worker', { ...environment, LOG_LEVEL: 'silent' });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(
    /^Failed: The job store at postgresql:\/\/127\.0\.0\.1:\d+\/jobs is not available: .*\nCheck that the server runs/,
  );
  expect(stderr).not.toContain('pass-not-shown');
  expect(await workers()).toEqual([]);
});

test('a job store of its own is named without its password', async () => {
  const environment = { ...deps.environment, JOBS_URL: deps.databaseUrl, LOG_LEVEL: 'silent' };
  const person = new AbortController();
  const running = runCommandLine('worker --json', environment, person.signal);
  await expect.poll(workers, { timeout: 60_000 }).toHaveLength(1);
  person.abort(new Error('Stopped by SIGINT.'));
  const { exitCode, stdout } = await running;
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout).jobs).toMatch(/^PostgreSQL at postgresql:\/\/[^@]+$/);
});

test('at least one step at once', async () => {
  expect(await runCommandLine('worker --concurrency 0')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('at least 1'),
  });
});

const hostAndPid = (pid: number | undefined): string => `${hostname()}:${pid}`;

/** A port nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A TCP server without a port.');
  return address.port;
}
