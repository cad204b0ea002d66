import { afterEach, expect, test } from 'vitest';
import { type ActsWorld, type ActsWorldOptions, createActsWorld, type Row, runId, trainersOf } from './acts-world.js';

let world: ActsWorld;
afterEach(() => world.close());

const resolve = (input: object) =>
  world.act<Row & { notices: { rule: string; message: string }[] }>(
    'courseRunResolveTrainer',
    `mutation ($input: CourseRunResolveTrainerInput!) { courseRunResolveTrainer(input: $input) { __typename
      ... on CourseRunResolveTrainerSuccess { outcome changed trainer { name email } notices { rule ruleText message }
        courseRun { version assignedTrainer { name source } runTrainers { name source } trainerTpg { name } } }
      ... on ActError { code message remedy path } } }`,
    input,
  );

const SSG_RUN = { id: 850001, startDate: '2026-03-20', trainers: [{ name: 'Lim At Ssg', email: 'lim@example.org' }] };
/** A world with a run that SSG has too. */
async function worldWithRun(options: ActsWorldOptions = { ssgRuns: [SSG_RUN] }): Promise<string> {
  world = await createActsWorld(options);
  return world.addRun({ ssgRunId: '850001', days: ['2026-03-20', '2026-03-20'] });
}

test('S0.26 bug 13 SSG’s trainer is assigned in all columns, as in a night, and who asked is on record', async () => {
  const run = await worldWithRun();
  expect(await resolve({ courseRunId: runId(run) })).toMatchObject({
    outcome: 'SSG',
    changed: true,
    trainer: { name: 'Lim Imagined', email: 'lim@example.org' },
    courseRun: {
      version: 2,
      assignedTrainer: { name: 'Lim Imagined', source: 'SSG' },
      runTrainers: [{ name: 'Lim Imagined', source: 'SSG' }],
      trainerTpg: { name: 'Lim Imagined' },
    },
  });
  const changes = await world.rows(
    `SELECT DISTINCT owner, rule, phase FROM change JOIN change_set ON change_set.id = change.change_set_id WHERE change.entity_id = $1`,
    [run],
  );
  expect(changes).toEqual([{ owner: 'ssg', rule: 'S0.26 trainer-from-ssg', phase: 'admin' }]);
  expect(await world.rows('SELECT action, actor_id FROM audit_trail WHERE entity_id = $1', [run])).toEqual([
    { action: 'course_run.resolve_trainer', actor_id: world.people.clerk },
  ]);
});

test('a dry run tells the same and writes nothing', async () => {
  const run = await worldWithRun();
  expect(await resolve({ courseRunId: runId(run), dryRun: true })).toMatchObject({
    outcome: 'SSG',
    changed: false,
    trainer: { name: 'Lim Imagined' },
    courseRun: { version: 1, assignedTrainer: null },
  });
  expect(await world.rows('SELECT FROM audit_trail')).toEqual([]);
});

test('S0.32 a run that has a trainer keeps them', async () => {
  const run = await worldWithRun();
  await resolve({ courseRunId: runId(run) });
  expect(await resolve({ courseRunId: runId(run) })).toMatchObject({ outcome: 'KEPT', changed: false, trainer: null });
});

test('S0.27 S0.33 where SSG has nobody the list is taken, without those who declined, and why is told', async () => {
  const run = await worldWithRun({ ssgRuns: [{ ...SSG_RUN, trainers: [] }] });
  await world.rows(
    'INSERT INTO course_run_trainer_decline (id, provider_id, course_run_id, trainer_id) VALUES ($1, $2, $3, $4)',
    [world.api.deps.newId(), world.providerId, run, world.people.tan],
  );
  const outcome = await resolve({ courseRunId: runId(run) });
  expect(outcome).toMatchObject({
    outcome: 'EMAIL_LIST',
    trainer: { name: 'Lim Imagined' },
    notices: [{ rule: 'S0.33 trainer-declined' }],
  });
  expect(await trainersOf(world, run)).toMatchObject({
    run: { assignment_source: 'email_list', tpg_assigned_trainer_name: null },
    linked: [],
  });
});

test('nobody anywhere: nothing is written, and every entry says why', async () => {
  const run = await worldWithRun({ ssgRuns: [{ ...SSG_RUN, trainers: [{ name: 'Stranger', email: 'stranger@example.org' }] }] });
  await world.rows(`UPDATE course SET trainers_email_list = 'asleep@example.org', trainers_list = 'Nobody Known'`);
  const outcome = await resolve({ courseRunId: runId(run) });
  expect(outcome).toMatchObject({ outcome: 'NONE', changed: false, trainer: null });
  expect(outcome.notices).toHaveLength(3);
});

test('bug 12 SSG away: nobody is assigned from a list unasked; asked for, the list is taken', async () => {
  const run = await worldWithRun();
  await world.simulator?.stop();
  const refused = await resolve({ courseRunId: runId(run) });
  expect(refused).toMatchObject({ __typename: 'RefusedError', remedy: expect.stringContaining('withoutSsg') });
  expect(await trainersOf(world, run)).toMatchObject({ run: { assigned_trainer_id: null, version: 1 } });
  expect(await resolve({ courseRunId: runId(run), withoutSsg: true })).toMatchObject({
    outcome: 'EMAIL_LIST',
    courseRun: { assignedTrainer: { name: 'Tan Invented', source: 'EMAIL_LIST' } },
  });
});
