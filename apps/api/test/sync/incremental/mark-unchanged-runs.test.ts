import { addDays } from '@rollcall/domain/calendar/iso-date';
import { changeEnrolment, changeRun } from '@rollcall/ssg/simulator/staff';
import { afterEach, expect, test } from 'vitest';
import { takeOverBatch } from '../../../src/modules/sync/batch-row.js';
import { markUnchangedRuns } from '../../../src/modules/sync/incremental/mark-unchanged-runs.js';
import { countStatements } from '../../http/count-statements.js';
import { setTrainers } from '../../support/simulator-staff.js';
import { addUser, createSyncWorld, PROVIDER, type SyncWorld, type SyncWorldOptions, TODAY } from '../../support/sync-world.js';
import { openNight, runNight } from './night.js';

const HOUR = 3_600_000;
const TRAINER = { email: 'tara.tan@example.org', name: 'Tara Tan' };
/** 02:00 in Singapore. */
const FIRST_NIGHT = Date.parse(`${TODAY}T02:00:00+08:00`);
const RUNS: SyncWorldOptions['runs'] = [
  { id: 850001, startDate: '2026-03-09', enrolments: [{ referenceNumber: 'ENR-2602-000001' }], trainers: [TRAINER] },
  { id: 850002, startDate: '2026-03-10', enrolments: [{ referenceNumber: 'ENR-2602-000002' }], trainers: [TRAINER] },
  { id: 850003, startDate: '2026-03-11', trainers: [TRAINER] },
];

let world: SyncWorld;
let clock: number;
afterEach(() => world.close());

async function openWorld(options: SyncWorldOptions = {}): Promise<void> {
  clock = FIRST_NIGHT;
  world = await createSyncWorld({ runs: RUNS, ...options, overrides: { now: () => clock } });
  await addUser(world, TRAINER);
  await night('full');
}

const night = (mode: 'full' | 'incremental', today = TODAY) =>
  runNight(world.deps, { providerId: world.providerId, mode, today });

/** A day passes, and the next night is incremental. */
async function nextNight() {
  clock += 24 * HOUR;
  world.simulator.calls.clear();
  const result = await night('incremental', addDays(TODAY, Math.round((clock - FIRST_NIGHT) / (24 * HOUR))));
  const lines = await world.rows('SELECT * FROM upcoming_course_runs_log WHERE batch_id = $1 ORDER BY course_run_id', [
    result.batchId,
  ]);
  return { ...result, lines, statuses: Object.fromEntries(lines.map((line) => [line.course_run_id, line.status])) };
}

test('bug 61 a quiet night: no run is read, every line tells why, and one search per provider is all', async () => {
  await openWorld();
  const { marked, lines, summary } = await nextNight();
  expect(marked).toMatchObject({ kind: 'incremental', unchanged: 3, toRead: 0 });
  expect(summary).toMatchObject({
    status: 'completed',
    runs: { unchanged: 3, success: 0, no_enrolments: 0 },
  });
  for (const line of lines) {
    expect(line).toMatchObject({ status: 'unchanged', touched: false, processed_at: expect.any(Date) });
    expect(line.decisions).toMatchObject({
      skips: [{ key: line.course_run_id, rule: 'bug 61 unchanged', reason: expect.any(String) }],
    });
  }
  expect(world.simulator.calls.counts()).toMatchObject({ 'courseRuns.listByReference': 1, 'enrolments.search': 1 });
  expect(world.simulator.calls.counts()).not.toHaveProperty('courseRuns.get');
});

test('bug 61 what changed is read, once: an update, a listing, a learner count, a new run', async () => {
  await openWorld();
  const { simulator } = world;
  const noon = clock + 10 * HOUR;
  changeEnrolment(simulator.state, { action: 'cancel', referenceNumber: 'ENR-2602-000001' }, noon);
  changeRun(simulator.state, 850002, { endDate: '2026-03-20' });
  changeEnrolment(simulator.state, { action: 'add', runId: 850003, referenceNumber: 'ENR-2603-000003' }, noon);
  const { statuses } = await nextNight();
  expect(statuses).toEqual({ 850001: 'success', 850002: 'success', 850003: 'success' });
  expect(await world.rows('SELECT enrolment_id, enrolment_status FROM enrollment ORDER BY 1')).toEqual([
    { enrolment_id: 'ENR-2602-000001', enrolment_status: 'Cancelled' },
    { enrolment_id: 'ENR-2602-000002', enrolment_status: 'Confirmed' },
    { enrolment_id: 'ENR-2603-000003', enrolment_status: 'Confirmed' },
  ]);
  // The updates are in the next night's overlap too, and are known to have been read (bug 50).
  expect((await nextNight()).statuses).toEqual({ 850001: 'unchanged', 850002: 'unchanged', 850003: 'unchanged' });
});

test('bug 14 an enrolment that silently vanishes is betrayed by SSG’s learner count', async () => {
  await openWorld();
  changeEnrolment(world.simulator.state, { action: 'remove', referenceNumber: 'ENR-2602-000002' }, clock);
  const { statuses } = await nextNight();
  expect(statuses).toEqual({ 850001: 'unchanged', 850002: 'no_enrolments', 850003: 'unchanged' });
  expect(await world.rows('SELECT enrolment_id FROM enrollment WHERE unconfirmed_since IS NOT NULL')).toEqual([
    { enrolment_id: 'ENR-2602-000002' },
  ]);
  expect((await nextNight()).statuses).toMatchObject({ 850002: 'unchanged' });
});

test('ssg-api.md §7.2 an enrolment that moves has both its runs read', async () => {
  await openWorld();
  const { state } = world.simulator;
  // SSG's counts stay as they were, so that only the move itself can tell.
  for (const id of [850001, 850002]) {
    const run = state.run(id);
    if (run) state.saveRun({ ...run, registeredUserCount: 1 });
  }
  await nextNight();
  changeEnrolment(state, { action: 'change', referenceNumber: 'ENR-2602-000001', runId: 850002 }, clock + 10 * HOUR);
  expect((await nextNight()).statuses).toEqual({ 850001: 'no_enrolments', 850002: 'success', 850003: 'unchanged' });
});

test('bug 61 a run left with an error is read until it is read to its end', async () => {
  await openWorld();
  changeRun(world.simulator.state, 850001, { endDate: '2026-03-20' });
  const fault = { operation: 'enrolments.search', runId: '850001', effect: { kind: 'inner-status', status: 403 } } as const;
  world.simulator.faults.add(fault);
  expect((await nextNight()).statuses).toMatchObject({ 850001: 'error', 850002: 'unchanged' });
  world.simulator.faults.clear();
  expect((await nextNight()).statuses).toMatchObject({ 850001: 'success', 850002: 'unchanged' });
  expect((await nextNight()).statuses).toMatchObject({ 850001: 'unchanged', 850002: 'unchanged' });
});

test('bug 50 a run that leaves the window and comes back is read: nobody looked meanwhile', async () => {
  await openWorld();
  const { state } = world.simulator;
  changeRun(state, 850001, { startDate: '2026-05-01', endDate: '2026-05-01' });
  await nextNight();
  await nextNight();
  changeRun(state, 850001, { startDate: '2026-03-12', endDate: '2026-03-12' });
  const { lines } = await nextNight();
  expect(lines.map(({ course_run_id: run, status }) => [run, status])).toContainEqual(['850001', 'success']);
});

test('bug 16 a run that SSG stops listing is asked for by its id', async () => {
  await openWorld();
  world.simulator.state.deleteRun(850002);
  expect((await nextNight()).statuses).toMatchObject({ 850002: 'not_listed' });
});

test('S0.25 an unchanged run without a trainer is touched, and gets the one that SSG links later', async () => {
  await openWorld({ runs: RUNS?.map((run) => ({ ...run, trainers: [] })) });
  expect((await nextNight()).lines[0]).toMatchObject({ status: 'unchanged', touched: true, trainer_outcome: 'none' });
  setTrainers(world.simulator, 850001, [TRAINER]);
  const { lines } = await nextNight();
  expect(lines[0]).toMatchObject({ course_run_id: '850001', status: 'unchanged', trainer_outcome: 'ssg' });
  // 850003 has no active enrolment: it is not here, and nobody asks for its trainer (S0.20).
  expect(lines[2]).toMatchObject({ course_run_id: '850003', status: 'unchanged', touched: false });
  expect((await nextNight()).lines[0]).toMatchObject({ status: 'unchanged', touched: false });
});

test('bug 12 where the provider follows SSG’s trainers, runs with a fallback are asked about every night', async () => {
  await openWorld({ runs: RUNS?.map((run) => ({ ...run, trainers: [] })) });
  await world.rows('UPDATE course SET trainers_email_list = $1', [TRAINER.email]);
  expect((await nextNight()).lines[0]).toMatchObject({ status: 'unchanged', trainer_outcome: 'email_list' });
  expect((await nextNight()).lines[0]).toMatchObject({ touched: false });
  await world.rows('UPDATE training_provider SET refresh_tpg_trainers = true');
  expect((await nextNight()).lines[0]).toMatchObject({ status: 'unchanged', touched: true });
});

test('S0.19 an enrolment that an admin brought back follows SSG again; a removal needs no reading', async () => {
  await openWorld();
  const setStatus = (status: string) =>
    world.rows(
      `UPDATE enrollment SET enrolment_status = $1, version = version + 1, updated_at = clock_timestamp() WHERE enrolment_id = 'ENR-2602-000001'`,
      [status],
    );
  await setStatus('Admin Removed');
  expect((await nextNight()).statuses).toMatchObject({ 850001: 'unchanged' });
  changeEnrolment(world.simulator.state, { action: 'cancel', referenceNumber: 'ENR-2602-000001' }, clock + 10 * HOUR);
  expect((await nextNight()).statuses).toMatchObject({ 850001: 'success' });
  await setStatus('Confirmed');
  expect((await nextNight()).statuses).toMatchObject({ 850001: 'success' });
  expect(await world.rows(`SELECT enrolment_status FROM enrollment WHERE enrolment_id = 'ENR-2602-000001'`)).toEqual([
    { enrolment_status: 'Cancelled' },
  ]);
});

test('bug 18 a run with an enrolment under review is read every night, until somebody has decided', async () => {
  const nobody = { identifier: '', fullName: '', email: '' };
  const enrolments = [{ referenceNumber: 'ENR-2602-000001' }, { referenceNumber: 'ENR-2602-000002', trainee: nobody }];
  await openWorld({ runs: [{ id: 850001, startDate: '2026-03-09', trainers: [TRAINER], enrolments }] });
  expect(await world.rows('SELECT reason, status FROM learner_review')).toEqual([{ reason: 'no_identity', status: 'open' }]);
  expect((await nextNight()).statuses).toEqual({ 850001: 'success' });
  await world.rows(`UPDATE learner_review SET status = 'dismissed', resolved_at = clock_timestamp()`);
  expect((await nextNight()).statuses).toEqual({ 850001: 'success' });
  expect((await nextNight()).statuses).toEqual({ 850001: 'unchanged' });
});

test('X23 another mode profile writes every run anew', async () => {
  await openWorld();
  await world.rows(`UPDATE training_provider SET mode_profile = 'ssg-official'`);
  expect((await nextNight()).summary.runs).toMatchObject({ unchanged: 0, success: 2, no_enrolments: 1 });
});

test.each([
  ['no complete sync', async () => world.rows(`UPDATE sync_batch SET status = 'partial'`), /yet/],
  ['a sync of one run only', async () => world.rows(`UPDATE sync_batch SET only_course_run_id = '850001'`), /yet/],
  ['a complete sync of three weeks ago', async () => void (clock += 20 * 24 * HOUR), /14 days/],
])('bug 50 after %s, everything is read', async (_what, prepare, reason) => {
  await openWorld();
  await prepare();
  const { marked, statuses } = await nextNight();
  expect(marked).toMatchObject({ kind: 'full', reason: expect.stringMatching(reason) });
  expect(Object.values(statuses)).not.toContain('unchanged');
});

test('bug 50 SSG is asked for updates since two days before the last complete sync began', async () => {
  await openWorld();
  clock += 24 * HOUR;
  const { context, close } = await openNight(world.deps, {
    providerId: world.providerId,
    mode: 'incremental',
    today: '2026-03-03',
  });
  const asked: unknown[] = [];
  const { search } = context.client.enrolments;
  const client = {
    ...context.client,
    enrolments: {
      ...context.client.enrolments,
      search: (...call: Parameters<typeof search>) => (asked.push(call[0]), search(...call)),
    },
  };
  await markUnchangedRuns({ ...context, client });
  await close();
  const { uen, code } = PROVIDER;
  const sortBy = { field: 'updatedOn', order: 'asc' };
  expect(asked).toEqual([{ uen, code, lastUpdateDateFrom: '2026-02-28', lastUpdateDateTo: '2026-03-03', sortBy }]);
});

test('bug 49 half a list is no quiet night: a search that fails on its second page marks nothing', async () => {
  const quiet = { id: 850005, startDate: '2026-03-12', learners: 1 };
  await openWorld({ runs: [quiet, { id: 850004, startDate: '2026-03-12', learners: 150 }] });
  for (const { referenceNumber } of world.simulator.state.enrolments.ofRun(850004))
    changeEnrolment(
      world.simulator.state,
      { action: 'change', referenceNumber, collectionStatus: 'Partial Payment' },
      clock + 10 * HOUR,
    );
  world.simulator.faults.add({ operation: 'enrolments.search', fromCall: 2, effect: { kind: 'inner-status', status: 403 } });
  clock += 24 * HOUR;
  const { context, close } = await openNight(world.deps, {
    providerId: world.providerId,
    mode: 'incremental',
    today: '2026-03-03',
  });
  await expect(markUnchangedRuns(context)).rejects.toMatchObject({ name: 'SsgAccessError' });
  const statusesOf = () =>
    world.rows('SELECT DISTINCT status FROM upcoming_course_runs_log WHERE batch_id = $1', [context.batch.id]);
  expect(await statusesOf()).toEqual([{ status: 'pending' }]);

  world.simulator.faults.clear();
  const first = await markUnchangedRuns(context);
  expect(first).toMatchObject({ kind: 'incremental', unchanged: 1, toRead: 1 });
  expect(await markUnchangedRuns(context)).toEqual(first);

  await world.rows(`UPDATE sync_batch SET status = 'interrupted', completed_at = now() WHERE id = $1`, [context.batch.id]);
  await takeOverBatch(world.deps.database.pool, context.batch.id, world.deps.newId());
  await world.rows(`UPDATE upcoming_course_runs_log SET status = 'pending' WHERE batch_id = $1`, [context.batch.id]);
  await expect(markUnchangedRuns(context)).rejects.toMatchObject({ name: 'BatchLostError' });
  expect(await statusesOf()).toEqual([{ status: 'pending' }]);
  await close();
});

test('bug 61 the number of statements does not grow with the runs', async () => {
  const statementsFor = async (runs: number) => {
    await openWorld({
      runs: Array.from({ length: runs }, (_, index) => ({ id: 851000 + index, startDate: '2026-03-09', learners: 1 })),
    });
    clock += 24 * HOUR;
    const other = world.anotherProcess({ now: () => clock });
    const counter = countStatements(other.database.relaxedPool);
    const { context, close } = await openNight(other, { providerId: world.providerId, mode: 'incremental', today: '2026-03-03' });
    const { result, statements } = await counter.during(() => markUnchangedRuns(context));
    await close();
    expect(result).toMatchObject({ unchanged: runs });
    return statements.length;
  };
  const few = await statementsFor(15);
  await world.close();
  expect(await statementsFor(30)).toBe(few);
  // Watermark, runs that enrolments left, facts, marks, counts.
  expect(few).toBeLessThanOrEqual(5);
});
