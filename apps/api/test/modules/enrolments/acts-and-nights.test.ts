import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { domainRows } from '../../support/sync-world.js';
import { runNight } from '../../sync/incremental/night.js';
import { createEnrolmentWorld, type EnrolmentWorld, R1 } from './enrolment-world.js';

let world: EnrolmentWorld;
let enrolmentId: string;
beforeEach(async () => {
  world = await createEnrolmentWorld();
  enrolmentId = await world.enrolmentId(R1);
});
afterEach(() => world.close());

/** Two nights: the first does what there is to do, the second finds nothing. */
async function quietNights(): Promise<void> {
  await world.sync();
  const before = await domainRows(world);
  await world.sync();
  expect(await domainRows(world)).toEqual(before);
}

describe('remove, bring back, sync', () => {
  test('S0.17 S0.19 removed, brought back, and synced with the same data of SSG: one row, Confirmed, and its whole history', async () => {
    await world.remove(enrolmentId);
    await world.sync();
    expect(await world.learnersRows()).toMatchObject([{ status: 'Admin Removed' }]);
    await world.reassign(enrolmentId);
    await quietNights();
    expect(await world.learnersRows()).toEqual([{ run: '850001', status: 'Confirmed', reference: R1, confirmed: true }]);
    expect(await world.history(enrolmentId, 'enrolment_status')).toEqual([
      [null, 'Confirmed', 'ssg', 'S0.15 new-enrolment'],
      ['Confirmed', 'Admin Removed', 'admin', 'S0.18 admin-removes'],
      ['Admin Removed', 'Confirmed', 'admin', 'S0.19 admin-reassigns'],
    ]);
    const audit = await world.rows(
      `SELECT action, actor_type, actor_id, actor_role, reason, correlation_id, change_set_id IS NOT NULL AS recorded
       FROM audit_trail WHERE entity_id = $1 ORDER BY id`,
      [enrolmentId],
    );
    const who = { actor_type: 'user', actor_id: world.admin.id, actor_role: 'admin', reason: 'the learner rang us' };
    expect(audit.slice(1)).toEqual([
      { action: 'enrolment.remove', ...who, correlation_id: 'request-1', recorded: true },
      { action: 'enrolment.reassign', ...who, correlation_id: 'request-1', recorded: true },
    ]);
  });

  test('S0.18 bug 17 a new number that SSG gave while the learner was removed is taken once they are back', async () => {
    await world.remove(enrolmentId);
    world.atSsg({ action: 'cancel', referenceNumber: R1 });
    world.enrolAgainAtSsg('ENR-2603-000005', 850001);
    await world.sync();
    expect(await world.learnersRows()).toMatchObject([{ status: 'Admin Removed', reference: R1 }]);
    await world.reassign(enrolmentId);
    await quietNights();
    expect(await world.learnersRows()).toEqual([
      { run: '850001', status: 'Confirmed', reference: 'ENR-2603-000005', confirmed: true },
    ]);
  });

  test('S0.16 what SSG had ended when it was brought back is ended again, as the act said', async () => {
    world.atSsg({ action: 'cancel', referenceNumber: R1 });
    await world.sync();
    const removed = await world.remove(enrolmentId);
    expect(removed).toMatchObject({ changed: true, explanation: expect.stringContaining('as Cancelled') });
    const { notices } = await world.reassign(enrolmentId);
    expect(notices).toMatchObject([{ message: expect.stringContaining('the next sync') }]);
    await quietNights();
    expect(await world.learnersRows()).toMatchObject([{ status: 'Cancelled' }]);
  });
});

describe('to another run of the course', () => {
  test('S0.19 SSG still has the enrolment in the old run: no night moves the row back, doubles it, or writes it again and again', async () => {
    const { enrolmentId: counts, changed } = await world.reassign(enrolmentId, 850002);
    expect([counts, changed]).toEqual([enrolmentId, true]);
    await quietNights();
    expect(await world.learnersRows()).toEqual([{ run: '850002', status: 'Confirmed', reference: R1, confirmed: false }]);
    const [from, to] = [await world.courseRunId(850001), await world.courseRunId(850002)];
    expect(await world.history(enrolmentId, 'course_run_id')).toEqual([[from, to, 'admin', 'S0.19 admin-moves']]);
    const [line] = await world.rows(
      `SELECT decisions FROM upcoming_course_runs_log WHERE course_run_id = '850001' ORDER BY created_at DESC, id DESC LIMIT 1`,
    );
    expect(line?.decisions).toMatchObject({ skips: [{ key: R1, rule: 'S0.19 admin-moves' }] });
  });

  test('S0.18 S0.19 removed in one run and brought back in another, in the same row', async () => {
    await world.remove(enrolmentId);
    await world.reassign(enrolmentId, 850002);
    await quietNights();
    expect(await world.learnersRows()).toMatchObject([{ run: '850002', status: 'Confirmed', reference: R1 }]);
  });

  test('S0.18 bug 17 another number in the old run does not bring the learner back there, whether SSG keeps the first or not', async () => {
    await world.reassign(enrolmentId, 850002);
    world.enrolAgainAtSsg('ENR-2603-000005', 850001);
    await quietNights();
    expect(await world.learnersRows()).toMatchObject([{ run: '850002' }]);
    world.atSsg({ action: 'remove', referenceNumber: R1 });
    await quietNights();
    expect(await world.learnersRows()).toMatchObject([{ run: '850002', reference: R1 }]);
  });

  test('S0.16 SSG’s cancellation reaches the row where it is', async () => {
    await world.reassign(enrolmentId, 850002);
    await world.sync();
    world.atSsg({ action: 'cancel', referenceNumber: R1 });
    await quietNights();
    expect(await world.learnersRows()).toMatchObject([{ run: '850002', status: 'Cancelled', reference: R1 }]);
  });

  test('moved-enrolment once SSG has it there too, SSG’s later move is followed again', async () => {
    await world.reassign(enrolmentId, 850002);
    await world.sync();
    world.atSsg({ action: 'change', referenceNumber: R1, runId: 850002 });
    await quietNights();
    expect(await world.learnersRows()).toEqual([{ run: '850002', status: 'Confirmed', reference: R1, confirmed: true }]);
    world.atSsg({ action: 'change', referenceNumber: R1, runId: 850003 });
    await quietNights();
    expect(await world.learnersRows()).toEqual([{ run: '850003', status: 'Confirmed', reference: R1, confirmed: true }]);
  });

  test('S0.19 as long as SSG has not, its move to a third run is not followed', async () => {
    await world.reassign(enrolmentId, 850002);
    world.atSsg({ action: 'change', referenceNumber: R1, runId: 850003 });
    await quietNights();
    expect(await world.learnersRows()).toMatchObject([{ run: '850002' }]);
  });

  test('S0.19 moved twice by an admin, and back', async () => {
    await world.reassign(enrolmentId, 850002);
    await world.sync();
    await world.reassign(enrolmentId, 850003);
    await quietNights();
    expect(await world.learnersRows()).toMatchObject([{ run: '850003', confirmed: false }]);
    await world.reassign(enrolmentId, 850001);
    await quietNights();
    expect(await world.learnersRows()).toEqual([{ run: '850001', status: 'Confirmed', reference: R1, confirmed: true }]);
  });

  test('S0.19 bug 17 where the learner has a row in the run, that one counts, under the number that is alive at SSG', async () => {
    world.enrolAgainAtSsg('ENR-2603-000007', 850002);
    await world.sync();
    world.atSsg({ action: 'cancel', referenceNumber: 'ENR-2603-000007' });
    await world.sync();
    const other = await world.enrolmentId('ENR-2603-000007');
    const outcome = await world.reassign(enrolmentId, 850002);
    expect(outcome).toMatchObject({ enrolmentId: other, leftEnrolmentId: enrolmentId, changed: true });
    await quietNights();
    expect(await world.learnersRows()).toEqual([
      { run: '850001', status: 'Admin Removed', reference: null, confirmed: true },
      { run: '850002', status: 'Confirmed', reference: R1, confirmed: false },
    ]);
    world.atSsg({ action: 'change', referenceNumber: R1, runId: 850002 });
    await quietNights();
    expect(await world.learnersRows()).toMatchObject([{}, { status: 'Confirmed', reference: R1, confirmed: true }]);
  });

  test('S0.19 bug 17 of two removed rows under living numbers each keeps its own', async () => {
    world.enrolAgainAtSsg('ENR-2603-000007', 850002);
    await world.sync();
    await world.remove(await world.enrolmentId('ENR-2603-000007'));
    await world.remove(enrolmentId);
    await world.reassign(enrolmentId, 850002);
    await quietNights();
    expect(await world.learnersRows()).toEqual([
      { run: '850001', status: 'Admin Removed', reference: R1, confirmed: true },
      { run: '850002', status: 'Confirmed', reference: 'ENR-2603-000007', confirmed: true },
    ]);
  });
});

describe('to a run of another course', () => {
  test('S0.19 the old row is removed, the new one waits for SSG and takes its number', async () => {
    const { enrolmentId: created, leftEnrolmentId, notices } = await world.transfer(enrolmentId, 850009);
    expect(leftEnrolmentId).toBe(enrolmentId);
    expect(notices.map(({ message }) => message)).toContain('SSG knows nothing of the enrolment in run 850009.');
    await quietNights();
    expect(await world.learnersRows()).toEqual([
      { run: '850001', status: 'Admin Removed', reference: R1, confirmed: true },
      { run: '850009', status: 'Confirmed', reference: null, confirmed: false },
    ]);
    const sets = await world.rows(
      `SELECT change_set.phase, count(DISTINCT entity_id)::int AS rows FROM change JOIN change_set ON change_set.id = change_set_id
       WHERE phase = 'admin' GROUP BY change_set.id`,
    );
    expect(sets).toEqual([{ phase: 'admin', rows: 2 }]);
    expect(await world.history(created, 'enrolment_status')).toEqual([[null, 'Confirmed', 'admin', 'S0.19 admin-transfers']]);

    world.atSsg({ action: 'cancel', referenceNumber: R1 });
    world.enrolAgainAtSsg('ENR-2603-000008', 850009);
    await quietNights();
    expect(await world.learnersRows()).toEqual([
      { run: '850001', status: 'Admin Removed', reference: R1, confirmed: true },
      { run: '850009', status: 'Confirmed', reference: 'ENR-2603-000008', confirmed: true },
    ]);
  });

  test('S0.19 there and back again: the first row is Confirmed once more', async () => {
    const { enrolmentId: created } = await world.transfer(enrolmentId, 850009);
    const back = await world.transfer(created, 850001);
    expect(back).toMatchObject({ enrolmentId, leftEnrolmentId: created, changed: true });
    await quietNights();
    expect(await world.learnersRows()).toMatchObject([
      { run: '850001', status: 'Confirmed', reference: R1, confirmed: true },
      { run: '850009', status: 'Admin Removed', reference: null },
    ]);
  });
});

test('bug 61 an incremental night reads the runs again that an admin changed, and only those', async () => {
  const night = () => runNight(world.deps, { providerId: world.providerId, mode: 'incremental', today: '2026-03-02' });
  const statusesOf = async (batchId: string) =>
    Object.fromEntries(
      (await world.rows('SELECT course_run_id, status FROM upcoming_course_runs_log WHERE batch_id = $1', [batchId])).map(
        (line) => [line.course_run_id, line.status],
      ),
    );
  const quiet = { 850001: 'unchanged', 850002: 'unchanged', 850003: 'unchanged', 850009: 'unchanged' };
  await world.remove(enrolmentId);
  // A removal is final, so there is nothing to read for it.
  expect(await statusesOf((await night()).batchId)).toEqual(quiet);
  await world.reassign(enrolmentId);
  expect(await statusesOf((await night()).batchId)).toEqual({ ...quiet, 850001: 'success' });
  await world.reassign(enrolmentId, 850002);
  expect(await statusesOf((await night()).batchId)).toEqual({ ...quiet, 850002: 'success' });
  await world.transfer(enrolmentId, 850009);
  expect(await statusesOf((await night()).batchId)).toEqual({ ...quiet, 850009: 'success' });
  expect(await statusesOf((await night()).batchId)).toEqual(quiet);
});
