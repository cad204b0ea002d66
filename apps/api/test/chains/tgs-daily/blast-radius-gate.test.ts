import { changeEnrolment } from '@rollcall/ssg/simulator/staff';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assignTrainersStep } from '../../../src/chains/tgs-daily/assign-trainers-step.js';
import { findRunsStep } from '../../../src/chains/tgs-daily/find-runs-step.js';
import { syncEnrolmentsStep } from '../../../src/chains/tgs-daily/sync-enrolments-step.js';
import { closeLeftOpenBatch } from '../../../src/modules/sync/close-left-open-batch.js';
import type { ApprovalCounts, StepContext, StepResult } from '../../../src/workflow/step-handler.js';
import { startTestChain, type TestChainRun } from '../../support/step-context.js';
import { createSyncWorld, type SyncWorld } from '../../support/sync-world.js';

let world: SyncWorld;
let beforeApply: (fetched: number) => void;
afterEach(() => world.close());

const reference = (run: number, learner: number) => `ENR-2602-0${run}0${learner}`;
const RUNS = [1, 2, 3].map((run) => ({
  id: 850000 + run,
  startDate: `2026-03-0${run + 5}`,
  enrolments: [1, 2, 3, 4].map((learner) => ({ referenceNumber: reference(run, learner) })),
}));

/** Three runs with four learners each are here; the provider lets two cancellations pass. */
beforeEach(async () => {
  let fetched = 0;
  beforeApply = () => undefined;
  world = await createSyncWorld({
    runs: RUNS,
    environment: { SSG_CONCURRENCY: '1' },
    overrides: { pausePoint: async (name) => void (name === 'after-fetch-before-apply' && beforeApply(++fetched)) },
  });
  await world.sync();
  fetched = 0;
  await world.rows('UPDATE training_provider SET max_cancels = 2, max_cancels_percent = 50');
});

const cancelAtSsg = (run: number, learner: number) =>
  changeEnrolment(world.simulator.state, { action: 'cancel', referenceNumber: reference(run, learner) }, world.deps.now());

const restoreAtSsg = (run: number, learner: number) =>
  changeEnrolment(
    world.simulator.state,
    { action: 'change', referenceNumber: reference(run, learner), status: 'Confirmed' },
    world.deps.now(),
  );

const cancelledHere = async () =>
  (await world.rows(`SELECT enrolment_id FROM enrollment WHERE enrolment_status = 'Cancelled' ORDER BY 1`)).map(
    (row) => row.enrolment_id,
  );

const statusOfLines = async (chain: TestChainRun) =>
  (
    await world.rows(
      `SELECT line.status FROM upcoming_course_runs_log AS line JOIN sync_batch AS batch ON batch.id = line.batch_id
       WHERE batch.chain_run_id = $1 ORDER BY line.course_run_id`,
      [chain.run.id],
    )
  ).map((row) => row.status);

async function found(): Promise<TestChainRun> {
  const chain = await startTestChain(world.deps, { providerId: world.providerId });
  await chain.work('find_runs', findRunsStep);
  return chain;
}

const approvalOf = (counts: ApprovalCounts): StepContext['step']['approved'] => ({
  approvalId: world.deps.newId(),
  counts,
  by: 'ann@example.org',
});

test('bug 49 within the limits: the held runs are read again and written, and the step is done', async () => {
  cancelAtSsg(1, 1);
  cancelAtSsg(3, 2);
  const chain = await found();
  world.simulator.calls.clear();
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep)).toMatchObject({
    kind: 'completed',
    counts: { runsRead: 3, enrolmentsUpdated: 2 },
    warnings: 0,
  });
  expect(await cancelledHere()).toEqual([reference(1, 1), reference(3, 2)]);
  expect(world.simulator.calls.list('enrolments.search')).toHaveLength(3 + 2);
  await chain.work('assign_trainers', assignTrainersStep);
  expect(await world.rows(`SELECT status FROM sync_batch WHERE chain_run_id = $1`, [chain.run.id])).toEqual([
    { status: 'completed' },
  ]);
});

test('bug 49 a share above the limit waits too, however few they are', async () => {
  await world.rows('UPDATE training_provider SET max_cancels_percent = 8');
  cancelAtSsg(1, 1);
  const chain = await found();
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep)).toMatchObject({
    kind: 'awaiting_approval',
    counts: { cancels: 1, removals: 0, touched: 12 },
  });
  expect(await cancelledHere()).toEqual([]);
});

describe('beyond the limits', () => {
  let chain: TestChainRun;
  let asked: StepResult;
  let counts: ApprovalCounts;

  beforeEach(async () => {
    for (const learner of [1, 2]) cancelAtSsg(1, learner);
    for (const learner of [1, 2]) cancelAtSsg(2, learner);
    chain = await found();
    asked = await chain.work('sync_enrolments', syncEnrolmentsStep);
    if (asked.kind !== 'awaiting_approval') throw new Error('The step does not wait for a person.');
    counts = asked.counts;
  });

  test('bug 49 the step writes none of it and asks, with sentence, counts and examples', async () => {
    expect(asked).toEqual({
      kind: 'awaiting_approval',
      sentence: expect.stringContaining('4 enrolments of 12'),
      counts: { cancels: 4, removals: 0, touched: 12 },
      samples: [
        [1, 1],
        [1, 2],
        [2, 1],
        [2, 2],
      ].map(([run = 0, learner = 0]) => ({
        entity: 'enrolment',
        key: `85000${run} ${reference(run, learner)}`,
        before: 'Confirmed',
        after: 'Cancelled',
        reason: expect.stringContaining('S0.16'),
      })),
    });
    expect(await cancelledHere()).toEqual([]);
    expect(await statusOfLines(chain)).toEqual(['held', 'held', 'success']);
  });

  const again = (approved: ApprovalCounts) =>
    chain.work('sync_enrolments', syncEnrolmentsStep, { attempt: 2, approved: approvalOf(approved) });

  test('bug 49 a held line keeps counts and examples, and no person', async () => {
    const samples = await world.rows(
      `SELECT decisions #> '{held,cancels}' AS cancels, decisions #> '{held,touched}' AS touched, array(
         SELECT DISTINCT jsonb_object_keys(sample) FROM jsonb_array_elements(decisions #> '{held,samples}') AS sample ORDER BY 1) AS keys
       FROM upcoming_course_runs_log WHERE status = 'held'`,
    );
    const kept = { cancels: 2, touched: 4, keys: ['after', 'before', 'reference', 'rule'] };
    expect(samples).toEqual([kept, kept]);
  });

  test('bug 49 approved: what was approved is written', async () => {
    expect(await again(counts)).toMatchObject({ kind: 'completed', counts: { runsRead: 3, enrolmentsUpdated: 4 } });
    expect(await cancelledHere()).toHaveLength(4);
    expect(await statusOfLines(chain)).toEqual(['success', 'success', 'success']);
  });

  test('bug 49 grown since: nothing is written, and it waits again with the new counts', async () => {
    cancelAtSsg(2, 3);
    const result = await again(counts);
    expect(result).toMatchObject({ kind: 'awaiting_approval', counts: { cancels: 5 } });
    expect(await cancelledHere()).toEqual([]);
    expect(await again({ ...counts, cancels: 5 })).toMatchObject({ kind: 'completed' });
    expect(await cancelledHere()).toHaveLength(5);
  });

  test('bug 49 shrunk since: a run without cancellations is simply written, the rest as approved', async () => {
    for (const learner of [1, 2]) restoreAtSsg(1, learner);
    expect(await again(counts)).toMatchObject({ kind: 'completed', counts: { runsRead: 3 } });
    expect(await cancelledHere()).toEqual([reference(2, 1), reference(2, 2)]);
  });

  test('bug 49 grown between judging and writing: the run that grew is held again, and all of it is judged anew', async () => {
    // Two held runs are read to be counted, then read to be written; SSG cancels once more when the first is being written.
    beforeApply = (fetched) => {
      if (fetched === 3 + 2 + 1) cancelAtSsg(2, 3);
    };
    expect(await again(counts)).toMatchObject({ kind: 'awaiting_approval', counts: { cancels: 5 } });
    expect(await cancelledHere()).toEqual([reference(1, 1), reference(1, 2)]);
    expect(await statusOfLines(chain)).toEqual(['success', 'held', 'success']);
  });

  test('bug 49 a run that cannot be read again becomes an error line; the others are written', async () => {
    world.simulator.faults.add({
      operation: 'enrolments.search',
      runId: '850001',
      effect: { kind: 'status', status: 400, message: 'Invalid input parameter(s).' },
    });
    expect(await again(counts)).toMatchObject({ kind: 'completed', warnings: 1, troubles: [{ runsTouched: ['850001'] }] });
    expect(await cancelledHere()).toEqual([reference(2, 1), reference(2, 2)]);
    expect(await statusOfLines(chain)).toEqual(['error', 'success', 'success']);
  });

  test('bug 49 rejected: nothing is cancelled, the lines stay held, the batch ends partial and says how to decide anew', async () => {
    await chain.end('cancelled', closeLeftOpenBatch);
    expect(await cancelledHere()).toEqual([]);
    expect(await statusOfLines(chain)).toEqual(['held', 'held', 'success']);
    const [batch] = await world.rows('SELECT * FROM sync_batch WHERE chain_run_id = $1', [chain.run.id]);
    expect(batch).toMatchObject({
      status: 'partial',
      error_message: expect.stringContaining('2 held back'),
      remedy: expect.stringContaining(`resume chain run ${chain.run.id}`),
      summary: { status: 'partial', runs: { held: 2, success: 1 } },
    });
  });

  test('bug 49 a resumed run asks again; what it reads is what it asks for', async () => {
    await chain.end('cancelled', closeLeftOpenBatch);
    restoreAtSsg(1, 1);
    const resumed = await startTestChain(world.deps, { providerId: world.providerId, resumedFrom: chain });
    Object.assign(resumed.outputs, { find_runs: chain.outputs.find_runs });
    const askedAgain = await resumed.work('sync_enrolments', syncEnrolmentsStep);
    expect(askedAgain).toMatchObject({ kind: 'awaiting_approval', counts: { cancels: 4 } });
    const approved = approvalOf({ cancels: 4, removals: 0, touched: 12 });
    expect(await resumed.work('sync_enrolments', syncEnrolmentsStep, { attempt: 2, approved })).toMatchObject({
      kind: 'completed',
    });
    expect(await cancelledHere()).toEqual([reference(1, 2), reference(2, 1), reference(2, 2)]);
  });
});

test('bug 49 what is let through piece by piece counts as one', async () => {
  world.simulator.faults.add({
    operation: 'enrolments.search',
    runId: '850003',
    times: 1,
    effect: { kind: 'status', status: 400, message: 'Invalid input parameter(s).' },
  });
  for (const learner of [1, 2]) cancelAtSsg(1, learner);
  cancelAtSsg(3, 1);
  const chain = await found();
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep)).toMatchObject({ kind: 'completed', warnings: 1 });
  expect(await cancelledHere()).toHaveLength(2);
  // The step is tried again with what failed: one more cancellation, the third of the batch.
  expect(await chain.work('sync_enrolments', syncEnrolmentsStep, { attempt: 2 })).toMatchObject({
    kind: 'awaiting_approval',
    counts: { cancels: 3 },
  });
  expect(await cancelledHere()).toHaveLength(2);
});

test('a sync started by hand has no gate: a person has the dry run', async () => {
  for (const learner of [1, 2, 3]) cancelAtSsg(1, learner);
  expect(await world.sync()).toMatchObject({ status: 'completed', changes: { enrolment: { updated: 3 } } });
  expect(await cancelledHere()).toHaveLength(3);
});
