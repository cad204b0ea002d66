import { afterEach, expect, test } from 'vitest';
import { assignTrainersStep } from '../../../src/chains/tgs-daily/assign-trainers-step.js';
import { findRunsStep } from '../../../src/chains/tgs-daily/find-runs-step.js';
import { syncEnrolmentsStep } from '../../../src/chains/tgs-daily/sync-enrolments-step.js';
import { closeLeftOpenBatch } from '../../../src/modules/sync/close-left-open-batch.js';
import { startTestChain, type TestChainRun } from '../../support/step-context.js';
import { createSyncWorld, type SyncWorld, type SyncWorldOptions } from '../../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());

const OTHER = 'TGS-2099000002';
const NIGHT: SyncWorldOptions = {
  runs: [
    { id: 850001, startDate: '2026-03-09', enrolments: [{}] },
    { id: 850002, startDate: '2026-03-10', enrolments: [{}] },
  ],
  otherCourses: { [OTHER]: [{ id: 850003, startDate: '2026-03-11', enrolments: [{}] }] },
};
const REFUSED = { kind: 'status', status: 400, message: 'Invalid input parameter(s).' } as const;

const start = (resumedFrom?: TestChainRun) =>
  startTestChain(world.deps, { providerId: world.providerId, ...(resumedFrom && { resumedFrom }) });

/** A run that goes on at a step, with the results of the steps before it. */
async function resume(earlier: TestChainRun, reused: string[]): Promise<TestChainRun> {
  const resumed = await start(earlier);
  for (const step of reused) resumed.outputs[step] = earlier.outputs[step];
  return resumed;
}

const batches = () => world.rows('SELECT id, status, chain_run_id FROM sync_batch ORDER BY started_at');

test('S1.23 refused credentials end the step at once: which settings, and no second try', async () => {
  world = await createSyncWorld({
    ...NIGHT,
    environment: { SSG_CLIENT_ID: 'rollcall-simulator', SSG_CLIENT_SECRET: 'not-the-secret' },
  });
  const chain = await start();
  await expect(chain.work('find_runs', findRunsStep)).rejects.toMatchObject({
    name: 'StepFailedError',
    retryable: false,
    remedy: expect.stringContaining('SSG_CLIENT_ID and SSG_CLIENT_SECRET'),
    trouble: { upstream: 'ssg', errorClass: 'SsgAuthError', endpoint: expect.any(String), runsTouched: [] },
  });
  expect(world.simulator.calls.list('token').length).toBeLessThan(5);
});

test('bug 6 runs that fail are warnings of the step, grouped by kind of error and endpoint', async () => {
  world = await createSyncWorld(NIGHT);
  for (const runId of ['850001', '850002'])
    world.simulator.faults.add({ operation: 'enrolments.search', runId, effect: REFUSED });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep)).toMatchObject({
    kind: 'completed',
    counts: { runsRead: 1, errors: 2 },
    warnings: 2,
    troubles: [
      {
        upstream: 'ssg',
        errorClass: 'SsgInvalidRequestError',
        endpoint: 'enrolments.search',
        message: expect.stringContaining('Invalid input parameter'),
        remedy: expect.stringMatching(/./),
        runsTouched: ['850001', '850002'],
      },
    ],
  });
  await chain.work('assign_trainers', assignTrainersStep);
  expect(await batches()).toMatchObject([{ status: 'partial' }]);
});

test('bug 6 a course that cannot be listed is a warning of find_runs; none at all is a failure that may be tried again', async () => {
  world = await createSyncWorld(NIGHT);
  const fault = { operation: 'courseRuns.listByReference', courseReferenceNumber: OTHER, effect: REFUSED } as const;
  world.simulator.faults.add(fault);
  const chain = await start();
  expect(await chain.work('find_runs', findRunsStep)).toMatchObject({
    warnings: 1,
    counts: { courses: 2, toRead: 2, errors: 1 },
    troubles: [{ upstream: 'ssg', endpoint: 'courseRuns.listByReference', runsTouched: [] }],
  });
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep)).toMatchObject({ warnings: 0, troubles: [] });
  await chain.end('cancelled', closeLeftOpenBatch);

  world.simulator.faults.add({ operation: 'courseRuns.listByReference', effect: REFUSED });
  const none = await start();
  const failure = { name: 'StepFailedError', retryable: true, message: expect.stringContaining('none of 2 courses') };
  await expect(none.work('find_runs', findRunsStep)).rejects.toMatchObject(failure);
  world.simulator.faults.clear();
  expect(await none.work('find_runs', findRunsStep, { attempt: 2 })).toMatchObject({
    counts: { toRead: 3, errors: 0 },
    warnings: 0,
  });
});

test('bug 24 a night in which no run could be read fails its step, and another try reads them all again', async () => {
  world = await createSyncWorld(NIGHT);
  world.simulator.faults.add({ operation: 'enrolments.search', effect: REFUSED });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  await expect(chain.work('sync_enrolments', syncEnrolmentsStep)).rejects.toMatchObject({
    name: 'StepFailedError',
    retryable: true,
    trouble: { errorClass: 'SsgInvalidRequestError', runsTouched: ['850001', '850002', '850003'] },
  });
  world.simulator.faults.clear();
  world.simulator.calls.clear();
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep, { attempt: 2 })).toMatchObject({
    kind: 'completed',
    counts: { runsRead: 3, errors: 0 },
    warnings: 0,
  });
  expect(world.simulator.calls.list('enrolments.search')).toHaveLength(3);
});

test('bug 44 a worker that takes over does not repeat what failed; a try after a failure does, once', async () => {
  world = await createSyncWorld(NIGHT);
  world.simulator.faults.add({ operation: 'enrolments.search', runId: '850001', effect: REFUSED });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  await chain.work('sync_enrolments', syncEnrolmentsStep);
  world.simulator.calls.clear();
  const searches = () => world.simulator.calls.list('enrolments.search').length;
  await chain.work('sync_enrolments', syncEnrolmentsStep);
  expect(searches()).toBe(0);
  await chain.work('sync_enrolments', syncEnrolmentsStep, { attempt: 2 });
  expect(searches()).toBe(1);
  await chain.work('sync_enrolments', syncEnrolmentsStep, { attempt: 2 });
  expect(searches()).toBe(1);
  const approved = { approvalId: world.deps.newId(), counts: { cancels: 0, removals: 0, touched: 0 }, by: 'ann@example.org' };
  await chain.work('sync_enrolments', syncEnrolmentsStep, { attempt: 3, approved });
  expect(searches()).toBe(1);
});

test('S4.11 a resume takes the old batch over and tries again what failed: runs, courses and trainers', async () => {
  world = await createSyncWorld(NIGHT);
  world.simulator.faults.add({ operation: 'enrolments.search', runId: '850001', effect: REFUSED });
  world.simulator.faults.add({ operation: 'courseRuns.listByReference', courseReferenceNumber: OTHER, effect: REFUSED });
  world.simulator.faults.add({ operation: 'courseRuns.get', runId: '850002', effect: REFUSED });
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  await chain.work('sync_enrolments', syncEnrolmentsStep);
  expect(await chain.work('assign_trainers', assignTrainersStep)).toMatchObject({
    warnings: 1,
    troubles: [{ endpoint: 'courseRuns.get', runsTouched: ['850002'] }],
  });
  await chain.end('partial', closeLeftOpenBatch);
  const [old] = await batches();
  expect(old).toMatchObject({ status: 'partial', chain_run_id: chain.run.id });

  world.simulator.faults.clear();
  const resumed = await resume(chain, ['find_runs']);
  expect(await resumed.work('sync_enrolments', syncEnrolmentsStep)).toMatchObject({
    counts: { runsRead: 3, errors: 0 },
    warnings: 0,
    troubles: [],
  });
  expect(await resumed.work('assign_trainers', assignTrainersStep)).toMatchObject({
    warnings: 0,
    counts: { errors: 0, none: 3 },
  });
  expect(await batches()).toEqual([{ id: old?.id, status: 'completed', chain_run_id: resumed.run.id }]);
  expect(await world.rows(`SELECT FROM upcoming_course_runs_log WHERE error_message IS NOT NULL`)).toEqual([]);
});

test.each(['failed', 'interrupted', 'completed'])('S4.11 a resume takes over a batch that is %s', async (status) => {
  world = await createSyncWorld(NIGHT);
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  await chain.end('failed', closeLeftOpenBatch);
  await world.rows('UPDATE sync_batch SET status = $1', [status]);
  const resumed = await resume(chain, ['find_runs']);
  await resumed.work('sync_enrolments', syncEnrolmentsStep);
  await resumed.work('assign_trainers', assignTrainersStep);
  expect(await batches()).toMatchObject([{ status: 'completed', chain_run_id: resumed.run.id }]);
});

test('S4.11 a resume of all makes a batch of its own', async () => {
  world = await createSyncWorld(NIGHT);
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  await chain.end('failed', closeLeftOpenBatch);
  const resumed = await start(chain);
  await resumed.work('find_runs', findRunsStep);
  expect(await batches()).toMatchObject([
    { status: 'interrupted', chain_run_id: chain.run.id },
    { status: 'running', chain_run_id: resumed.run.id },
  ]);
});

test('a batch that is gone, or that another active chain run has, is not worked on', async () => {
  world = await createSyncWorld(NIGHT);
  const chain = await start();
  await chain.work('find_runs', findRunsStep);
  const other = await startTestChain(world.deps, { providerId: world.providerId, chainName: 'another_chain' });
  const refusal = { name: 'StepFailedError', retryable: false, remedy: 'Start the chain anew.' };
  Object.assign(other.outputs, chain.outputs);
  await expect(other.work('sync_enrolments', syncEnrolmentsStep)).rejects.toMatchObject(refusal);
  Object.assign(other.outputs, { find_runs: { batchId: world.deps.newId() } });
  await expect(other.work('sync_enrolments', syncEnrolmentsStep)).rejects.toMatchObject(refusal);
  Object.assign(other.outputs, { find_runs: null });
  await expect(other.work('assign_trainers', assignTrainersStep)).rejects.toMatchObject(refusal);
});
