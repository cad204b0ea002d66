import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../src/jobs/job.js';
import { JobPayloadError } from '../../src/jobs/job-payload.js';
import { JobStoreUnavailableError } from '../../src/jobs/job-store-unavailable.js';
import { openMongoServer } from '../support/mongodb-server.js';
import { countTo, lookAround } from './declared-jobs.js';
import { createHold } from './hold.js';
import { createJobWorld, type JobWorld, noting, SHORT_LOCK } from './job-world.js';

const mongo = await openMongoServer();
afterAll(() => mongo?.stop());

/** Neither a count nor a wait can be relied on where a claim may double. */
const atMost = (claimsOnce: boolean, count: number) => (claimsOnce ? count : Number.POSITIVE_INFINITY);
const PATIENCE = { timeout: 60_000, interval: 20 };
const upTo = (end: number) => Array.from({ length: end }, (_, index) => index);
const ascending = (numbers: Iterable<number>) => [...numbers].sort((one, other) => one - other);

const stores = [
  { store: 'postgresql', server: null, claimsOnce: true },
  ...(mongo ? [{ store: `mongodb (${mongo.kind})`, server: mongo, claimsOnce: mongo.claimsOnce }] : []),
];

describe.each(stores)('a job queue on $store', ({ server, claimsOnce }) => {
  let world: JobWorld;
  beforeEach(async () => {
    world = await createJobWorld(server);
  });
  afterEach(() => world.close());

  test(`every job is delivered, ${claimsOnce ? 'to one of two workers' : 'at least once: claims may double here'}`, async () => {
    const delivered: number[][] = [[], []];
    for (const numbers of delivered) await (await world.queue()).work([noting(numbers)]);
    const sender = await world.queue();
    for (const number of upTo(40)) await sender.send(countTo, { number });
    await vi.waitFor(() => expect(ascending(new Set(delivered.flat()))).toEqual(upTo(40)), PATIENCE);
    await world.close();
    expect(delivered.flat().length).toBeLessThanOrEqual(atMost(claimsOnce, 40));
  });

  test('a worker that is done with a job looks for the next one: nobody waits for a scan', async () => {
    const numbers: number[] = [];
    const queue = await world.queue({ processEveryMs: 60_000 });
    await queue.work([noting(numbers)]);
    await Promise.all(upTo(12).map((number) => queue.send(countTo, { number })));
    await vi.waitFor(() => expect(ascending(new Set(numbers))).toEqual(upTo(12)), PATIENCE);
  });

  test('a recurring job comes to one of two workers each time', async () => {
    const intervalMs = 250;
    const times: number[] = [];
    const handler = { job: lookAround, handle: async () => void times.push(Date.now()) };
    const queues = await Promise.all([world.queue(), world.queue()]);
    await Promise.all(queues.map((queue) => queue.work([handler], { every: [{ job: lookAround, intervalMs }] })));
    await vi.waitFor(() => expect(times.length).toBeGreaterThanOrEqual(6), PATIENCE);
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    const due = Math.floor((last - first) / intervalMs) + 1;
    expect(times.length).toBeLessThanOrEqual(atMost(claimsOnce, due + 1));
  });

  test('a recurring job keeps coming after it has failed', async () => {
    let times = 0;
    const handle = async () => {
      times += 1;
      throw new Error('nothing to see');
    };
    await (await world.queue()).work([{ job: lookAround, handle }], { every: [{ job: lookAround, intervalMs: 60 }] });
    await vi.waitFor(() => expect(times).toBeGreaterThanOrEqual(3), PATIENCE);
    expect(world.logged('job_failed')).toBeGreaterThanOrEqual(2);
    expect(world.logged('job_failed_for_good')).toBe(0);
  });

  test('a handler that fails is tried again after a growing wait, and its last failure is told', async () => {
    const stubborn = defineJob({ ...countTo, name: 'stubborn', retry: { attempts: 3, backoffMs: 80 } });
    const times: number[] = [];
    const handle = async () => {
      times.push(Date.now());
      throw new Error('no luck with a.tan@example.org');
    };
    const queue = await world.queue();
    await queue.work([{ job: stubborn, handle }]);
    await queue.send(stubborn, { number: 1 });
    await vi.waitFor(() => expect(world.logged('job_failed_for_good')).toBeGreaterThan(0), PATIENCE);
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    expect(times.length).toBeGreaterThanOrEqual(3);
    expect(times.length).toBeLessThanOrEqual(atMost(claimsOnce, 3));
    expect(last - first).toBeGreaterThanOrEqual(80 + 160);
    expect(world.logged('job_failed')).toBeGreaterThanOrEqual(2);
    expect(world.logged('job_failed')).toBeLessThanOrEqual(atMost(claimsOnce, 2));
    expect(JSON.stringify(world.lines)).not.toContain('a.tan@example.org');
  });

  test('the job of a process killed with SIGKILL goes to another one when its lock has run out', async () => {
    const child = fork(
      fileURLToPath(new URL('./held-job.ts', import.meta.url)),
      [world.databaseUrl, ...(world.jobsUrl ? [world.jobsUrl] : [])],
      { execArgv: ['--import', 'tsx', '--conditions', 'rollcall-source'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    );
    const queue = await world.queue(SHORT_LOCK);
    await queue.send(countTo, { number: 7 });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const numbers: number[] = [];
    await queue.work([noting(numbers)]);
    await vi.waitFor(() => expect(numbers).toContain(7), PATIENCE);
  });

  test('a job that outlasts its lock is not given to another worker: the lock is renewed', async () => {
    const numbers: number[] = [];
    const held = createHold();
    for (const queue of [await world.queue(SHORT_LOCK), await world.queue(SHORT_LOCK)]) {
      await queue.work([noting(numbers, (number) => (number === 1 ? held.released : Promise.resolve()))]);
    }
    const sender = await world.queue();
    await sender.send(countTo, { number: 1 });
    await vi.waitFor(() => expect(numbers).toContain(1), PATIENCE);
    const began = Date.now();
    // Others are worked meanwhile, for longer than the lock.
    while (Date.now() - began < 1.5 * SHORT_LOCK.lockMs) {
      const before = numbers.length;
      await sender.send(countTo, { number: 2 });
      await vi.waitFor(() => expect(numbers.length).toBeGreaterThan(before), PATIENCE);
    }
    held.release();
    expect(numbers.filter((number) => number === 1).length).toBeLessThanOrEqual(atMost(claimsOnce, 1));
    expect(world.logged('job_lock_not_renewed')).toBe(0);
  });

  test('a drain waits for the running job and takes no new one', async () => {
    const numbers: number[] = [];
    const held = createHold();
    const queue = await world.queue();
    await queue.work([noting(numbers, () => held.released)]);
    await queue.send(countTo, { number: 1 });
    await vi.waitFor(() => expect(numbers).toContain(1), PATIENCE);
    let drained = false;
    const drain = queue.drain().then(() => {
      drained = true;
    });
    await queue.send(countTo, { number: 2 });
    const elsewhere: number[] = [];
    await (await world.queue()).work([noting(elsewhere)]);
    await vi.waitFor(() => expect(elsewhere).toContain(2), PATIENCE);
    expect({ drained, second: numbers.includes(2) }).toEqual({ drained: false, second: false });
    held.release();
    await drain;
    expect(numbers).not.toContain(2);
  });

  test('a drain that has waited long enough asks the running job to stop, and waits until it has', async () => {
    const numbers: number[] = [];
    let stopped = 0;
    const queue = await world.queue();
    await queue.work([
      noting(numbers, async (_number, signal) => {
        await once(signal, 'abort');
        stopped += 1;
      }),
    ]);
    await queue.send(countTo, { number: 1 });
    await vi.waitFor(() => expect(numbers).toContain(1), PATIENCE);
    await queue.drain({ timeoutMs: 30 });
    expect(stopped).toBe(numbers.length);
  });

  test('the store goes and comes back: the process lives, a send is refused meanwhile, and work goes on', async () => {
    const numbers: number[] = [];
    const queue = await world.queue();
    await queue.work([noting(numbers)]);
    await queue.send(countTo, { number: 1 });
    await vi.waitFor(() => expect(numbers).toContain(1), PATIENCE);
    await world.proxy.cut();
    await vi.waitFor(() => expect(world.logged('job_store_lost')).toBe(1), PATIENCE);
    await expect(queue.send(countTo, { number: 2 })).rejects.toThrow(JobStoreUnavailableError);
    await world.proxy.mend();
    await vi.waitFor(() => expect(world.logged('job_store_back')).toBe(1), PATIENCE);
    await queue.send(countTo, { number: 3 });
    await vi.waitFor(() => expect(numbers).toContain(3), PATIENCE);
    expect(world.logged('job_store_lost')).toBe(1);
  });

  test('a job that runs while the store is away ends, and the worker takes the next one', async () => {
    const numbers: number[] = [];
    const held = createHold();
    const queue = await world.queue();
    await queue.work([noting(numbers, (number) => (number === 1 ? held.released : Promise.resolve()))]);
    await queue.send(countTo, { number: 1 });
    await vi.waitFor(() => expect(numbers).toContain(1), PATIENCE);
    await world.proxy.cut();
    await vi.waitFor(() => expect(world.logged('job_store_lost')).toBe(1), PATIENCE);
    held.release();
    await world.proxy.mend();
    await vi.waitFor(() => expect(world.logged('job_store_back')).toBeGreaterThan(0), PATIENCE);
    await queue.send(countTo, { number: 2 });
    await vi.waitFor(() => expect(numbers).toContain(2), PATIENCE);
  });

  test('a queue closes while the store is away', async () => {
    const numbers: number[] = [];
    const queue = await world.queue();
    await queue.work([noting(numbers)]);
    await world.proxy.cut();
    await vi.waitFor(() => expect(world.logged('job_store_lost')).toBe(1), PATIENCE);
    await expect(queue.close()).resolves.toBeUndefined();
    await world.proxy.mend();
    await expect(queue.send(countTo, { number: 1 })).rejects.toThrow('This queue is closed');
  });

  test('a payload that the job does not declare is refused with its path, and dropped without a retry where it arrives', async () => {
    const numbers: number[] = [];
    const queue = await world.queue();
    await expect(queue.send(countTo, { number: 1.5 })).rejects.toThrow(JobPayloadError);
    await expect(queue.send(countTo, { number: 1.5 })).rejects.toThrow('payload.number: ');
    const older = defineJob({ name: countTo.name, payload: z.object({ numbers: z.string() }) });
    await queue.send(older, { numbers: 'one' });
    await queue.work([noting(numbers)]);
    await vi.waitFor(() => expect(world.logged('job_dropped')).toBeGreaterThan(0), PATIENCE);
    expect(world.lines.find(({ event }) => event === 'job_dropped')).toMatchObject({
      job: 'count-to',
      mistakes: [expect.stringContaining('payload.number: ')],
    });
    await queue.send(countTo, { number: 2 });
    await vi.waitFor(() => expect(numbers).toContain(2), PATIENCE);
    expect(world.logged('job_dropped')).toBeLessThanOrEqual(atMost(claimsOnce, 1));
    expect(world.logged('job_failed') + world.logged('job_failed_for_good')).toBe(0);
  });

  test('eight queues start at once on an empty store', async () => {
    const numbers: number[] = [];
    const every = [{ job: lookAround, intervalMs: 60_000 }];
    let looks = 0;
    const look = { job: lookAround, handle: async () => void (looks += 1) };
    const queues = await Promise.all(upTo(8).map(() => world.queue()));
    await Promise.all(queues.map((queue) => queue.work([noting(numbers), look], { every })));
    await queues[0]?.send(countTo, { number: 1 });
    await vi.waitFor(
      () => expect({ one: numbers.includes(1), looked: looks > 0 }).toEqual({ one: true, looked: true }),
      PATIENCE,
    );
    await world.close();
    expect(looks).toBeLessThanOrEqual(atMost(claimsOnce, 1));
  });

  test('while a job of a key waits that is due no later, another one is not needed', async () => {
    const numbers: number[] = [];
    const queue = await world.queue();
    const later = Date.now() + 60_000;
    await queue.send(countTo, { number: 1 }, { key: 'wake', at: later });
    await queue.send(countTo, { number: 2 }, { key: 'wake' });
    await queue.send(countTo, { number: 3 }, { key: 'wake' });
    await queue.send(countTo, { number: 4 }, { key: 'other' });
    await queue.work([noting(numbers)]);
    await vi.waitFor(() => expect(numbers).toEqual(expect.arrayContaining([2, 4])), PATIENCE);
    expect(numbers).not.toContain(1);
    expect(numbers).not.toContain(3);
  });
});
