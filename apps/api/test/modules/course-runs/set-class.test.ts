import { afterAll, beforeAll, expect, test } from 'vitest';
import { somebody } from '../../support/known-callers.js';
import { type ActsWorld, createActsWorld, type Row, runId } from './acts-world.js';

let world: ActsWorld;
beforeAll(async () => {
  world = await createActsWorld();
});
afterAll(() => world.close());

const FAILURE = '... on ActError { code message remedy path } ... on StaleVersionError { currentVersion }';
const RUN = 'changed warnings { code message remedy } courseRun { classStatus classType lifecycle version }';
const setStatus = (input: object, by?: Record<string, string>) =>
  world.act(
    'courseRunSetClassStatus',
    `mutation ($input: CourseRunSetClassStatusInput!) { courseRunSetClassStatus(input: $input) { __typename ... on CourseRunSetClassStatusSuccess { ${RUN} } ${FAILURE} } }`,
    input,
    by,
  );
const setType = (input: object) =>
  world.act(
    'courseRunSetClassType',
    `mutation ($input: CourseRunSetClassTypeInput!) { courseRunSetClassType(input: $input) { __typename ... on CourseRunSetClassTypeSuccess { ${RUN} } ${FAILURE} } }`,
    input,
  );

async function enrol(courseRunId: string, status: string): Promise<void> {
  const { newId } = world.api.deps;
  const learnerId = newId();
  await world.rows('INSERT INTO learner (id, provider_id, name) VALUES ($1, $2, $3)', [
    learnerId,
    world.providerId,
    'Learner Invented',
  ]);
  await world.rows(
    'INSERT INTO enrollment (id, provider_id, learner_id, course_id, course_run_id, enrolment_status) VALUES ($1, $2, $3, $4, $5, $6)',
    [newId(), world.providerId, learnerId, world.courseId, courseRunId, status],
  );
}

test('S0.23 X1 cancelling an Active class with learners is done, told, and leaves the lifecycle alone', async () => {
  const run = await world.addRun({ lifecycle: 'Active', classStatus: 'Confirmed' });
  for (const status of ['Confirmed', 'Active', 'Cancelled', 'Admin Removed']) await enrol(run, status);
  const outcome = await setStatus({
    courseRunId: runId(run),
    classStatus: 'CANCELLED',
    reason: 'too few learners',
    expectedVersion: 1,
  });
  expect(outcome).toMatchObject({
    changed: true,
    warnings: [
      { code: 'CLASS_IS_ACTIVE' },
      { code: 'LEARNERS_STILL_ENROLLED', message: expect.stringContaining('2 learners are') },
    ],
    courseRun: { classStatus: 'CANCELLED', lifecycle: 'ACTIVE', version: 2 },
  });
  const changes = await world.rows(`SELECT field, before, after, owner, rule FROM change WHERE entity_id = $1`, [run]);
  expect(changes).toEqual([
    { field: 'class_status', before: 'Confirmed', after: 'Cancelled', owner: 'admin', rule: 'S0.23 admin-sets-class' },
  ]);
  expect(await world.rows('SELECT action, reason FROM audit_trail WHERE entity_id = $1', [run])).toEqual([
    { action: 'course_run.set_class_status', reason: 'too few learners' },
  ]);
});

test('setting what is set changes nothing and records nothing', async () => {
  const run = await world.addRun();
  expect(await setStatus({ courseRunId: runId(run), classStatus: 'PENDING', reason: 'no reason' })).toMatchObject({
    changed: false,
    courseRun: { version: 1 },
  });
  expect(await world.rows('SELECT FROM audit_trail WHERE entity_id = $1', [run])).toEqual([]);
});

test('a reason is needed, and a stale version refused', async () => {
  const run = await world.addRun();
  const input = { courseRunId: runId(run), classStatus: 'CONFIRMED' };
  expect(await setStatus({ ...input, reason: '  ' })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'reason'] });
  expect(await setStatus({ ...input, reason: 'enough learners', expectedVersion: 7 })).toMatchObject({
    code: 'STALE_VERSION',
    currentVersion: 1,
  });
});

test('S0.23 the class type is set, the mode of learning stays', async () => {
  const run = await world.addRun();
  expect(await setType({ courseRunId: runId(run), classType: 'HYBRID' })).toMatchObject({
    changed: true,
    courseRun: { classType: 'HYBRID', classStatus: 'PENDING' },
  });
  expect(await world.rows('SELECT mode_of_learning FROM course_run WHERE id = $1', [run])).toEqual([
    { mode_of_learning: 'Physical' },
  ]);
});

test('S1.25 trainers may not', async () => {
  const run = await world.addRun();
  const trainer = world.callers.as(somebody(world.people.tan, world.providerId, 'trainer'));
  await expect(setStatus({ courseRunId: runId(run), classStatus: 'CONFIRMED', reason: 'I want it' }, trainer)).rejects.toThrow(
    'FORBIDDEN',
  );
});

test('courseRunsSetClassStatus: a result for each, and the same statements for one and for fifty', async () => {
  const bulk = (ids: string[], classStatus: string) =>
    world.api.statements.during(() =>
      world.act<{ results: Row[] }>(
        'courseRunsSetClassStatus',
        `mutation ($input: CourseRunsSetClassStatusInput!) { courseRunsSetClassStatus(input: $input) { __typename
          ... on CourseRunsSetClassStatusSuccess { results { __typename ... on CourseRunSetClassStatusSuccess { ${RUN} } ${FAILURE} } } } }`,
        { courseRunIds: ids, classStatus, reason: 'decided at the meeting' },
      ),
    );
  const runs: string[] = [];
  for (let index = 0; index < 51; index += 1) runs.push(await world.addRun());
  const few = await bulk(runs.slice(0, 1).map(runId), 'CONFIRMED');
  const many = await bulk(runs.slice(1).map(runId), 'CONFIRMED');
  expect(many.result.results.filter(({ changed }) => changed === true)).toHaveLength(50);
  expect(many.statements).toHaveLength(few.statements.length);
  const mixed = await bulk([...runs.slice(0, 2).map(runId), runId(world.api.deps.newId())], 'CANCELLED');
  expect(mixed.result.results).toMatchObject([{ changed: true }, { changed: true }, { code: 'NOT_FOUND' }]);
});
