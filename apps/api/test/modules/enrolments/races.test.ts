import { afterEach, beforeEach, expect, test } from 'vitest';
import { reassignEnrolment } from '../../../src/modules/enrolments/reassign-enrolment.js';
import { removeEnrolments } from '../../../src/modules/enrolments/remove-enrolments.js';
import { beginSync } from '../../../src/modules/sync/begin-sync.js';
import { countStatements } from '../../http/count-statements.js';
import { finished, TODAY } from '../../support/sync-world.js';
import { createEnrolmentWorld, type EnrolmentWorld, R1, REASON } from './enrolment-world.js';

let world: EnrolmentWorld;
let enrolmentId: string;
/** What a sync does when it has read SSG and written nothing yet. */
let beforeWriting: () => Promise<void>;

beforeEach(async () => {
  beforeWriting = async () => undefined;
  const pausePoint = (name: string) => (name === 'after-fetch-before-apply' ? beforeWriting() : Promise.resolve());
  world = await createEnrolmentWorld({ overrides: { pausePoint } });
  enrolmentId = await world.enrolmentId(R1);
});
afterEach(() => world.close());

/** Syncs run 850001, and does something once SSG has been read for it. */
async function syncWhile(act: () => Promise<unknown>): Promise<void> {
  beforeWriting = async () => void (await act());
  await world.sync({ onlySsgRunId: '850001' });
}

const other = () => ({ ...world.anotherProcess({ now: world.deps.now }), correlationId: null });

/** Resolves when so many statements wait for locks of others. */
async function waiting(statements: number): Promise<void> {
  for (;;) {
    const [row] = await world.rows(
      `SELECT count(*)::int AS statements FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (Number(row?.statements) >= statements) return;
  }
}

test('S0.17 removed while the sync has something to write for the run: the removal stands, and SSG’s news is left alone', async () => {
  world.atSsg({ action: 'change', referenceNumber: R1, discountAmount: '99' });
  await syncWhile(() => world.remove(enrolmentId));
  expect(await world.learnersRows()).toMatchObject([{ status: 'Admin Removed' }]);
  expect(await world.rows('SELECT version FROM enrollment WHERE id = $1', [enrolmentId])).toEqual([{ version: 2 }]);
});

test('S0.17 removed right after the sync wrote: SSG’s news is there, and the removal stands', async () => {
  world.atSsg({ action: 'change', referenceNumber: R1, discountAmount: '99' });
  const start = await beginSync(world.deps, {
    providerId: world.providerId,
    trigger: 'cli',
    today: TODAY,
    onlySsgRunId: '850001',
  });
  await finished(start);
  await world.remove(enrolmentId);
  expect(await world.learnersRows()).toMatchObject([{ status: 'Admin Removed' }]);
  expect(await world.rows('SELECT version FROM enrollment WHERE id = $1', [enrolmentId])).toEqual([{ version: 3 }]);
});

test('S0.19 moved while the sync has something to write for the run: the move stands, and the row follows SSG where it is', async () => {
  world.atSsg({ action: 'change', referenceNumber: R1, discountAmount: '99' });
  await syncWhile(() => world.reassign(enrolmentId, 850002));
  expect(await world.learnersRows()).toMatchObject([{ run: '850002', status: 'Confirmed', reference: R1 }]);
  expect(await world.history(enrolmentId, 'raw_data_hash')).toHaveLength(1);
});

test('S0.19 transferred into a run while the sync creates the learner’s row there: one row', async () => {
  world.enrolAgainAtSsg('ENR-2603-000008', 850009);
  let isFirst = true;
  beforeWriting = async () => {
    if (isFirst) await world.transfer(enrolmentId, 850009);
    isFirst = false;
  };
  await world.sync({ onlySsgRunId: '850009' });
  expect(await world.learnersRows()).toMatchObject([
    { run: '850001', status: 'Admin Removed' },
    { run: '850009', status: 'Confirmed', reference: 'ENR-2603-000008' },
  ]);
});

test('S0.19 two admins bring one learner back at once: one of them changes something, and the row is there once', async () => {
  await world.remove(enrolmentId);
  const by = world.admin;
  const asked = { by, enrolmentId, courseRunId: null, reason: REASON };
  const outcomes = await Promise.all([other(), other()].map((deps) => reassignEnrolment(deps, asked)));
  expect(outcomes.map(({ changed }) => changed).sort()).toEqual([false, true]);
  expect(await world.learnersRows()).toEqual([{ run: '850001', status: 'Confirmed', reference: R1, confirmed: true }]);
  expect(await world.history(enrolmentId, 'enrolment_status')).toHaveLength(3);
});

test('S0.19 two admins move a learner’s two rows into one run at once: one row counts there', async () => {
  world.enrolAgainAtSsg('ENR-2603-000007', 850003);
  await world.sync();
  const courseRunId = await world.courseRunId(850002);
  const ids = [enrolmentId, await world.enrolmentId('ENR-2603-000007')];
  const outcomes = await Promise.all(
    ids.map((id) => reassignEnrolment(other(), { by: world.admin, enrolmentId: id, courseRunId, reason: REASON })),
  );
  expect(new Set(outcomes.map(({ enrolmentId: counts }) => counts)).size).toBe(1);
  const rows = await world.learnersRows();
  expect(rows.filter(({ status }) => status === 'Confirmed')).toMatchObject([{ run: '850002' }]);
  expect(rows.filter(({ status }) => status === 'Admin Removed')).toHaveLength(1);
});

test('S0.19 two admins transfer one learner to different courses at once: the learner is in one of them', async () => {
  const courses = await world.rows('SELECT id FROM course WHERE course_code = $1', ['TGS-2099000002']);
  const [third] = await world.rows(
    `INSERT INTO course (id, provider_id, course_code, title) SELECT gen_random_uuid(), provider_id, 'TGS-2099000003', title FROM course WHERE id = $1 RETURNING id`,
    [courses[0]?.id],
  );
  await world.rows('UPDATE course_run SET course_id = $1 WHERE course_run_id = $2', [third?.id, '850003']);
  const outcomes = await Promise.allSettled([850009, 850003].map((run) => world.transfer(enrolmentId, run)));
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(refused).toMatchObject([{ code: 'REFUSED', path: ['input', 'enrolmentId'] }]);
  expect((await world.learnersRows()).map(({ status }) => status).sort()).toEqual(['Admin Removed', 'Confirmed']);
});

test('S0.19 a class that is cancelled while somebody is moved into it takes nobody', async () => {
  const courseRunId = await world.courseRunId(850002);
  const admin = await world.deps.database.pool.connect();
  await admin.query('BEGIN');
  await admin.query(`UPDATE course_run SET class_status = 'Cancelled', version = version + 1 WHERE id = $1`, [courseRunId]);
  const moving = world.reassign(enrolmentId, 850002);
  const outcome = moving.catch((error: unknown) => error);
  await waiting(1);
  await admin.query('COMMIT');
  admin.release();
  expect(await outcome).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('cancelled') });
  expect(await world.learnersRows()).toMatchObject([{ run: '850001' }]);
});

test('S0.18 a hundred removed twice at once, named in opposite orders: nobody waits in a circle, each is removed once', async () => {
  const courseRunId = await world.courseRunId(850001);
  await world.rows(
    `WITH person AS (
       INSERT INTO learner (id, provider_id, name) SELECT gen_random_uuid(), $1, 'Invented ' || number FROM generate_series(1, 100) AS number RETURNING id
     )
     INSERT INTO enrollment (id, provider_id, learner_id, course_id, course_run_id, enrolment_status)
     SELECT gen_random_uuid(), $1, person.id, run.course_id, run.id, 'Confirmed' FROM person JOIN course_run AS run ON run.id = $2`,
    [world.providerId, courseRunId],
  );
  const rows = await world.rows('SELECT id FROM enrollment WHERE enrolment_id IS NULL ORDER BY id');
  const ids = rows.map(({ id }) => String(id));
  const [middle = ''] = ids.slice(50);
  const holder = await world.deps.database.pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM enrollment WHERE id = $1 FOR UPDATE', [middle]);
  const processes = [other(), other()];
  const counters = processes.map(({ database }) => countStatements(database.pool));
  const removals = [ids, ids.toReversed()].map((enrolmentIds, index) => {
    const deps = processes[index] ?? other();
    const remove = () => removeEnrolments(deps, { by: world.admin, enrolmentIds, reason: REASON });
    return counters[index]?.during(remove) ?? Promise.reject(new Error('Each process is counted.'));
  });
  // Both are on their way through the rows now.
  await waiting(2);
  await holder.query('COMMIT');
  holder.release();
  const counted = await Promise.all(removals);
  // A deadlock would have been undone and tried again.
  expect(counted.flatMap(({ statements }) => statements).filter((statement) => statement === 'ROLLBACK')).toEqual([]);
  const outcomes = counted.map(({ result }) => result.filter((outcome) => outcome.kind === 'removed' && outcome.changed));
  expect(outcomes.map(({ length }) => length).sort((left, right) => left - right)).toEqual([0, 100]);
  expect(await world.rows(`SELECT count(*)::int AS lines FROM audit_trail WHERE action = 'enrolment.remove'`)).toEqual([
    { lines: 100 },
  ]);
});
