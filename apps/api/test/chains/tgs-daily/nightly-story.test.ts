import { afterEach, expect, test } from 'vitest';
import { assignTrainersStep } from '../../../src/chains/tgs-daily/assign-trainers-step.js';
import { findRunsStep } from '../../../src/chains/tgs-daily/find-runs-step.js';
import { predictTgsDailyCalls } from '../../../src/chains/tgs-daily/predict-calls.js';
import { TGS_DAILY_CHECKS } from '../../../src/chains/tgs-daily/prerequisites.js';
import { syncEnrolmentsStep } from '../../../src/chains/tgs-daily/sync-enrolments-step.js';
import { startTestChain } from '../../support/step-context.js';
import {
  addUser,
  createSyncWorld,
  domainRows,
  type Row,
  type SyncWorld,
  type SyncWorldOptions,
  TODAY,
} from '../../support/sync-world.js';

const worlds: SyncWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const EMPTY = 'TGS-2099000002';
const NIGHT: SyncWorldOptions = {
  runs: [
    { id: 850001, startDate: '2026-03-09', enrolments: [{}, {}, {}], trainers: [{ email: 'sue@example.org' }] },
    { id: 850002, startDate: '2026-03-10', enrolments: [{}, {}] },
    { id: 850003, startDate: '2026-03-11' },
    { id: 850004, startDate: '2026-05-11', learners: 2 },
  ],
  otherCourses: { [EMPTY]: [] },
};

async function open(options: SyncWorldOptions = NIGHT): Promise<SyncWorld> {
  const world = await createSyncWorld(options);
  worlds.push(world);
  await addUser(world, { name: 'Sue Trainer', email: 'sue@example.org' });
  return world;
}

const ROW_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const OWN_TO_A_ROW = /(^|_)id$|_at$|^nric_sealed$|^assigned_trainer_id$/;

/** Rows without what differs from one database to the next: ids, instants, and ciphertext with its random nonce. */
function comparable(rows: Row[]): string[] {
  return rows
    .map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !OWN_TO_A_ROW.test(name) || name === 'course_run_id')),
    )
    .map((row) => JSON.stringify(row).replace(ROW_ID, 'an id'))
    .sort();
}

const lines = (world: SyncWorld) =>
  world.rows(`SELECT course_code, course_run_id, status, touched, trainer_outcome, decisions, ssg_start_date, db_start_date
      FROM upcoming_course_runs_log ORDER BY course_code, course_run_id`);

test('S0 the three steps write what a sync started by hand writes, and close the batch they share', async () => {
  const [byHand, byChain] = [await open(), await open()];
  const summary = await byHand.sync();
  const chain = await startTestChain(byChain.deps, { providerId: byChain.providerId });
  const found = await chain.work('find_runs', findRunsStep);
  expect(found).toMatchObject({ kind: 'completed', counts: { courses: 2, toRead: 3, unchanged: 0, errors: 0 }, warnings: 0 });
  const synced = await chain.work('sync_enrolments', syncEnrolmentsStep);
  expect(synced).toMatchObject({
    kind: 'completed',
    counts: { runsRead: 3, errors: 0, courseRunsCreated: 2, learnersCreated: 5, enrolmentsCreated: 5 },
    warnings: 0,
    troubles: [],
  });
  const assigned = await chain.work('assign_trainers', assignTrainersStep);
  expect(assigned).toMatchObject({ kind: 'completed', counts: { assigned: 1, kept: 0, none: 1, errors: 0 } });

  const [left, right] = [await domainRows(byHand), await domainRows(byChain)];
  for (const [table, rows] of Object.entries(left))
    expect({ [table]: comparable(right[table] ?? []) }).toEqual({ [table]: comparable(rows) });
  expect(await lines(byChain)).toEqual(await lines(byHand));
  const [batch] = await byChain.rows('SELECT *, today::text AS today FROM sync_batch');
  expect(batch).toMatchObject({
    status: 'completed',
    trigger: 'schedule',
    mode: 'full',
    today: TODAY,
    chain_run_id: chain.run.id,
    // Each step signs in for itself.
    calls_made: summary.callsMade + 2,
    summary: { status: 'completed', runs: summary.runs, changes: summary.changes, trainers: summary.trainers },
  });
});

test('S2.8 each step tells how far it is, in its own calls', async () => {
  const world = await open();
  const chain = await startTestChain(world.deps, { providerId: world.providerId });
  await chain.work('find_runs', findRunsStep);
  const context = await chain.claim('sync_enrolments');
  await chain.settle(context, await syncEnrolmentsStep(context));
  expect(context.told.progress[0]).toEqual({ done: 0, total: 3, callsMade: 0, callsPredicted: 6 });
  expect(context.told.progress.at(-1)).toMatchObject({ done: 3, total: 3, callsMade: 3 + 1 });
});

test('bug 61 an incremental night after a full one reads nothing where nothing changed, and closes its batch', async () => {
  const world = await open();
  await world.sync();
  world.simulator.calls.clear();
  const chain = await startTestChain(world.deps, { providerId: world.providerId, mode: 'incremental' });
  const found = await chain.work('find_runs', findRunsStep);
  expect(found).toMatchObject({ kind: 'completed', counts: { courses: 2, toRead: 0, unchanged: 3, errors: 0 } });
  expect(found.kind === 'completed' && found.message).toContain('0 runs to read, 3 unchanged. ');
  await chain.work('sync_enrolments', syncEnrolmentsStep);
  await chain.work('assign_trainers', assignTrainersStep);
  const [batch] = await world.rows('SELECT status, mode, summary FROM sync_batch ORDER BY started_at DESC LIMIT 1');
  expect(batch).toMatchObject({ status: 'completed', mode: 'incremental' });
  expect(world.simulator.calls.list('courseRuns.listByReference')).toHaveLength(2);
  // One page of what SSG updated, instead of a search per run.
  expect(world.simulator.calls.list('enrolments.search')).toHaveLength(1);
});

test('S4.11 prerequisites: courses, a batch, a sync that read something', async () => {
  const world = await open();
  const chain = await startTestChain(world.deps, { providerId: world.providerId });
  const before = await chain.claim('find_runs');
  expect(await TGS_DAILY_CHECKS['provider-has-courses'](before)).toBe(true);
  expect(await TGS_DAILY_CHECKS['runs-were-found'](before)).toBe(false);
  expect(await TGS_DAILY_CHECKS['enrolments-were-synced'](before)).toBe(false);
  await chain.work('find_runs', findRunsStep);
  await chain.work('sync_enrolments', syncEnrolmentsStep);
  const after = await chain.claim('reconcile_cancellations');
  expect(await TGS_DAILY_CHECKS['runs-were-found'](after)).toBe(true);
  expect(await TGS_DAILY_CHECKS['enrolments-were-synced'](after)).toBe(true);
  await world.rows(`UPDATE course SET course_code = 'OWN-' || id`);
  expect(await TGS_DAILY_CHECKS['provider-has-courses'](after)).toBe(false);
});

test('S2.8 the calls of a night are predicted from what is here', async () => {
  const world = await open();
  await world.sync();
  await world.rows(`UPDATE course_run SET start_date = now()::date + 3, end_date = now()::date + 3`);
  const { pool } = world.deps.database;
  expect(await predictTgsDailyCalls(pool, world.providerId, 'full')).toBe(2 + 2 + 1);
  expect(await predictTgsDailyCalls(pool, world.providerId, 'incremental')).toBe(2 + 3);
  expect(await predictTgsDailyCalls(pool, world.deps.newId(), 'full')).toBeNull();
});

test('bug 49 a dry run of the chain plans everything, shows the first changes, and writes nothing', async () => {
  const world = await open();
  const before = await domainRows(world);
  const chain = await startTestChain(world.deps, { providerId: world.providerId, dryRun: true });
  const found = await chain.work('find_runs', findRunsStep);
  expect(found).toMatchObject({
    kind: 'completed',
    counts: { runs: 3, errors: 0, cancels: 0, 'enrolment.create': 5 },
    output: {
      sample: expect.arrayContaining([expect.objectContaining({ entity: 'course_run', key: '850001', ssgRunId: '850001' })]),
    },
  });
  for (const [step, handler] of [
    ['sync_enrolments', syncEnrolmentsStep],
    ['assign_trainers', assignTrainersStep],
  ] as const)
    expect(await chain.work(step, handler)).toMatchObject({ message: 'nothing to do in a dry run', counts: {} });
  expect(await domainRows(world)).toEqual(before);
  expect(await world.rows('SELECT FROM sync_batch')).toEqual([]);
});
