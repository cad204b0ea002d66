import { afterEach, expect, test } from 'vitest';
import { assignTrainersStep } from '../../../src/chains/tgs-daily/assign-trainers-step.js';
import { findRunsStep } from '../../../src/chains/tgs-daily/find-runs-step.js';
import { syncEnrolmentsStep } from '../../../src/chains/tgs-daily/sync-enrolments-step.js';
import { beginSync } from '../../../src/modules/sync/begin-sync.js';
import { closeLeftOpenBatch } from '../../../src/modules/sync/close-left-open-batch.js';
import { takeProviderLock } from '../../../src/modules/sync/provider-lock.js';
import { resumeInterruptedBatches } from '../../../src/modules/sync/resume-interrupted-batches.js';
import { startTestChain } from '../../support/step-context.js';
import { createSyncWorld, finished, type SyncWorld, TODAY } from '../../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());

const RUNS = [1, 2].map((run) => ({ id: 850000 + run, startDate: `2026-03-0${run + 5}`, enrolments: [{}] }));

const byHand = (deps = world.deps) => beginSync(deps, { providerId: world.providerId, trigger: 'cli', today: TODAY });
const start = () => startTestChain(world.deps, { providerId: world.providerId });

test('bug 23 between two steps of a chain a sync by hand finds the batch running, and leaves it alone', async () => {
  world = await createSyncWorld({ runs: RUNS });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  const { batchId } = chain.outputs.find_runs as { batchId: string };
  expect(await byHand()).toMatchObject({ kind: 'already_running', batchId });
  expect(await resumeInterruptedBatches(world.anotherProcess())).toEqual([]);
  await chain.work('sync_enrolments', syncEnrolmentsStep);
  expect(await byHand(world.anotherProcess())).toMatchObject({ kind: 'already_running', batchId });
  await chain.work('assign_trainers', assignTrainersStep);
  expect(await world.rows('SELECT status FROM sync_batch')).toEqual([{ status: 'completed' }]);
  expect(await finished(await byHand())).toMatchObject({ status: 'completed', runs: { success: 2 } });
});

test('bug 49 a chain that waits for a person is not disturbed either', async () => {
  world = await createSyncWorld({ runs: RUNS });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  await world.rows(`UPDATE task_chain_logs SET status = 'awaiting_approval'`);
  expect(await byHand()).toMatchObject({ kind: 'already_running' });
  expect(await world.rows('SELECT status FROM sync_batch')).toEqual([{ status: 'running' }]);
  expect(chain.outputs).toHaveProperty('find_runs');
});

test('bug 23 while a step works, a sync by hand is told of its batch', async () => {
  const told: unknown[] = [];
  world = await createSyncWorld({
    runs: RUNS,
    overrides: {
      pausePoint: async (name) => void (name === 'after-discovery' && told.push(await byHand(world.anotherProcess()))),
    },
  });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  expect(told).toMatchObject([{ kind: 'already_running', batchId: (chain.outputs.find_runs as { batchId: string }).batchId }]);
});

test('bug 48 a step that finds a sync by hand at work waits for its end, without counting as a try', async () => {
  const refusals: unknown[] = [];
  world = await createSyncWorld({
    runs: RUNS,
    overrides: {
      pausePoint: async (name) => {
        if (name !== 'after-discovery' || refusals.length > 0) return;
        const chain = await startTestChain(world.deps, { providerId: world.providerId });
        const context = await chain.claim('find_runs', { deps: world.anotherProcess() });
        await findRunsStep(context).catch((error: unknown) => refusals.push(error));
        await chain.end('cancelled');
      },
    },
  });
  expect(await world.sync()).toMatchObject({ status: 'completed' });
  expect(refusals).toMatchObject([
    { name: 'StepDeferredError', reason: expect.stringContaining('A sync started by hand is running'), afterMs: 15_000 },
  ]);
  const chain = await start();
  expect(await chain.work('find_runs', findRunsStep)).toMatchObject({ kind: 'completed', counts: { toRead: 2 } });
});

test('a step whose former worker still holds the lock says whom it waits for', async () => {
  world = await createSyncWorld({ runs: RUNS });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  const stale = await takeProviderLock(world.anotherProcess().database.pool, world.providerId);
  await expect(chain.work('sync_enrolments', syncEnrolmentsStep)).rejects.toMatchObject({
    name: 'StepDeferredError',
    reason: expect.stringContaining('worker before'),
  });
  await stale?.release();
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep)).toMatchObject({ kind: 'completed' });
});

test('bug 24 a batch that a killed sync by hand left running makes way for the chain’s', async () => {
  world = await createSyncWorld({ runs: RUNS });
  await world.rows(
    `INSERT INTO sync_batch (id, run_id, provider_id, trigger, today, threshold_days, owner_token) VALUES ($1, 'upcoming_1', $2, 'cli', $3, 21, $1)`,
    [world.deps.newId(), world.providerId, TODAY],
  );
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  expect(await world.rows('SELECT status, trigger FROM sync_batch ORDER BY trigger')).toEqual([
    { status: 'interrupted', trigger: 'cli' },
    { status: 'running', trigger: 'schedule' },
  ]);
});

test('a sync by hand does not go on with a chain’s interrupted batch: that is resumed as a chain run', async () => {
  world = await createSyncWorld({ runs: RUNS });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  await chain.end('cancelled', closeLeftOpenBatch);
  expect(await resumeInterruptedBatches(world.anotherProcess())).toEqual([]);
  const begun = await byHand();
  expect(begun).toMatchObject({ kind: 'begun', continued: false });
  await finished(begun);
});

test('the connection that holds the lock is lost while a step works: the step fails and may be tried again', async () => {
  world = await createSyncWorld({
    runs: RUNS,
    environment: { SSG_CONCURRENCY: '1' },
    overrides: {
      pausePoint: async (name) => {
        if (name === 'after-fetch-before-apply' && !ended) {
          ended = true;
          await world.rows(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'`);
        }
      },
    },
  });
  let ended = false;
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  await expect(chain.work('sync_enrolments', syncEnrolmentsStep)).rejects.toMatchObject({
    name: 'StepFailedError',
    retryable: true,
    message: expect.stringContaining('sync lock was lost'),
  });
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep, { attempt: 2 })).toMatchObject({
    kind: 'completed',
    warnings: 0,
  });
});
