import { afterEach, expect, test } from 'vitest';
import { systemPrincipal } from '../../../src/access/system-principal.js';
import { assignTrainers } from '../../../src/modules/course-runs/assign-trainers.js';
import { declineTrainer } from '../../../src/modules/course-runs/decline-trainer.js';
import { removeTrainers } from '../../../src/modules/course-runs/remove-trainers.js';
import { beginSync } from '../../../src/modules/sync/begin-sync.js';
import { dryRunSync } from '../../../src/modules/sync/dry-run.js';
import { addUser, createSyncWorld, finished, type SyncWorld, TODAY } from '../../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());

const by = systemPrincipal('test');
const nothing = () => undefined;

/** A gate that holds whoever comes until it is opened, and tells when somebody came. */
function gate() {
  let open: () => void = nothing;
  let arrive: () => void = nothing;
  const opened = new Promise<void>((resolve) => void (open = resolve));
  const reached = new Promise<void>((resolve) => void (arrive = resolve));
  const hold = async () => {
    arrive();
    await opened;
  };
  return { open: () => open(), reached, hold };
}

const RUN = { id: 850001, startDate: '2026-03-09', enrolments: [{}] };
const deps = () => ({ ...world.deps, correlationId: 'a-request' });
const courseRunId = async (): Promise<string> => String((await world.rows('SELECT id FROM course_run'))[0]?.id);
const one = async () => ({ courseRunIds: [await courseRunId()], many: false, by });
const assign = async (email: string) =>
  assignTrainers(deps(), { ...(await one()), trainer: { email }, role: 'trainer', position: null });
const assignMany = (courseRunIds: string[], email: string) =>
  assignTrainers(deps(), { courseRunIds, many: true, by, trainer: { email }, role: 'trainer', position: null });
const trainers = async () => ({
  assigned: (await world.rows('SELECT assigned_trainer_email AS email, assignment_source AS source FROM course_run'))[0],
  linked: (await world.rows('SELECT trainer_email AS email FROM course_run_trainer ORDER BY position')).map(({ email }) => email),
});
const outcome = async () =>
  (await world.rows('SELECT trainer_outcome FROM upcoming_course_runs_log ORDER BY created_at DESC, id DESC LIMIT 1'))[0]
    ?.trainer_outcome;

/** A synced run without a trainer, two trainers here, and a trainer pass that can be held. */
async function worldOf(options: { list?: string; ssgTrainer?: string; held?: ReturnType<typeof gate> } = {}): Promise<void> {
  const { list = null, ssgTrainer, held } = options;
  let holds = false;
  world = await createSyncWorld({
    runs: [{ ...RUN, ...(ssgTrainer && { trainers: [{ name: 'Linked At Ssg', email: ssgTrainer }] }) }],
    overrides: { pausePoint: (name) => (held && holds && name === 'after-trainers-fetched' ? held.hold() : Promise.resolve()) },
  });
  await world.sync();
  await addUser(world, { name: 'Tan Invented', email: 'tan@example.org' });
  await addUser(world, { name: 'Lim Imagined', email: 'lim@example.org' });
  await world.rows('UPDATE course SET trainers_email_list = $1', [list]);
  holds = true;
}

test('S0.32 an admin assigns while the night’s trainer pass is between asking and writing: the assignment stays', async () => {
  const held = gate();
  await worldOf({ list: 'tan@example.org', held });
  const night = await beginSync(world.deps, { providerId: world.providerId, trigger: 'cli', today: TODAY });
  await held.reached;
  await assign('lim@example.org');
  held.open();
  expect(await finished(night)).toMatchObject({ status: 'completed' });
  expect(await trainers()).toEqual({ assigned: { email: 'lim@example.org', source: 'admin' }, linked: ['lim@example.org'] });
  expect(await outcome()).toBe('kept');
});

test('S0.33 a trainer declines while the pass is about to assign them: the next of the list is taken', async () => {
  const held = gate();
  await worldOf({ list: 'tan@example.org | lim@example.org', held });
  const night = await beginSync(world.deps, { providerId: world.providerId, trigger: 'cli', today: TODAY });
  await held.reached;
  const [tan] = await world.rows(`SELECT id FROM app_user WHERE email = 'tan@example.org'`);
  const wish = { by, courseRunId: await courseRunId(), trainerId: String(tan?.id), reason: 'on leave', withdraw: false };
  await declineTrainer(deps(), wish);
  held.open();
  expect(await finished(night)).toMatchObject({ status: 'completed' });
  expect(await trainers()).toEqual({ assigned: { email: 'lim@example.org', source: 'email_list' }, linked: [] });
});

test('S0.25 a trainer whom an admin removed is brought back neither by SSG nor by the list, tonight or later', async () => {
  await worldOf({ ssgTrainer: 'tan@example.org', list: 'tan@example.org | lim@example.org' });
  await world.sync();
  expect((await trainers()).assigned).toEqual({ email: 'tan@example.org', source: 'ssg' });
  const [tan] = await world.rows(`SELECT id FROM app_user WHERE email = 'tan@example.org'`);
  await removeTrainers(deps(), { ...(await one()), trainerId: String(tan?.id), role: null, reason: 'is on leave' });
  expect(await trainers()).toEqual({ assigned: { email: null, source: null }, linked: [] });
  const foreseen = [];
  for await (const unit of dryRunSync(world.deps, { providerId: world.providerId, trigger: 'cli', today: TODAY }))
    foreseen.push(unit);
  await world.sync();
  expect(await trainers()).toEqual({ assigned: { email: 'lim@example.org', source: 'email_list' }, linked: [] });
  expect(foreseen).toMatchObject([{ trainerOutcome: 'email_list' }]);
  await world.sync();
  expect((await trainers()).assigned).toMatchObject({ email: 'lim@example.org' });
});

test('two admins assign at once: both are linked, one of them first, and each act is on record', async () => {
  await worldOf();
  await Promise.all([assign('tan@example.org'), assign('lim@example.org')]);
  const { assigned, linked } = await trainers();
  expect(linked.toSorted()).toEqual(['lim@example.org', 'tan@example.org']);
  expect(assigned).toEqual({ email: linked[0], source: 'admin' });
  expect(await world.rows('SELECT position FROM course_run_trainer ORDER BY position')).toEqual([
    { position: 0 },
    { position: 1 },
  ]);
  const acts = await world.rows(`SELECT DISTINCT change_set_id FROM audit_trail WHERE action = 'course_run.assign_trainer'`);
  expect(acts).toHaveLength(2);
});

test('the same trainer assigned ten times at once is linked once', async () => {
  await worldOf();
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => assign('tan@example.org')));
  expect(outcomes.flat().filter((each) => each.kind === 'done' && each.changed)).toHaveLength(1);
  expect((await trainers()).linked).toEqual(['tan@example.org']);
});

test('many at once, in whatever order the runs are named: nobody waits in a circle', async () => {
  await worldOf();
  const [{ course_id: courseId } = {}] = await world.rows('SELECT course_id FROM course_run');
  for (let serial = 0; serial < 20; serial += 1)
    await world.rows(
      `INSERT INTO course_run (id, provider_id, course_id, course_run_id, start_date, end_date, mode_of_learning) VALUES ($1, $2, $3, $4, '2026-04-01', '2026-04-01', 'Physical')`,
      [world.deps.newId(), world.providerId, courseId, String(900_000 + serial)],
    );
  const ids = (await world.rows('SELECT id FROM course_run ORDER BY id')).map(({ id }) => String(id));
  const orders = [ids, ids.toReversed(), ids, ids.toReversed()];
  const emails = ['tan@example.org', 'lim@example.org'];
  const all = await Promise.all(orders.map((order, index) => assignMany(order, emails[index % 2] ?? '')));
  expect(all.flat().every(({ kind }) => kind === 'done')).toBe(true);
  expect(await world.rows('SELECT count(*)::int AS rows FROM course_run_trainer')).toEqual([{ rows: 42 }]);
});
