import { RULES } from '@rollcall/domain/change/rules';
import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ActivationWorld, createActivationWorld } from './activation-world.js';

let world: ActivationWorld;
let singapore: string;
beforeAll(async () => {
  world = await createActivationWorld();
  singapore = await world.addProvider('Asia/Singapore');
});
afterEach(() => world.reset());
afterAll(() => world.close());

/** 05:00 on 2 March in Singapore; still 1 March in UTC. */
const FIVE_IN_THE_MORNING = '2026-03-01T21:00:00Z';
const TODAY = '2026-03-02';
const YESTERDAY = '2026-03-01';
const MIDNIGHT_TODAY = new Date('2026-03-01T16:00:00Z');
const MIDNIGHT_YESTERDAY = new Date('2026-02-28T16:00:00Z');

const aClass = (ssgRunId = '850001', facts = {}) => ({ ssgRunId, startDate: TODAY, endDate: '2026-03-05', ...facts });

const stateOf = (ssgRunId = '850001') =>
  world
    .rows('SELECT lifecycle, class_status, activated_at, activated_by, version FROM course_run WHERE course_run_id = $1', [
      ssgRunId,
    ])
    .then(([row]) => row);

const enrolments = () => world.rows('SELECT enrolment_status, enrolled_at, enrolled_by, version FROM enrollment ORDER BY id');

test('S2.12 a Scheduled class that began yesterday, students, the job: Active, and every student stamped', async () => {
  const run = await world.addRun(singapore, aClass('850001', { startDate: YESTERDAY }));
  await world.addEnrolment(run);
  await world.addEnrolment(run);
  const { counts, message, output } = await world.activate(singapore, FIVE_IN_THE_MORNING);
  expect(await stateOf()).toEqual({
    lifecycle: 'Active',
    class_status: 'Confirmed',
    activated_at: new Date(FIVE_IN_THE_MORNING),
    activated_by: 'system',
    version: 2,
  });
  const stamped = { enrolment_status: 'Confirmed', enrolled_at: MIDNIGHT_YESTERDAY, enrolled_by: 'system', version: 2 };
  expect(await enrolments()).toEqual([stamped, stamped]);
  expect(counts).toMatchObject({ activated: 1, enrolmentsStamped: 2, missedWindow: 0 });
  expect(message).toBe('1 class was activated; 2 enrolments were stamped.');
  expect(output.activated).toEqual(['850001']);
});

test('S2.3 on the first day learners count as enrolled from that day, in the provider’s zone', async () => {
  await world.addEnrolment(await world.addRun(singapore, aClass()));
  await world.activate(singapore, FIVE_IN_THE_MORNING);
  expect(await enrolments()).toMatchObject([{ enrolled_at: MIDNIGHT_TODAY }]);
});

test('bug 41 a morning made up for in the afternoon writes what the morning would have written', async () => {
  await world.addEnrolment(await world.addRun(singapore, aClass()));
  await world.activate(singapore, '2026-03-02T07:30:00Z');
  expect(await enrolments()).toMatchObject([{ enrolled_at: MIDNIGHT_TODAY }]);
});

test('bug 38 late: the later of the class’s start and the enrolment’s creation', async () => {
  const run = await world.addRun(singapore, aClass('850001', { startDate: YESTERDAY }));
  await world.addEnrolment(run, { createdAt: '2026-02-10T00:00:00Z' });
  await world.addEnrolment(run, { createdAt: '2026-03-01T09:00:00Z' });
  await world.activate(singapore, FIVE_IN_THE_MORNING);
  expect(await enrolments()).toMatchObject([
    { enrolled_at: MIDNIGHT_YESTERDAY },
    { enrolled_at: new Date('2026-03-01T09:00:00Z') },
  ]);
});

test('S2.3 only live enrolments without a day of enrolment are stamped', async () => {
  const run = await world.addRun(singapore, aClass());
  for (const status of ENROLMENT_STATUSES) await world.addEnrolment(run, { status });
  await world.addEnrolment(run, { enrolledAt: '2026-02-20T00:00:00Z' });
  const { counts } = await world.activate(singapore, FIVE_IN_THE_MORNING);
  const rows = await enrolments();
  expect(rows.filter(({ enrolled_by }) => enrolled_by === 'system').map((row) => row.enrolment_status)).toEqual([
    'Active',
    'Confirmed',
    'Pending',
  ]);
  expect(rows.at(-1)).toEqual({
    enrolment_status: 'Confirmed',
    enrolled_at: new Date('2026-02-20T00:00:00Z'),
    enrolled_by: 'import',
    version: 1,
  });
  expect(counts.enrolmentsStamped).toBe(3);
});

describe('S2.4 the provider’s own day decides', () => {
  test('three providers in three zones at one instant', async () => {
    const instant = '2026-03-01T18:00:00Z';
    const zones = {
      'Pacific/Auckland': { day: '2026-03-02', next: '2026-03-03' },
      'Asia/Singapore': { day: '2026-03-02', next: '2026-03-03' },
      'America/Los_Angeles': { day: '2026-03-01', next: '2026-03-02' },
    };
    const activated: Record<string, unknown> = {};
    for (const [zone, { day, next }] of Object.entries(zones)) {
      const provider = await world.addProvider(zone);
      await world.addRun(provider, { ssgRunId: `${zone} today`, startDate: day, endDate: next });
      await world.addRun(provider, { ssgRunId: `${zone} tomorrow`, startDate: next, endDate: next });
      activated[zone] = (await world.activate(provider, instant)).output.activated;
    }
    expect(activated).toEqual(Object.fromEntries(Object.keys(zones).map((zone) => [zone, [`${zone} today`]])));
  });

  test('bug 4 at 05:00 in Singapore it is the new day there, and yesterday in UTC', async () => {
    await world.addRun(singapore, aClass());
    expect((await world.activate(singapore, FIVE_IN_THE_MORNING)).counts.activated).toBe(1);
  });

  test('one provider’s activation leaves another provider’s classes alone', async () => {
    const other = await world.addProvider('Asia/Singapore');
    await world.addRun(other, aClass());
    expect((await world.activate(singapore, FIVE_IN_THE_MORNING)).counts.activated).toBe(0);
    expect(await stateOf()).toMatchObject({ lifecycle: 'Scheduled', version: 1 });
  });
});

test.each([
  ['S2.2 a class of tomorrow', { startDate: '2026-03-03' }],
  ['X1 a cancelled class', { classStatus: 'Cancelled' }],
  ['S2.14 an archived class', { archived: true }],
  ['S2.14 a paused class', { lifecycle: 'Paused' }],
  ['S2.14 a completed class', { lifecycle: 'Completed' }],
  ['bug 36 a class that ended yesterday', { startDate: '2026-02-25', endDate: YESTERDAY }],
])('%s is not activated', async (_name, facts) => {
  const run = await world.addRun(singapore, aClass('850001', facts));
  await world.addEnrolment(run);
  const before = await stateOf();
  const { counts } = await world.activate(singapore, FIVE_IN_THE_MORNING);
  expect(counts).toMatchObject({ activated: 0, enrolmentsStamped: 0 });
  expect(await stateOf()).toEqual(before);
  expect(await enrolments()).toMatchObject([{ enrolled_at: null, enrolled_by: null, version: 1 }]);
});

test('S2.2 a class on its last day is activated still', async () => {
  await world.addRun(singapore, aClass('850001', { startDate: '2026-02-20', endDate: TODAY }));
  expect((await world.activate(singapore, FIVE_IN_THE_MORNING)).output.activated).toEqual(['850001']);
});

describe('what people are told', () => {
  test('nothing to do is a message, not silence', async () => {
    const { counts, message } = await world.activate(singapore, FIVE_IN_THE_MORNING);
    expect(message).toBe('No class starts today.');
    expect(counts).toMatchObject({ activated: 0, missedWindow: 0 });
  });

  test('X1 bug 39 a Pending class and an empty one are activated and named', async () => {
    await world.addEnrolment(await world.addRun(singapore, aClass('850001', { classStatus: 'Pending' })));
    await world.addEnrolment(await world.addRun(singapore, aClass('850002')), { status: 'Withdrawn' });
    const { counts, message, output } = await world.activate(singapore, FIVE_IN_THE_MORNING);
    expect(counts).toMatchObject({ activated: 2, activatedPending: 1, activatedEmpty: 1 });
    expect(output).toMatchObject({ pending: ['850001'], empty: ['850002'] });
    expect(message).toBe(
      '2 classes were activated; 1 enrolment was stamped. Activated though still Pending: 850001. Activated without a learner: 850002.',
    );
    expect(await stateOf()).toMatchObject({ lifecycle: 'Active', class_status: 'Pending' });
  });

  test('bug 36 a class that missed its window is named, with its dates in a note', async () => {
    await world.addRun(singapore, aClass('850001', { startDate: '2026-02-25', endDate: YESTERDAY }));
    const { message, output, notes } = await world.activate(singapore, FIVE_IN_THE_MORNING);
    expect(output.missedWindow).toEqual(['850001']);
    expect(message).toBe('Ended without ever being activated: 850001.');
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('The class ran from 2026-02-25 to 2026-03-01 and was never activated.');
  });

  test('of many classes a sentence names five, and the counts tell all', async () => {
    for (let number = 1; number <= 8; number++)
      await world.addRun(singapore, aClass(`85000${number}`, { classStatus: 'Pending' }));
    const { counts, message } = await world.activate(singapore, FIVE_IN_THE_MORNING);
    expect(counts.activatedPending).toBe(8);
    expect(message).toContain('850001, 850002, 850003, 850004, 850005 and 3 more.');
  });
});

describe('bug 35 what happens between planning and writing', () => {
  test.each<[string, string, { startDate: string }?]>([
    ['is cancelled', `class_status = 'Cancelled'`],
    ['is archived', 'archived_at = now()'],
    ['is paused', `lifecycle = 'Paused'`],
    ['is moved to tomorrow', `start_date = '2026-03-03'`],
    ['is moved to an earlier day', `start_date = '2026-03-01'`],
    ['is shortened to a day that has passed', `end_date = '2026-03-01'`, { startDate: YESTERDAY }],
  ])('a class that %s is not activated, and the others are', async (_name, change, facts) => {
    await world.addEnrolment(await world.addRun(singapore, aClass('850001', facts)));
    await world.addRun(singapore, aClass('850002'));
    const between = () => world.rows(`UPDATE course_run SET ${change} WHERE course_run_id = '850001'`);
    const { counts, output, message } = await world.activate(singapore, FIVE_IN_THE_MORNING, { between });
    expect(output).toMatchObject({ activated: ['850002'], changedMeanwhile: ['850001'] });
    expect(counts).toMatchObject({ activated: 1, changedMeanwhile: 1, enrolmentsStamped: 0 });
    expect(message).toContain('Changed in the meantime and left for the next run: 850001.');
    expect((await stateOf())?.activated_at).toBeNull();
  });

  test('a cancellation that is being written while the activation waits for the row wins', async () => {
    await world.addEnrolment(await world.addRun(singapore, aClass()));
    const admin = await world.deps.database.pool.connect();
    await admin.query('BEGIN');
    await admin.query(`UPDATE course_run SET class_status = 'Cancelled' WHERE course_run_id = '850001'`);
    const activation = world.activate(singapore, FIVE_IN_THE_MORNING);
    const waiting = `SELECT count(*)::int AS sessions FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect(await world.rows(waiting)).toEqual([{ sessions: 1 }]), { interval: 20 });
    await admin.query('COMMIT');
    admin.release();
    expect((await activation).counts).toMatchObject({ activated: 0, enrolmentsStamped: 0, changedMeanwhile: 1 });
    expect(await stateOf()).toMatchObject({ lifecycle: 'Scheduled', class_status: 'Cancelled' });
  });

  test('a class that another run activated meanwhile is activated once', async () => {
    await world.addEnrolment(await world.addRun(singapore, aClass()));
    const between = () => world.activate(singapore, FIVE_IN_THE_MORNING);
    const { counts } = await world.activate(singapore, '2026-03-01T21:00:05Z', { between });
    expect(counts).toMatchObject({ activated: 0, enrolmentsStamped: 0, changedMeanwhile: 1 });
    expect(await stateOf()).toMatchObject({ activated_at: new Date(FIVE_IN_THE_MORNING), version: 2 });
    expect(await world.rows('SELECT count(*)::int AS sets FROM change_set')).toEqual([{ sets: 1 }]);
  });
});

test('bug 41 a second run on the same day changes no row', async () => {
  await world.addEnrolment(await world.addRun(singapore, aClass()));
  await world.activate(singapore, FIVE_IN_THE_MORNING);
  const tables = ['course_run', 'enrollment', 'change_set', 'change', 'audit_trail'];
  const everything = () => Promise.all(tables.map((table) => world.rows(`SELECT * FROM ${table} ORDER BY id`)));
  const before = await everything();
  expect((await world.activate(singapore, '2026-03-02T03:00:00Z')).message).toBe('No class starts today.');
  expect(await everything()).toEqual(before);
});

test('a dry run says what would be activated and writes nothing', async () => {
  await world.addEnrolment(await world.addRun(singapore, aClass('850001', { classStatus: 'Pending' })));
  const { counts, message, output } = await world.activate(singapore, FIVE_IN_THE_MORNING, { dryRun: true });
  expect(message).toBe('Dry run: 1 class (850001) would be activated.');
  expect(counts).toMatchObject({ activated: 0, wouldActivate: 1 });
  expect(output).toMatchObject({ activated: ['850001'], pending: ['850001'] });
  expect(await stateOf()).toMatchObject({ lifecycle: 'Scheduled', version: 1 });
  expect(await enrolments()).toMatchObject([{ enrolled_at: null }]);
});

describe('bug 40 the history', () => {
  test('every field has before, after, the clock as owner and a known rule', async () => {
    await world.addEnrolment(await world.addRun(singapore, aClass('850001', { startDate: YESTERDAY })));
    await world.activate(singapore, FIVE_IN_THE_MORNING);
    const changes = await world.rows(
      'SELECT entity_type, field, before, after, owner, rule FROM change ORDER BY entity_type, field',
    );
    const run = { entity_type: 'course_run', owner: 'schedule', rule: 'S2.2 class-activated' };
    const enrolment = { entity_type: 'enrolment', owner: 'schedule', rule: 'bug 38 enrolled-at-class-start', before: null };
    expect(changes).toEqual([
      { ...run, field: 'activated_at', before: null, after: '2026-03-01T21:00:00.000Z' },
      { ...run, field: 'activated_by', before: null, after: 'system' },
      { ...run, field: 'lifecycle', before: 'Scheduled', after: 'Active' },
      { ...enrolment, field: 'enrolled_at', after: '2026-02-28T16:00:00.000Z' },
      { ...enrolment, field: 'enrolled_by', after: 'system' },
    ]);
    expect(changes.every(({ rule }) => String(rule) in RULES)).toBe(true);
  });

  test('one change set per run, outside every sync batch, with what it counts', async () => {
    await world.addEnrolment(await world.addRun(singapore, aClass('850001')));
    await world.addRun(singapore, aClass('850002'));
    await world.activate(singapore, FIVE_IN_THE_MORNING);
    const header = { phase: 'activation', status: 'applied', batch_id: null };
    expect(
      await world.rows('SELECT course_run_id, phase, status, batch_id, counts FROM change_set ORDER BY course_run_id'),
    ).toEqual([
      { ...header, course_run_id: '850001', counts: { 'course_run.update': 1, 'enrolment.update': 1 } },
      { ...header, course_run_id: '850002', counts: { 'course_run.update': 1 } },
    ]);
  });

  test('S2.9 the audit names the system as the actor, with the reason, and points to the change set', async () => {
    const run = await world.addRun(singapore, aClass('850001', { startDate: YESTERDAY }));
    const enrolment = await world.addEnrolment(run);
    await world.activate(singapore, FIVE_IN_THE_MORNING);
    const audit = await world.rows(
      `SELECT actor_type, actor_role, actor_id, action, entity_id, reason, change_set_id IN (SELECT id FROM change_set) AS pointed
       FROM audit_trail ORDER BY action`,
    );
    const system = { actor_type: 'system', actor_role: 'system', actor_id: null, pointed: true };
    expect(audit).toEqual([
      {
        ...system,
        action: 'course_run.activate',
        entity_id: run,
        reason: 'S2.2 class-activated: The class began on 2026-03-01.',
      },
      {
        ...system,
        action: 'enrolment.update',
        entity_id: enrolment,
        reason: expect.stringMatching(
          /^bug 38 enrolled-at-class-start: The class began on 2026-03-01 and was activated on 2026-03-02/,
        ),
      },
    ]);
  });
});

test('S2.10 S2.11 a thousand enrolments are stamped by the statement that activates their class', async () => {
  const run = await world.addRun(singapore, aClass());
  await world.rows(
    `WITH learner AS (INSERT INTO learner (id, provider_id, name) SELECT gen_random_uuid(), $1, 'Invented Learner' FROM generate_series(1, 1000) RETURNING id)
     INSERT INTO enrollment (id, provider_id, learner_id, course_id, course_run_id, enrolment_status) SELECT id, $1, id, $1, $2, 'Confirmed' FROM learner`,
    [singapore, run],
  );
  const { counts } = await world.activate(singapore, FIVE_IN_THE_MORNING);
  expect(counts).toMatchObject({ activated: 1, enrolmentsStamped: 1000 });
  expect(
    await world.rows('SELECT count(*)::int AS rows FROM enrollment WHERE enrolled_at IS NULL OR enrolled_by IS NULL'),
  ).toEqual([{ rows: 0 }]);
});
