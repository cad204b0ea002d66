import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setTrainers } from '../support/simulator-staff.js';
import { addUser, COURSE, createSyncWorld, domainRows, type SyncWorld, TODAY } from '../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());

const enrolmentOf = async (reference: string) =>
  (await world.rows('SELECT * FROM enrollment WHERE enrolment_id = $1', [reference]))[0];
const lines = () =>
  world.rows(
    'SELECT course_run_id, course_code, status, mode_of_learning, vacancy_code, trainer_outcome, error_message FROM upcoming_course_runs_log ORDER BY created_at, course_run_id',
  );

const found = (reference: string) => {
  const record = world.simulator.state.enrolments.find(reference);
  if (!record) throw new Error(`The simulator has no ${reference}.`);
  return record;
};

describe('a provider with one upcoming run', () => {
  beforeEach(async () => {
    world = await createSyncWorld({
      runs: [
        {
          id: 850001,
          startDate: '2026-03-09',
          modeOfTraining: '1',
          vacancy: 'A',
          enrolments: [{ referenceNumber: 'ENR-2602-000001' }, { referenceNumber: 'ENR-2602-000002', status: 'Cancelled' }],
        },
        { id: 850002, startDate: '2026-05-01', enrolments: [{ referenceNumber: 'ENR-2602-000003' }] },
        { id: 850003, startDate: '2026-03-10' },
      ],
    });
  });

  test('S0.15, S0.21 the first sync creates run, learner and enrolment, and says so per run (S0.35)', async () => {
    const summary = await world.sync();
    expect(summary).toMatchObject({
      status: 'completed',
      today: TODAY,
      windowEnd: '2026-03-23',
      courses: 1,
      runs: { success: 1, no_enrolments: 1, error: 0 },
    });
    expect(summary.changes).toMatchObject({
      course_run: { created: 1, updated: 0 },
      learner: { created: 1 },
      enrolment: { created: 1 },
    });
    const [run] = await world.rows('SELECT *, start_date::text FROM course_run');
    expect(run).toMatchObject({
      course_run_id: '850001',
      class_status: 'Pending',
      class_type: null,
      start_date: '2026-03-09',
      mode_of_learning: 'Physical',
      mode_of_training_code: '1',
      course_vacancy_code: 'A',
      lifecycle: 'Scheduled',
    });
    expect(run?.digital_attendance_id).toMatch(/^RA\d+$/);
    expect(await enrolmentOf('ENR-2602-000001')).toMatchObject({
      enrolment_status: 'Confirmed',
      ssg_status: 'Confirmed',
      course_run_id: run?.id,
      version: 1,
    });
    expect(await enrolmentOf('ENR-2602-000002')).toBeUndefined();
    expect(await lines()).toMatchObject([
      {
        course_run_id: '850001',
        course_code: COURSE,
        status: 'success',
        mode_of_learning: 'Physical',
        vacancy_code: 'A',
        trainer_outcome: 'none',
      },
      { course_run_id: '850003', status: 'no_enrolments', trainer_outcome: null },
    ]);
  });

  test('S0.8 a run beyond the window is not looked at, and is once the threshold reaches it (S0.11)', async () => {
    await world.sync();
    expect(world.simulator.calls.list('enrolments.search')).toHaveLength(2);
    await world.rows('UPDATE training_provider SET upcoming_classes_threshold_days = 60');
    const summary = await world.sync();
    expect(summary.changes.course_run.created).toBe(1);
    expect(await enrolmentOf('ENR-2602-000003')).toMatchObject({ enrolment_status: 'Confirmed' });
  });

  test('a second sync of the same answers writes its log and no domain row', async () => {
    await world.sync();
    const before = await domainRows(world);
    const summary = await world.sync();
    expect(await domainRows(world)).toEqual(before);
    expect(summary).toMatchObject({ status: 'completed', runs: { success: 1, no_enrolments: 1 } });
    expect(await lines()).toHaveLength(4);
  });

  test('S0.16 SSG’s cancellation reaches the enrolment, with its provenance and audit', async () => {
    await world.sync();
    world.simulator.state.enrolments.save({
      ...found('ENR-2602-000001'),
      status: 'Cancelled',
      updatedOn: Date.parse('2026-03-01T04:00:00Z'),
    });
    await world.sync();
    const row = await enrolmentOf('ENR-2602-000001');
    expect(row).toMatchObject({ enrolment_status: 'Cancelled', version: 2 });
    const changes = await world.rows(`SELECT * FROM change WHERE entity_id = $1 AND field = 'enrolment_status' ORDER BY id`, [
      row?.id,
    ]);
    expect(changes).toMatchObject([
      { before: null, after: 'Confirmed', owner: 'ssg', rule: 'S0.15 new-enrolment' },
      { before: 'Confirmed', after: 'Cancelled', owner: 'ssg', rule: 'S0.16 ssg-updates-enrolment' },
    ]);
    expect(await world.rows('SELECT action, actor_type FROM audit_trail WHERE entity_id = $1 ORDER BY id', [row?.id])).toEqual([
      { action: 'enrolment.create', actor_type: 'system' },
      { action: 'enrolment.update', actor_type: 'system' },
    ]);
  });

  test('S0.17, S0.18 an admin removal outlives every sync, and a new reference number of the same learner', async () => {
    await world.sync();
    await world.rows(`UPDATE enrollment SET enrolment_status = 'Admin Removed', version = version + 1`);
    const removed = await enrolmentOf('ENR-2602-000001');
    const first = found('ENR-2602-000001');
    world.simulator.state.enrolments.save({ ...first, updatedOn: Date.parse('2026-03-01T04:00:00Z'), discountAmount: '99' });
    world.simulator.state.enrolments.add({ ...first, referenceNumber: 'ENR-2603-000009' });
    const summary = await world.sync();
    expect(summary.changes.enrolment).toEqual({ created: 0, updated: 0 });
    expect(await enrolmentOf('ENR-2602-000001')).toEqual(removed);
    expect(await enrolmentOf('ENR-2603-000009')).toBeUndefined();
    const [line] = await world.rows(
      `SELECT decisions FROM upcoming_course_runs_log WHERE course_run_id = '850001' ORDER BY created_at DESC LIMIT 1`,
    );
    expect(JSON.stringify(line?.decisions)).toContain('admin');
  });

  test('S0.23 admin columns are identical before and after a sync that changes the run', async () => {
    const trainer = await addUser(world, { name: 'Mei Lin', email: 'mei.lin@example.org' });
    await world.sync();
    await world.rows(
      `UPDATE course_run SET class_status = 'Confirmed', class_type = 'Hybrid', assigned_trainer_id = $1, assigned_trainer_name = 'Mei Lin', assignment_source = 'admin', version = version + 1`,
      [trainer],
    );
    const run = world.simulator.state.run(850001);
    if (run) world.simulator.state.saveRun({ ...run, startDate: '2026-03-11', endDate: '2026-03-12', vacancy: 'F' });
    await world.sync();
    const [after] = await world.rows('SELECT *, start_date::text, end_date::text FROM course_run');
    expect(after).toMatchObject({
      start_date: '2026-03-11',
      end_date: '2026-03-12',
      course_vacancy_code: 'F',
      class_status: 'Confirmed',
      class_type: 'Hybrid',
      assigned_trainer_name: 'Mei Lin',
      assignment_source: 'admin',
      tpg_assigned_trainer_name: null,
    });
    expect((await lines()).at(-2)).toMatchObject({ course_run_id: '850001', trainer_outcome: 'kept' });
  });

  test('bug 14 an enrolment that SSG no longer lists is marked, and cleared when it is back', async () => {
    await world.sync();
    const gone = found('ENR-2602-000001');
    world.simulator.state.enrolments.remove('ENR-2602-000001');
    await world.sync();
    expect((await enrolmentOf('ENR-2602-000001'))?.unconfirmed_since).toBeInstanceOf(Date);
    world.simulator.state.enrolments.add(gone);
    await world.sync();
    expect(await enrolmentOf('ENR-2602-000001')).toMatchObject({ unconfirmed_since: null, enrolment_status: 'Confirmed' });
  });

  test('bug 16 a run that left SSG’s list is asked for by id: moved dates are followed, a deleted run is reported', async () => {
    await world.sync();
    const run = world.simulator.state.run(850001);
    if (run) world.simulator.state.saveRun({ ...run, startDate: '2026-06-01', endDate: '2026-06-01' });
    await world.sync();
    expect(await world.rows('SELECT start_date::text FROM course_run')).toEqual([{ start_date: '2026-06-01' }]);
    await world.rows(`UPDATE course_run SET start_date = '2026-03-09', end_date = '2026-03-09'`);
    world.simulator.state.deleteRun(850001);
    const summary = await world.sync();
    expect(summary).toMatchObject({ status: 'completed', runs: { not_listed: 1 } });
    expect(await world.rows('SELECT count(*)::int AS runs FROM course_run')).toEqual([{ runs: 1 }]);
  });

  test('one run now: only that run is asked for, window or not', async () => {
    const summary = await world.sync({ onlySsgRunId: '850002' });
    expect(summary).toMatchObject({ status: 'completed', runs: { success: 1 } });
    expect(world.simulator.calls.list('enrolments.search')).toHaveLength(1);
    expect(await world.rows('SELECT course_run_id FROM course_run')).toEqual([{ course_run_id: '850002' }]);
  });
});

describe('trainers', () => {
  const RUN = { startDate: '2026-03-09', enrolments: [{}] };

  test('S0.26, S0.29 SSG’s trainers fill legacy, TPG and junction; an assessor only the junction (X26)', async () => {
    world = await createSyncWorld({
      runs: [
        {
          ...RUN,
          id: 850001,
          trainers: [
            { email: 'assessor@example.org', roles: [2] },
            { email: 'first@example.org' },
            { email: 'second@example.org' },
          ],
        },
      ],
    });
    await addUser(world, { name: 'Ann Assessor', email: 'assessor@example.org' });
    const first = await addUser(world, { name: 'Fay First', email: 'first@example.org' });
    await addUser(world, { name: 'Sam Second', email: 'second@example.org' });
    const summary = await world.sync();
    expect(summary.trainers).toMatchObject({ ssg: 1, none: 0 });
    expect((await world.rows('SELECT * FROM course_run'))[0]).toMatchObject({
      assigned_trainer_id: first,
      assigned_trainer_name: 'Fay First',
      assignment_source: 'ssg',
      tpg_assigned_trainer_email: 'first@example.org',
    });
    expect(await world.rows('SELECT trainer_email, role FROM course_run_trainer ORDER BY position')).toEqual([
      { trainer_email: 'first@example.org', role: 'trainer' },
      { trainer_email: 'second@example.org', role: 'trainer' },
      { trainer_email: 'assessor@example.org', role: 'assessor' },
    ]);
  });

  test('S0.27, S0.30, S0.31 the e-mail list fills the legacy columns and nothing else', async () => {
    world = await createSyncWorld({ runs: [{ ...RUN, id: 850001, trainers: [{ email: 'stranger@example.org' }] }] });
    await addUser(world, { name: 'Lee List', email: 'lee@example.org' });
    await world.rows(
      `UPDATE course SET trainers_email_list = 'nobody@example.org|lee@example.org', trainers_list = 'Someone Else'`,
    );
    const summary = await world.sync();
    expect(summary.trainers).toMatchObject({ email_list: 1 });
    expect((await world.rows('SELECT * FROM course_run'))[0]).toMatchObject({
      assigned_trainer_email: 'lee@example.org',
      assignment_source: 'email_list',
      tpg_assigned_trainer_name: null,
    });
    expect(await world.rows('SELECT * FROM course_run_trainer')).toEqual([]);
  });

  test('S0.28, bug 9 an ambiguous name is a notice with its candidates, never a guess', async () => {
    world = await createSyncWorld({ runs: [{ ...RUN, id: 850001 }] });
    await addUser(world, { name: 'tan wei ming', email: 'one@example.org' });
    await addUser(world, { name: 'tan wei ming', email: 'two@example.org' });
    await world.rows(`UPDATE course SET trainers_list = 'Tan Wei Ming'`);
    const summary = await world.sync();
    expect(summary.trainers).toMatchObject({ none: 1 });
    const [line] = await world.rows('SELECT decisions FROM upcoming_course_runs_log');
    expect(JSON.stringify(line?.decisions)).toContain('ambiguous_trainer');
  });

  test('bug 12 with the opt-in, SSG’s trainer is followed in the TPG columns only', async () => {
    world = await createSyncWorld({ runs: [{ ...RUN, id: 850001 }] });
    await addUser(world, { name: 'lee list', email: 'lee@example.org' });
    await addUser(world, { name: 'tia tpg', email: 'tia@example.org' });
    await world.rows(`UPDATE course SET trainers_email_list = 'lee@example.org'`);
    await world.sync();
    setTrainers(world.simulator, 850001, [{ email: 'tia@example.org' }]);
    await world.sync();
    expect((await world.rows('SELECT * FROM course_run'))[0]).toMatchObject({ tpg_assigned_trainer_name: null });
    await world.rows('UPDATE training_provider SET refresh_tpg_trainers = true');
    await world.sync();
    expect((await world.rows('SELECT * FROM course_run'))[0]).toMatchObject({
      assigned_trainer_email: 'lee@example.org',
      assignment_source: 'email_list',
      tpg_assigned_trainer_email: 'tia@example.org',
    });
    expect(await world.rows('SELECT * FROM course_run_trainer')).toEqual([]);
  });
});
