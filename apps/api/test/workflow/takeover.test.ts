import { afterEach, expect, test } from 'vitest';
import { type StepHandler, StepStoppedError } from '../../src/workflow/step-handler.js';
import { sweep } from '../../src/workflow/sweep.js';
import { type ChainWorld, createChainWorld, done, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

/** As a process that was killed: its lease stays and is renewed no more. */
const killWorkerOf = (step: string) =>
  world.rows(
    `UPDATE task_chain_steps SET lease_until = clock_timestamp() - interval '1 second' WHERE step = $1 AND status = 'running'`,
    [step],
  );

/** A handler that holds until the test lets it go. */
function gate(): { handle: StepHandler; begun: Promise<void>; release(): void; calls: number } {
  const parts = { calls: 0, release: () => {}, begin: () => {} };
  const begun = new Promise<void>((resolve) => {
    parts.begin = resolve;
  });
  const released = new Promise<void>((resolve) => {
    parts.release = resolve;
  });
  return {
    handle: async (context) => {
      parts.calls++;
      parts.begin();
      if (parts.calls === 1) await released;
      await context.saveCheckpoint({ at: parts.calls });
      return done;
    },
    begun,
    release: () => parts.release(),
    get calls() {
      return parts.calls;
    },
  };
}

test('bug 47 a dead lease becomes interrupted, another worker goes on, and nothing of the lost one is taken', async () => {
  const held = gate();
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: held.handle }])]);
  const id = await world.start();
  const lost = world.work(id, 'find', { worker: 'lost', leaseMs: 60_000_000 });
  await held.begun;
  await killWorkerOf('find');
  expect(await sweep(world.engine)).toMatchObject({ interrupted: 1 });
  expect(await world.statuses(id)).toEqual({ find: 'interrupted' });
  expect(await world.work(id, 'find', { worker: 'heir' })).toEqual({ kind: 'worked', outcome: 'result' });
  held.release();
  expect(await lost).toEqual({ kind: 'lost' });
  expect(await world.rows('SELECT status, interruptions, attempt, worker, checkpoint FROM task_chain_steps')).toEqual([
    { status: 'completed', interruptions: 1, attempt: 1, worker: 'heir', checkpoint: { at: 2 } },
  ]);
  expect(await world.events(id)).toEqual([
    'run_started',
    'step_started find',
    'step_interrupted find',
    'step_resumed find',
    'step_completed find',
    'run_completed',
  ]);
});

test('a worker learns by its heartbeat that its lease is lost, and stops', async () => {
  let reason: unknown;
  const waits: StepHandler = (context) =>
    new Promise((_resolve, reject) =>
      context.signal.addEventListener('abort', () => {
        reason = context.signal.reason;
        reject(context.signal.reason);
      }),
    );
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: waits }])]);
  const id = await world.start();
  const lost = world.work(id, 'find');
  await expect.poll(() => world.statuses(id)).toEqual({ find: 'running' });
  await world.rows(`UPDATE task_chain_steps SET lease_token = gen_random_uuid()`);
  expect(await lost).toEqual({ kind: 'lost' });
  expect(reason).toMatchObject({ why: 'lease_lost' });
});

test('a step in which worker after worker dies is given up, and its run is interrupted', async () => {
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find', maxInterruptions: 2, handle: () => new Promise(() => {}) },
      { name: 'sync', needs: ['find'] },
    ]),
  ]);
  const id = await world.start();
  for (const worker of ['first', 'second', 'third']) {
    void world.work(id, 'find', { worker, leaseMs: 60_000_000 });
    await expect.poll(() => world.statuses(id)).toMatchObject({ find: 'running' });
    await killWorkerOf('find');
    await sweep(world.engine);
  }
  expect(await world.run(id)).toMatchObject({ status: 'interrupted', current_step: 'find' });
  expect((await world.rows(`SELECT error_code, remedy FROM task_chain_steps WHERE step = 'find'`))[0]).toMatchObject({
    error_code: 'crash_loop',
  });
  expect(world.notices.at(-1)).toMatchObject({ kind: 'interrupted' });
});

test('however many workers are told of a step, it is worked once', async () => {
  let calls = 0;
  const counting: StepHandler = async () => {
    calls++;
    return done;
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: counting }])]);
  const id = await world.start();
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, index) => world.work(id, 'find', { worker: `worker-${index}` })),
  );
  expect(calls).toBe(1);
  expect(outcomes.filter(({ kind }) => kind === 'worked')).toHaveLength(1);
});

test('a worker that stops gives its step back without counting a try, and another one goes on at once', async () => {
  let calls = 0;
  const waitsOnce: StepHandler = (context) => {
    if (++calls > 1) return Promise.resolve(done);
    return new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason)));
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: waitsOnce }])]);
  const id = await world.start();
  const stopping = new AbortController();
  const drained = world.work(id, 'find', { signal: stopping.signal });
  await expect.poll(() => world.statuses(id)).toEqual({ find: 'running' });
  stopping.abort(new StepStoppedError('drained'));
  expect(await drained).toEqual({ kind: 'worked', outcome: 'released' });
  await world.drive();
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
  expect(await world.rows('SELECT attempt, interruptions FROM task_chain_steps')).toEqual([{ attempt: 1, interruptions: 0 }]);
});

test('the sweep finds ready steps that nobody was told of', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const id = await world.start();
  world.wakes.length = 0;
  await sweep(world.engine);
  expect(world.wakes).toEqual([{ chainRunId: id, step: 'find' }]);
});

test('what a step told last is written with its end, and the calls of those who had it before count', async () => {
  let calls = 0;
  const counting: StepHandler = async (context) => {
    context.progress({ done: 1, total: 2, callsMade: 5, callsPredicted: 9 });
    if (++calls === 1) throw new Error('SSG is away.');
    return done;
  };
  world = await createChainWorld([
    testChain('nightly', [{ name: 'find', handle: counting, retry: { attempts: 1, backoffMs: 0 } }]),
  ]);
  await world.start();
  await world.drive();
  expect(await world.rows('SELECT status, progress, calls_made, calls_predicted FROM task_chain_steps')).toEqual([
    {
      status: 'completed',
      progress: { done: 1, total: 2, callsMade: 10, callsPredicted: 14 },
      calls_made: 10,
      calls_predicted: 14,
    },
  ]);
});
