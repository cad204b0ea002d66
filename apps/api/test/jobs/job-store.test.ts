import { inspect } from 'node:util';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createJobQueue } from '../../src/jobs/agenda.js';
import { JobStoreUnavailableError } from '../../src/jobs/job-store-unavailable.js';
import { createLogger } from '../../src/logger.js';
import { openCutProxy } from './cut-proxy.js';
import { countTo, lookAround } from './declared-jobs.js';
import { createHold } from './hold.js';
import { createJobWorld, type JobWorld, noting, SHORT_LOCK } from './job-world.js';

const PATIENCE = { timeout: 60_000, interval: 20 };
const DAY = 24 * 60 * 60 * 1000;
const log = createLogger({ level: 'silent' });

let world: JobWorld;
beforeEach(async () => {
  world = await createJobWorld(null);
});
afterEach(() => world.close());

async function sql<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

const failures = () => sql<{ fail_reason: string }>('SELECT fail_reason FROM agenda.agenda_jobs');

test.each([
  [
    'postgresql',
    (port: number) => ({ databaseUrl: `postgresql://rollcall:s3cret-word@127.0.0.1:${port}/rollcall`, jobsUrl: null }),
  ],
  ['mongodb', (port: number) => ({ databaseUrl: '', jobsUrl: `mongodb://a.tan:s3cret-word@127.0.0.1:${port}/jobs` })],
])('a store on %s that does not answer is told with a remedy and without its password', async (scheme, at) => {
  const proxy = await openCutProxy(1);
  await proxy.close();
  const error: unknown = await createJobQueue({ ...at(proxy.port), name: 'nobody', log }).catch((failure) => failure);
  expect(error).toMatchObject({
    name: 'JobStoreUnavailableError',
    message: expect.stringContaining(`The job store at ${scheme}://127.0.0.1:${proxy.port}/`),
    remedy: expect.stringContaining('JOBS_URL'),
  });
  expect(inspect(error, { depth: null })).not.toContain('s3cret-word');
});

test('an address that nobody can read is told as such, without being repeated', async () => {
  await expect(createJobQueue({ databaseUrl: '', jobsUrl: 'mongodb:s3cret-word', name: 'nobody', log })).rejects.toThrow(
    'The job store at (an address that cannot be read) is not available',
  );
  await expect(createJobQueue({ databaseUrl: 's3cret-word', jobsUrl: null, name: 'nobody', log })).rejects.toMatchObject({
    name: 'JobStoreUnavailableError',
    message: expect.not.stringContaining('s3cret-word'),
  });
});

test('everything of Agenda stands in a schema of its own, whatever options the address brings', async () => {
  const url = new URL(world.databaseUrl);
  url.searchParams.set('options', '-c search_path=public -c statement_timeout=9000');
  const queue = await world.queue({ databaseUrl: url.href });
  await queue.send(countTo, { number: 1 });
  const tables = `SELECT table_schema AS schema FROM information_schema.tables WHERE table_name LIKE 'agenda%'`;
  const functions = `SELECT nspname AS schema FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE proname LIKE '%agenda%'`;
  const found = await sql<{ schema: string }>(`${tables} UNION ALL ${functions}`);
  expect(found.length).toBeGreaterThanOrEqual(2);
  expect(new Set(found.map(({ schema }) => schema))).toEqual(new Set(['agenda']));
});

test('connections that the server ends are replaced; the process lives and jobs wake it again', async () => {
  const numbers: number[] = [];
  const queue = await world.queue();
  await queue.work([noting(numbers)]);
  await queue.send(countTo, { number: 1 });
  await vi.waitFor(() => expect(numbers).toContain(1), PATIENCE);
  await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rollcall jobs'`);
  await vi.waitFor(() => queue.send(countTo, { number: 2 }), PATIENCE);
  await vi.waitFor(() => expect(numbers).toContain(2), PATIENCE);
});

test('a job that was sent wakes another process: nobody waits for a scan', async () => {
  const numbers: number[] = [];
  const worker = await world.queue({ processEveryMs: 60_000 });
  await worker.work([noting(numbers)]);
  const sender = await world.queue();
  // Six at once are more than the worker takes at a time: it looks again when one is done.
  for (const number of [1, 2, 3, 4, 5, 6]) await sender.send(countTo, { number });
  await vi.waitFor(() => expect(numbers).toHaveLength(6), PATIENCE);
});

test('a wake that is not ours wakes nobody and breaks nothing', async () => {
  const numbers: number[] = [];
  const queue = await world.queue();
  await queue.work([noting(numbers)]);
  await sql(`SELECT pg_notify('rollcall_jobs', 'not JSON'), pg_notify('rollcall_jobs', '{}')`);
  await queue.send(countTo, { number: 1 });
  await vi.waitFor(() => expect(numbers).toContain(1), PATIENCE);
});

test('a job that succeeded leaves no row; one that failed for good stays a week', async () => {
  const numbers: number[] = [];
  const queue = await world.queue();
  await queue.work([
    noting(numbers, async (number) => {
      if (number === 2) throw new Error('two is too many');
    }),
  ]);
  for (const number of [1, 2]) await queue.send(countTo, { number });
  await vi.waitFor(() => expect(world.logged('job_failed_for_good')).toBe(1), PATIENCE);
  // Of two that are due at once either may come first, and a drain begins no other.
  await vi.waitFor(() => expect(numbers).toContain(1), PATIENCE);
  await queue.drain();
  expect(await failures()).toEqual([{ fail_reason: 'two is too many' }]);
  await (await world.queue({ now: () => Date.now() + 6 * DAY })).work([]);
  expect(await failures()).toHaveLength(1);
  await (await world.queue({ now: () => Date.now() + 8 * DAY })).work([]);
  expect(await failures()).toEqual([]);
  expect(world.lines.find(({ event }) => event === 'old_jobs_removed')).toMatchObject({ removed: 1 });
});

test('a job whose end could not be stored is delivered again when its lock has run out', async () => {
  const numbers: number[] = [];
  const held = createHold();
  const queue = await world.queue(SHORT_LOCK);
  await queue.work([noting(numbers, () => (numbers.length === 1 ? held.released : Promise.resolve()))]);
  await queue.send(countTo, { number: 1 });
  await vi.waitFor(() => expect(numbers).toEqual([1]), PATIENCE);
  await world.proxy.cut();
  held.release();
  // Asked after the end was to be stored: when they have failed, so has that.
  for (const number of [2, 3]) await expect(queue.send(countTo, { number })).rejects.toThrow(JobStoreUnavailableError);
  await world.proxy.mend();
  await vi.waitFor(() => expect(numbers).toEqual([1, 1]), PATIENCE);
});

test('a start does not end the pause of a recurring job, nor put off a time it missed', async () => {
  const handler = { job: lookAround, handle: async () => undefined };
  const row = () =>
    sql<{ disabled: boolean; missed: boolean; repeat_interval: string }>(
      'SELECT disabled, next_run_at < now() AS missed, repeat_interval FROM agenda.agenda_jobs',
    );
  const first = await world.queue();
  await first.work([handler], { every: [{ job: lookAround, intervalMs: 60_000 }] });
  await first.drain();
  await sql(`UPDATE agenda.agenda_jobs SET disabled = true, next_run_at = now() - interval '1 hour'`);
  await (await world.queue()).work([handler], { every: [{ job: lookAround, intervalMs: 30_000 }] });
  expect(await row()).toEqual([{ disabled: true, missed: true, repeat_interval: '30000' }]);
});

test('a drain leaves nothing locked: what it did not begin is there for others', async () => {
  const held = createHold();
  const numbers: number[] = [];
  const queue = await world.queue({ lockMs: 60_000 });
  await queue.work([noting(numbers, () => held.released)]);
  for (const number of [1, 2, 3, 4, 5]) await queue.send(countTo, { number });
  await vi.waitFor(() => expect(numbers).toHaveLength(3), PATIENCE);
  const drain = queue.drain();
  held.release();
  await drain;
  expect(await sql('SELECT 1 FROM agenda.agenda_jobs WHERE locked_at IS NOT NULL')).toEqual([]);
  // Which of them were begun is Agenda's choice: several are due in the same millisecond.
  const left = [1, 2, 3, 4, 5].filter((number) => !numbers.includes(number));
  expect(left).toHaveLength(2);
  const others: number[] = [];
  await (await world.queue({ lockMs: 60_000 })).work([noting(others)]);
  await vi.waitFor(() => expect([...others].sort()).toEqual(left), PATIENCE);
});

test('a queue refuses two handlers for one job, a recurring job without one, and work twice', async () => {
  const handler = { job: lookAround, handle: async () => undefined };
  const queue = await world.queue();
  await expect(queue.work([handler, handler])).rejects.toThrow('Two handlers handle the job look-around');
  await expect(queue.work([], { every: [{ job: lookAround, intervalMs: 1000 }] })).rejects.toThrow('Nobody handles');
  await queue.work([handler]);
  await expect(queue.work([handler])).rejects.toThrow('works already');
});
