import { afterEach, expect, test } from 'vitest';
import type { StepContext, StepHandler } from '../../src/workflow/step-handler.js';
import { sweep } from '../../src/workflow/sweep.js';
import { type ChainWorld, createChainWorld, done, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

const killWorkers = () =>
  world.rows(`UPDATE task_chain_steps SET lease_until = clock_timestamp() - interval '1 second' WHERE status = 'running'`);

/** How many connections of this test's database wait for a lock. */
const waiting = async () =>
  (
    await world.rows(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
  )[0]?.['waiting'];

/** A handler that tells what it may do, and ends when the test says so. */
function opened(): { handle: StepHandler; context: Promise<StepContext>; end(): void } {
  const parts = { end: () => {}, begin: (_context: StepContext) => {} };
  const context = new Promise<StepContext>((resolve) => {
    parts.begin = resolve;
  });
  const ended = new Promise<void>((resolve) => {
    parts.end = resolve;
  });
  return {
    handle: async (given) => {
      parts.begin(given);
      await ended;
      return done;
    },
    context,
    end: () => parts.end(),
  };
}

test('habit 28 a lost owner writes no line into the story of its run', async () => {
  const step = opened();
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: step.handle, maxInterruptions: 0 }])]);
  const id = await world.start();
  const working = world.work(id, 'find', { leaseMs: 60_000_000 });
  const context = await step.context;
  await context.note('While it had the lease.');
  await killWorkers();
  await sweep(world.engine);
  await expect(context.note('After its lease was lost.')).rejects.toMatchObject({ name: 'LeaseLostError' });
  step.end();
  expect(await working).toEqual({ kind: 'lost' });
  expect((await world.events(id)).slice(-3)).toEqual(['step_note find', 'step_interrupted find', 'run_interrupted']);
});

test('nothing is told of a step after its end: the last event of a run is that of its end', async () => {
  const step = opened();
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: step.handle }])]);
  const id = await world.start();
  const working = world.work(id, 'find');
  const context = await step.context;
  const holder = await world.deps.database.pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM task_chain_logs WHERE id = $1 FOR UPDATE', [id]);
  step.end();
  await expect.poll(waiting).toBe(1);
  // The step is being recorded; the heartbeat comes in between, and waits behind it.
  context.progress({ done: 7, total: 9 });
  await expect.poll(waiting).toBe(2);
  await holder.query('COMMIT');
  holder.release();
  expect(await working).toEqual({ kind: 'worked', outcome: 'result' });
  expect(await world.events(id)).toEqual(['run_started', 'step_started find', 'step_completed find', 'run_completed']);
});

test('ADR 0019 a worker that gets no answer to its heartbeat stops by itself', async () => {
  const reasons: unknown[] = [];
  const waits: StepHandler = ({ signal }) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => {
        reasons.push(signal.reason);
        reject(signal.reason);
      }),
    );
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: waits }])]);
  const id = await world.start();
  const working = world.work(id, 'find', { leaseMs: 300 });
  await expect.poll(() => world.statuses(id)).toEqual({ find: 'running' });
  const { pool } = world.deps.database;
  const held = await Promise.all(Array.from({ length: world.deps.settings.database.poolSize }, () => pool.connect()));
  await expect.poll(() => reasons).toMatchObject([{ why: 'lease_lost' }]);
  for (const connection of held) connection.release();
  expect(await working).toEqual({ kind: 'lost' });
});

test('a transaction of the step that lasts longer than the lease does not cost it the step', async () => {
  const handle: StepHandler = async ({ inTransaction, signal }) => {
    await inTransaction((transaction) => transaction.query('SELECT pg_sleep(0.5)'));
    await expect
      .poll(async () => (await world.rows('SELECT lease_until > clock_timestamp() AS live FROM task_chain_steps'))[0])
      .toEqual({ live: true });
    signal.throwIfAborted();
    return done;
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle }])]);
  const id = await world.start();
  const working = world.work(id, 'find', { leaseMs: 200 });
  await expect.poll(() => world.rows('SELECT FROM task_chain_steps WHERE lease_until < clock_timestamp()')).toHaveLength(1);
  await sweep(world.engine);
  expect(await working).toEqual({ kind: 'worked', outcome: 'result' });
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
});
