import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { assignTrainersStep } from '../../../src/chains/tgs-daily/assign-trainers-step.js';
import { findRunsStep } from '../../../src/chains/tgs-daily/find-runs-step.js';
import { syncEnrolmentsStep } from '../../../src/chains/tgs-daily/sync-enrolments-step.js';
import type { PausePoint } from '../../../src/dependencies.js';
import { closeLeftOpenBatch } from '../../../src/modules/sync/close-left-open-batch.js';
import { StepStoppedError } from '../../../src/workflow/step-handler.js';
import { startTestChain, type TestChainRun } from '../../support/step-context.js';
import { createSyncWorld, domainRows, type SyncWorld } from '../../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());

const RUNS = Array.from({ length: 6 }, (_, index) => ({
  id: 850001 + index,
  startDate: `2026-03-1${index}`,
  enrolments: [{}, {}],
}));
const ONE_AT_A_TIME = { SSG_CONCURRENCY: '1' };

/** A world that calls `at` at every pause point, with how often that one was reached. */
async function openWorld(at: (name: PausePoint, times: number) => Promise<void> | void = () => undefined): Promise<void> {
  const reached = new Map<PausePoint, number>();
  const pausePoint = async (name: PausePoint) => {
    reached.set(name, (reached.get(name) ?? 0) + 1);
    await at(name, reached.get(name) ?? 0);
  };
  world = await createSyncWorld({ runs: RUNS, environment: ONE_AT_A_TIME, overrides: { pausePoint } });
}

const start = () => startTestChain(world.deps, { providerId: world.providerId });

const linesByStatus = () =>
  world.rows('SELECT status, count(*)::int AS lines FROM upcoming_course_runs_log GROUP BY status ORDER BY status');

async function finishNight(chain: TestChainRun): Promise<void> {
  await chain.work('sync_enrolments', syncEnrolmentsStep);
  await chain.work('assign_trainers', assignTrainersStep);
  expect(await world.rows('SELECT status FROM sync_batch')).toEqual([{ status: 'completed' }]);
  expect(await world.rows('SELECT count(*)::int AS rows FROM enrollment')).toEqual([{ rows: 12 }]);
}

test('bug 47 kill -9 in sync_enrolments: another worker goes on at the next unfinished run, nothing twice, nothing half', async () => {
  await openWorld();
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  const { batchId } = chain.outputs.find_runs as { batchId: string };
  const database = world.deps.database.pool.options.connectionString ?? '';
  const child = fork(
    fileURLToPath(new URL('./held-step.ts', import.meta.url)),
    [database, world.providerId, String(world.simulator.port), chain.run.id, batchId, '3'],
    { execArgv: ['--import', 'tsx', '--conditions', 'rollcall-source'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await linesByStatus()).toEqual([
    { status: 'pending', lines: 4 },
    { status: 'success', lines: 2 },
  ]);
  const halfway = await domainRows(world);
  world.simulator.calls.clear();
  await finishNight(chain);
  expect(world.simulator.calls.list('enrolments.search')).toHaveLength(4);
  expect((await domainRows(world)).enrollment?.slice(0, 4)).toEqual(halfway.enrollment);
});

test('bug 47 a worker that stops while listing: the next one lists only what is not listed, in the same batch', async () => {
  const stop = new AbortController();
  await openWorld();
  await world.rows(
    `INSERT INTO course (id, provider_id, course_code, title) VALUES ($1, $2, 'TGS-2099000009', 'Listed second')`,
    [world.deps.newId(), world.providerId],
  );
  const chain = await start();
  const context = await chain.claim('find_runs', { signal: stop.signal });
  const stopping = {
    ...context,
    // One course is done: the worker is asked to stop.
    progress: ({ done }: { done: number }) => void (done === 1 && stop.abort(new StepStoppedError('drained'))),
  };
  await expect(findRunsStep(stopping)).rejects.toMatchObject({ name: 'StepStoppedError', why: 'drained' });
  world.simulator.calls.clear();
  expect(await chain.work('find_runs', findRunsStep)).toMatchObject({ counts: { courses: 2, toRead: 6 } });
  expect(world.simulator.calls.list('courseRuns.listByReference')).toHaveLength(1);
  expect(await world.rows('SELECT status FROM sync_batch')).toEqual([{ status: 'running' }]);
  await finishNight(chain);
});

test('a drain stops sync_enrolments at a safe point, with the reason of the signal; the step goes on later', async () => {
  const stop = new AbortController();
  await openWorld((name, times) => {
    if (name === 'after-fetch-before-apply' && times === 3) stop.abort(new StepStoppedError('drained'));
  });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  const context = await chain.claim('sync_enrolments', { signal: stop.signal });
  await expect(syncEnrolmentsStep(context)).rejects.toMatchObject({ name: 'StepStoppedError', why: 'drained' });
  expect(await linesByStatus()).toEqual([
    { status: 'pending', lines: 4 },
    { status: 'success', lines: 2 },
  ]);
  await finishNight(chain);
});

test('habit 27 a worker that dies between closing the batch and recording the step has closed nothing', async () => {
  await openWorld();
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  await chain.work('sync_enrolments', syncEnrolmentsStep);
  const context = await chain.claim('assign_trainers');
  await assignTrainersStep(context);
  expect(await world.rows('SELECT status FROM sync_batch')).toEqual([{ status: 'running' }]);
  world.simulator.calls.clear();
  await chain.work('assign_trainers', assignTrainersStep);
  expect(world.simulator.calls.list('courseRuns.get')).toHaveLength(0);
  expect(await world.rows('SELECT status FROM sync_batch')).toEqual([{ status: 'completed' }]);
});

test('habit 28 a worker whose step went to another one writes nothing more', async () => {
  let taken = false;
  await openWorld(async (name, times) => {
    if (name !== 'after-fetch-before-apply' || times !== 3) return;
    taken = true;
    const token = world.deps.newId();
    await world.rows(`UPDATE task_chain_steps SET lease_token = $1 WHERE step = 'sync_enrolments'`, [token]);
    await world.rows('UPDATE sync_batch SET owner_token = $1', [token]);
  });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  const context = await chain.claim('sync_enrolments');
  await expect(syncEnrolmentsStep(context)).rejects.toMatchObject({ name: 'LeaseLostError' });
  expect(taken).toBe(true);
  expect(await linesByStatus()).toEqual([
    { status: 'pending', lines: 4 },
    { status: 'success', lines: 2 },
  ]);
});

test.each([
  ['find_runs', findRunsStep],
  ['sync_enrolments', syncEnrolmentsStep],
  ['assign_trainers', assignTrainersStep],
] as const)('habit 28 a worker that comes late to %s, without its lease, does not get the batch', async (step, handler) => {
  await openWorld();
  const chain = await start();
  if (step !== 'find_runs') await chain.work('find_runs', findRunsStep);
  const late = await chain.claim(step);
  const inTime = await chain.claim(step);
  await expect(handler(late)).rejects.toMatchObject({ name: 'LeaseLostError' });
  expect(await world.rows('SELECT FROM sync_batch WHERE owner_token = $1', [late.leaseToken])).toEqual([]);
  await chain.settle(inTime, await handler(inTime));
  expect(await world.rows('SELECT FROM sync_batch WHERE owner_token = $1', [inTime.leaseToken])).toHaveLength(1);
});

test('bug 47 a chain run that ends with work left closes its batch and says how to go on; a worker that does not know writes nothing more', async () => {
  let chain: TestChainRun | null = null;
  await openWorld(async (name, times) => {
    if (name === 'after-fetch-before-apply' && times === 3) await chain?.end('cancelled', closeLeftOpenBatch);
  });
  chain = await start();
  await chain.work('find_runs', findRunsStep);
  await expect(chain.work('sync_enrolments', syncEnrolmentsStep)).rejects.toMatchObject({ name: 'LeaseLostError' });
  expect(await linesByStatus()).toEqual([
    { status: 'pending', lines: 4 },
    { status: 'success', lines: 2 },
  ]);
  const [batch] = await world.rows('SELECT * FROM sync_batch');
  expect(batch).toMatchObject({
    status: 'interrupted',
    error_message: `Chain run ${chain.run.id} ended as cancelled before the batch was done.`,
    remedy: expect.stringContaining(`Resume chain run ${chain.run.id}`),
    summary: { status: 'interrupted', runs: { success: 2 } },
  });
  expect(batch?.completed_at).not.toBeNull();
});
