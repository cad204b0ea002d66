import { getEventListeners } from 'node:events';
import { Client, type PoolClient } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { isDatabaseAway } from '../../src/workflow/database-away.js';
import { startChainRun } from '../../src/workflow/start-chain-run.js';
import type { StepHandler } from '../../src/workflow/step-handler.js';
import { sweep } from '../../src/workflow/sweep.js';
import { type ChainWorld, createChainWorld, done, failing, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

const errorOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => undefined).catch((error: unknown) => error);

/** What Node says where nothing listens. */
const refusal = () => errorOf(new Client({ host: '127.0.0.1', port: 1 }).connect());

const raise = (transaction: Pick<PoolClient, 'query'>, code: string) =>
  transaction.query(`DO $$ BEGIN RAISE EXCEPTION 'raised' USING ERRCODE = '${code}'; END $$`);

async function refuse(callback?: (error: unknown) => void): Promise<void> {
  const error = await refusal();
  if (!callback) throw error;
  callback(error);
}

/** Takes the database away from the world's pool for a number of connections; both of the pool's ways to connect fail. */
function takeDatabaseAway(connections: number): void {
  const { pool } = world.deps.database;
  const connect = pool.connect.bind(pool) as (callback?: unknown) => Promise<PoolClient>;
  let left = connections;
  Object.assign(pool, { connect: (callback?: (error: unknown) => void) => (left-- > 0 ? refuse(callback) : connect(callback)) });
}

test.each([
  ['a deadlock', (transaction: PoolClient) => raise(transaction, '40P01')],
  ['a connection that breaks', (transaction: PoolClient) => transaction.query('SELECT pg_terminate_backend(pg_backend_pid())')],
])('%s while a step is recorded costs nothing: it is recorded again, not done again', async (_what, trouble) => {
  let worked = 0;
  let applied = 0;
  const handle: StepHandler = async () => {
    worked++;
    return {
      ...done,
      kind: 'completed',
      counts: {},
      message: 'Done.',
      apply: async (transaction) => {
        if (++applied === 1) await trouble(transaction);
      },
    };
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle }])]);
  const id = await world.start();
  expect(await world.work(id, 'find')).toEqual({ kind: 'worked', outcome: 'result' });
  expect({ worked, applied }).toEqual({ worked: 1, applied: 2 });
  expect(await world.events(id)).toEqual(['run_started', 'step_started find', 'step_completed find', 'run_completed']);
});

test('a database that is away for less than the lease while a step is recorded costs nothing', async () => {
  let worked = 0;
  const handle: StepHandler = async () => {
    worked++;
    takeDatabaseAway(3);
    return done;
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle }])]);
  const id = await world.start();
  expect(await world.work(id, 'find')).toEqual({ kind: 'worked', outcome: 'result' });
  expect(worked).toBe(1);
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
});

test('a database that is away for longer costs the lease, and another worker does the step', async () => {
  let worked = 0;
  const handle: StepHandler = async () => {
    if (++worked === 1) takeDatabaseAway(8);
    return done;
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle }])]);
  const id = await world.start();
  expect(await errorOf(world.work(id, 'find', { leaseMs: 60 }))).toMatchObject({ code: 'ECONNREFUSED' });
  await expect.poll(async () => (await sweep(world.engine).catch(() => null))?.interrupted).toBe(1);
  expect(await world.statuses(id)).toEqual({ find: 'interrupted' });
  await world.drive();
  expect(worked).toBe(2);
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
});

test('which errors mean that the database could not be asked', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const { pool } = world.deps.database;
  const raised = (code: string) => errorOf(raise(pool as unknown as PoolClient, code));
  expect(isDatabaseAway(await refusal())).toBe(true);
  for (const code of ['57P01', '57P03', '08006', '53300'])
    expect([code, isDatabaseAway(await raised(code))]).toEqual([code, true]);
  for (const code of ['23505', '40P01', '57014', '22021'])
    expect([code, isDatabaseAway(await raised(code))]).toEqual([code, false]);
  const closed = new Client(pool.options);
  await closed.connect();
  const pending = errorOf(closed.query('SELECT pg_sleep(60)'));
  closed.on('error', () => undefined);
  const { connection } = closed as unknown as { connection: { stream: { destroy(): void } } };
  connection.stream.destroy();
  expect(isDatabaseAway(await pending)).toBe(true);
  expect(isDatabaseAway(new Error('SSG is away.'))).toBe(false);
});

test('more starts at once than there are connections all come to an end', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const request = {
    chain: 'nightly',
    providerId: world.providerId,
    trigger: 'manual',
    requestedBy: 'test',
    mode: 'full',
  } as const;
  const starts = Array.from({ length: 3 * world.deps.settings.database.poolSize }, () => startChainRun(world.engine, request));
  const outcomes = await Promise.all(starts);
  expect(outcomes.filter(({ kind }) => kind === 'started')).toHaveLength(1);
});

test('a provider that is deleted takes its runs along, and who works on one learns of it', async () => {
  const deletes: StepHandler = async () => {
    await world.rows('DELETE FROM training_provider');
    return done;
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: deletes }])]);
  const id = await world.start();
  expect(await world.work(id, 'find')).toEqual({ kind: 'lost' });
  expect(await world.work(id, 'find')).toEqual({ kind: 'not_now', reason: `There is no chain run ${id}.` });
});

test('habit 31 a run that cannot be looked after keeps no other from it', async () => {
  const broken = testChain('nightly', [{ name: 'find', maxInterruptions: 0 }]);
  broken.onEnd = async () => {
    throw new Error('Its batch cannot be closed.');
  };
  world = await createChainWorld([broken, testChain('weekly', [{ name: 'report' }])]);
  const first = await world.start();
  const second = await world.start({ chain: 'weekly' });
  for (const id of [first, second])
    await world.rows(
      `UPDATE task_chain_steps SET status = 'running', lease_token = gen_random_uuid(), lease_until = clock_timestamp() - interval '1 second' WHERE chain_log_id = $1`,
      [id],
    );
  world.wakes.length = 0;
  expect(await sweep(world.engine)).toMatchObject({ interrupted: 1 });
  expect(world.wakes).toEqual([{ chainRunId: second, step: 'report' }]);
});

test('a worker keeps nothing of the steps that it has done', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }, { name: 'sync', needs: ['find'] }])]);
  const { signal } = new AbortController();
  const id = await world.start();
  await world.work(id, 'find', { signal });
  await world.work(id, 'sync', { signal });
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('a step of a worker that is stopping is given back before it begins', async () => {
  let worked = 0;
  const handle: StepHandler = async () => {
    worked++;
    return done;
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle }])]);
  const id = await world.start();
  expect(await world.work(id, 'find', { signal: AbortSignal.abort() })).toEqual({ kind: 'worked', outcome: 'released' });
  expect(worked).toBe(0);
  await world.drive();
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
});

test('what an upstream said may hold NUL and half characters: the failure is recorded all the same', async () => {
  const said = 'SSG said: \0 \uD800 end';
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find', handle: async () => ({ ...done, kind: 'completed', counts: {}, message: said, output: { said } }) },
      { name: 'sync', needs: ['find'], handle: failing(said) },
    ]),
  ]);
  const id = await world.start();
  await world.drive();
  expect(await world.statuses(id)).toEqual({ find: 'completed', sync: 'failed' });
  expect(await world.run(id)).toMatchObject({ status: 'failed', error_message: 'SSG said: \uFFFD \uFFFD end' });
  expect(await world.rows(`SELECT output FROM task_chain_steps WHERE step = 'find'`)).toEqual([
    { output: { said: 'SSG said: \uFFFD \uFFFD end' } },
  ]);
});
