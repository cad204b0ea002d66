import { afterEach, expect, test } from 'vitest';
import type { JobQueue } from '../../src/jobs/job-queue.js';
import { deliverAlertsJob } from '../../src/worker/jobs.js';
import { startWorker } from '../../src/worker/start-worker.js';
import { listLiveWorkers } from '../../src/worker/worker-row.js';
import { type ChainWorld, createChainWorld, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

const OPTIONS = { concurrency: 2, leaseMs: 30_000 };

/** A queue that brings no job by itself, and keeps what it was told. */
function quietQueue(told: { drained: number; jobs: string[]; every: string[] }): JobQueue {
  return {
    send: async () => {},
    work: async (handlers, options) => {
      told.jobs.push(...handlers.map(({ job }) => job.name));
      told.every.push(...(options?.every ?? []).map(({ job }) => job.name));
    },
    drain: async () => {
      told.drained++;
    },
    close: async () => {},
  };
}

const nothingYet = () => ({ drained: 0, jobs: [] as string[], every: [] as string[] });

test('a worker that cannot begin leaves nothing behind that looks alive', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const queue: JobQueue = { ...quietQueue(nothingYet()), work: async () => Promise.reject(new Error('The job store is away.')) };
  await expect(startWorker(world.engine, queue, OPTIONS)).rejects.toThrow('The job store is away.');
  expect(await listLiveWorkers(world.deps.database.pool)).toEqual([]);
});

test('a worker stops although the database does not take down that it does', async () => {
  const told = nothingYet();
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const worker = await startWorker(world.engine, quietQueue(told), OPTIONS);
  await world.rows('ALTER TABLE worker RENAME TO worker_away');
  await worker.close();
  expect(told.drained).toBe(1);
});

test('a worker that sends no messages leaves those jobs to others', async () => {
  const [without, sends] = [nothingYet(), nothingYet()];
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  for (const [told, more] of [
    [without, {}],
    [sends, { recurring: [{ job: deliverAlertsJob, everyMs: 5000, run: async () => {} }] }],
  ] as const) {
    const worker = await startWorker(world.engine, quietQueue(told), { ...OPTIONS, ...more });
    await worker.close();
  }
  expect(without).toEqual({ drained: 1, jobs: ['chain-step', 'tick', 'sweep'], every: ['tick', 'sweep'] });
  expect(sends.every).toEqual(['tick', 'sweep', 'deliver-alerts']);
  expect(sends.jobs).toContain('deliver-alerts');
});

test('workers that were killed are forgotten after a day', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  await world.rows(
    `INSERT INTO worker (id, name, heartbeat_at) VALUES (gen_random_uuid(), 'killed:1', now() - interval '25 hours')`,
  );
  const worker = await startWorker(world.engine, quietQueue(nothingYet()), OPTIONS);
  expect((await world.rows('SELECT name FROM worker')).map(({ name }) => name)).toEqual([worker.name]);
  await worker.close();
});
