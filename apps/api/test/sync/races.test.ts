import { afterEach, expect, test } from 'vitest';
import { beginSync } from '../../src/modules/sync/begin-sync.js';
import type { SyncInput } from '../../src/modules/sync/sync-input.js';
import { addUser, createSyncWorld, finished, type SyncWorld, TODAY } from '../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());

const input = (): SyncInput => ({ providerId: world.providerId, trigger: 'cli', today: TODAY });

const nothing = () => undefined;

/** A gate that holds whoever comes until it is opened, and tells when somebody came. */
function gate() {
  let open: () => void = nothing;
  let arrive: () => void = nothing;
  const opened = new Promise<void>((resolve) => void (open = resolve));
  const reached = new Promise<void>((resolve) => void (arrive = resolve));
  return {
    open: () => open(),
    reached,
    hold: async () => {
      arrive();
      await opened;
    },
  };
}

test('bug 23 two triggers at once: one runs, the other gets the running batch’s id', async () => {
  const held = gate();
  world = await createSyncWorld({
    runs: [{ id: 850001, startDate: '2026-03-09', enrolments: [{}] }],
    overrides: { pausePoint: (name) => (name === 'after-fetch-before-apply' ? held.hold() : Promise.resolve()) },
  });
  const first = await beginSync(world.deps, input());
  await held.reached;
  const second = await beginSync(world.anotherProcess(), { ...input(), trigger: 'http' });
  expect(second).toMatchObject({ kind: 'already_running', batchId: first.batchId, runId: first.runId });
  held.open();
  expect(await finished(first)).toMatchObject({ status: 'completed' });
  expect(await world.rows('SELECT count(*)::int AS batches FROM sync_batch')).toEqual([{ batches: 1 }]);
});

test('ten triggers at the same moment: exactly one batch runs and nobody is left without an answer', async () => {
  world = await createSyncWorld({ runs: [{ id: 850001, startDate: '2026-03-09', enrolments: [{}] }] });
  const others = Array.from({ length: 10 }, () => world.anotherProcess());
  const starts = await Promise.all(others.map((deps) => beginSync(deps, input())));
  const summaries = await Promise.all(starts.flatMap((start) => (start.kind === 'begun' ? [start.finished] : [])));
  expect(summaries.length).toBeGreaterThan(0);
  expect(summaries.every(({ status }) => status === 'completed')).toBe(true);
  expect(starts.every(({ runId }) => runId.startsWith('upcoming_'))).toBe(true);
  expect(await world.rows('SELECT count(*)::int AS rows FROM enrollment')).toEqual([{ rows: 1 }]);
});

test('S0.17 an admin removes a learner between fetching and writing: the plan is made anew and the removal stands', async () => {
  const held = gate();
  let holds = false;
  world = await createSyncWorld({
    runs: [{ id: 850001, startDate: '2026-03-09', enrolments: [{ referenceNumber: 'ENR-2602-000001' }] }],
    overrides: { pausePoint: (name) => (holds && name === 'after-fetch-before-apply' ? held.hold() : Promise.resolve()) },
  });
  await world.sync();
  const before = world.simulator.state.enrolments.find('ENR-2602-000001');
  if (before) world.simulator.state.enrolments.save({ ...before, status: 'Cancelled' });
  holds = true;
  const start = await beginSync(world.deps, input());
  await held.reached;
  await world.rows(`UPDATE enrollment SET enrolment_status = 'Admin Removed', version = version + 1`);
  held.open();
  expect(await finished(start)).toMatchObject({ status: 'completed', changes: { enrolment: { updated: 0 } } });
  expect(await world.rows('SELECT enrolment_status, version FROM enrollment')).toEqual([
    { enrolment_status: 'Admin Removed', version: 2 },
  ]);
});

test('one new learner in many runs at once becomes one learner with an enrolment in each', async () => {
  const trainee = {
    identifier: 'PASSPORT-77001',
    identifierType: 'OTHERS' as const,
    fullName: 'Same Person',
    email: 'same.person@example.org',
  };
  world = await createSyncWorld({
    runs: Array.from({ length: 12 }, (_, index) => ({
      id: 850001 + index,
      startDate: '2026-03-09',
      enrolments: [{ trainee }, {}],
    })),
    environment: { SSG_CONCURRENCY: '8' },
  });
  const summary = await world.sync();
  expect(summary).toMatchObject({ status: 'completed', runs: { success: 12 } });
  expect(await world.rows(`SELECT count(*)::int AS learners FROM learner WHERE email = 'same.person@example.org'`)).toEqual([
    { learners: 1 },
  ]);
  expect(await world.rows('SELECT count(*)::int AS rows FROM enrollment')).toEqual([{ rows: 24 }]);
});

test('a process that lost its batch writes nothing more', async () => {
  const held = gate();
  world = await createSyncWorld({
    runs: [{ id: 850001, startDate: '2026-03-09', enrolments: [{}] }],
    overrides: { pausePoint: (name) => (name === 'after-fetch-before-apply' ? held.hold() : Promise.resolve()) },
  });
  const start = await beginSync(world.deps, input());
  await held.reached;
  await world.rows('UPDATE sync_batch SET owner_token = $1', [world.deps.newId()]);
  held.open();
  await expect(finished(start)).rejects.toMatchObject({ name: 'BatchLostError' });
  expect(await world.rows('SELECT count(*)::int AS rows FROM course_run')).toEqual([{ rows: 0 }]);
  expect(await world.rows('SELECT status FROM upcoming_course_runs_log')).toEqual([{ status: 'pending' }]);
});

test('S0.32 an admin assigns a trainer while SSG is being asked: the admin’s trainer stays and the run is kept', async () => {
  const held = gate();
  world = await createSyncWorld({
    runs: [{ id: 850001, startDate: '2026-03-09', enrolments: [{}], trainers: [{ email: 'ssg@example.org' }] }],
    overrides: { pausePoint: (name) => (name === 'after-trainers-fetched' ? held.hold() : Promise.resolve()) },
  });
  await addUser(world, { name: 'Sue Ssg', email: 'ssg@example.org' });
  const chosen = await addUser(world, { name: 'Ada Admin', email: 'ada@example.org' });
  const start = await beginSync(world.deps, input());
  await held.reached;
  await world.rows(
    `UPDATE course_run SET assigned_trainer_id = $1, assigned_trainer_name = 'Ada Admin', assignment_source = 'admin', version = version + 1`,
    [chosen],
  );
  held.open();
  expect(await finished(start)).toMatchObject({ status: 'completed', trainers: { kept: 1, ssg: 0 } });
  expect(await world.rows('SELECT assigned_trainer_id, assignment_source, tpg_assigned_trainer_name FROM course_run')).toEqual([
    { assigned_trainer_id: chosen, assignment_source: 'admin', tpg_assigned_trainer_name: null },
  ]);
  expect(await world.rows('SELECT 1 FROM course_run_trainer')).toEqual([]);
});

test('a process that lost its batch assigns nobody', async () => {
  const held = gate();
  world = await createSyncWorld({
    runs: [{ id: 850001, startDate: '2026-03-09', enrolments: [{}], trainers: [{ email: 'ssg@example.org' }] }],
    overrides: { pausePoint: (name) => (name === 'after-trainers-fetched' ? held.hold() : Promise.resolve()) },
  });
  await addUser(world, { name: 'Sue Ssg', email: 'ssg@example.org' });
  const start = await beginSync(world.deps, input());
  await held.reached;
  await world.rows('UPDATE sync_batch SET owner_token = $1', [world.deps.newId()]);
  held.open();
  await expect(finished(start)).rejects.toMatchObject({ name: 'BatchLostError' });
  expect(await world.rows('SELECT assigned_trainer_id FROM course_run')).toEqual([{ assigned_trainer_id: null }]);
  expect(await world.rows(`SELECT 1 FROM change_set WHERE phase = 'trainers'`)).toEqual([]);
});
