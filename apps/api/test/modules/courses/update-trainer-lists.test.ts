import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { dataOf } from '../../graphql/ask.js';
import { somebody } from '../../support/known-callers.js';
import { type ActsWorld, createActsWorld, type Row } from '../course-runs/acts-world.js';

let world: ActsWorld;
beforeAll(async () => {
  world = await createActsWorld();
});
afterAll(() => world.close());

const update = (input: object, by?: Record<string, string>) =>
  world.act<Row & { entries: Row[] }>(
    'courseTrainerListsUpdate',
    `mutation ($input: CourseTrainerListsUpdateInput!) { courseTrainerListsUpdate(input: $input) { __typename
      ... on CourseTrainerListsUpdateSuccess { changed entries { list text trainer { name } problem { code } } course { version trainersEmailList trainersList } }
      ... on ActError { code message remedy path } ... on StaleVersionError { currentVersion } } }`,
    input,
    by,
  );
const courseId = () => globalIdOf('Course', world.courseId);
const stored = async () =>
  (await world.rows('SELECT version, trainers_email_list, trainers_list FROM course WHERE id = $1', [world.courseId]))[0];

test('S0.27 S0.28 a dry run tells how the lists are read and writes nothing', async () => {
  const before = await stored();
  const outcome = await update({ courseId: courseId(), trainersList: 'Ng Madeup | Goh Asleep | Nobody Known', dryRun: true });
  expect(outcome).toMatchObject({ changed: false, course: { version: 1 } });
  expect(outcome.entries.slice(2)).toEqual([
    { list: 'NAME_LIST', text: 'Ng Madeup', trainer: { name: 'Ng Madeup' }, problem: null },
    { list: 'NAME_LIST', text: 'Goh Asleep', trainer: null, problem: { code: 'inactive_trainer' } },
    { list: 'NAME_LIST', text: 'Nobody Known', trainer: null, problem: { code: 'unknown_trainer' } },
  ]);
  expect(await stored()).toEqual(before);
});

test('S0.28 one list is changed, the other stays; version, change rows and audit follow', async () => {
  const outcome = await update({
    courseId: courseId(),
    trainersList: ' Ng Madeup ',
    reason: 'new approvals',
    expectedVersion: 1,
  });
  expect(outcome).toMatchObject({
    changed: true,
    course: { version: 2, trainersList: 'Ng Madeup', trainersEmailList: 'tan@example.org | lim@example.org' },
  });
  expect(
    await world.rows('SELECT entity_type, field, after, owner, rule FROM change WHERE entity_id = $1', [world.courseId]),
  ).toEqual([
    {
      entity_type: 'course',
      field: 'trainers_list',
      after: 'Ng Madeup',
      owner: 'admin',
      rule: 'S0.28 admin-edits-trainer-lists',
    },
  ]);
  expect(await world.rows('SELECT action, actor_id, reason FROM audit_trail WHERE entity_id = $1', [world.courseId])).toEqual([
    { action: 'course.update_trainer_lists', actor_id: world.people.clerk, reason: 'new approvals' },
  ]);
  expect(await update({ courseId: courseId(), trainersList: 'Ng Madeup' })).toMatchObject({
    changed: false,
    course: { version: 2 },
  });
});

test('a list is emptied by null or blanks', async () => {
  await update({ courseId: courseId(), trainersList: null, trainersEmailList: '   ' });
  expect(await stored()).toMatchObject({ trainers_list: null, trainers_email_list: null });
});

test('what is no address is refused, and so are a stale version and a stranger', async () => {
  expect(await update({ courseId: courseId(), trainersEmailList: 'tan@example.org; Lim' })).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['input', 'trainersEmailList'],
    message: expect.stringContaining('"lim"'),
  });
  expect(await update({ courseId: courseId(), trainersList: 'X', expectedVersion: 1 })).toMatchObject({
    code: 'STALE_VERSION',
    currentVersion: 3,
  });
  const elsewhere = await world.addProvider('202000001A');
  const stranger = world.callers.as(somebody(world.api.deps.newId(), elsewhere, 'admin'));
  const missing = await update({ courseId: globalIdOf('Course', world.api.deps.newId()), trainersList: 'X' }, stranger);
  expect(await update({ courseId: courseId(), trainersList: 'X' }, stranger)).toEqual(missing);
});

test('S1.27 the audit line and its changes name the same course', async () => {
  await update({ courseId: courseId(), trainersList: 'Lim Imagined' });
  const auditor = world.callers.as(somebody(world.api.deps.newId(), world.providerId, 'auditor'));
  const { auditEntries } = await dataOf<{ auditEntries: { nodes: { nodeId: string; changeSetId: string }[] } }>(
    world.api,
    '{ auditEntries(filter: { action: "course.update_trainer_lists" }, first: 1) { nodes { nodeId changeSetId } } }',
    {},
    auditor,
  );
  const [entry] = auditEntries.nodes;
  expect(entry?.nodeId).toBe(courseId());
  const { node } = await dataOf(
    world.api,
    'query ($id: ID!) { node(id: $id) { ... on ChangeSet { changes { nodes { entityId field } } } } }',
    { id: entry?.changeSetId },
    auditor,
  );
  expect(node).toEqual({ changes: { nodes: [{ entityId: courseId(), field: 'trainers_list' }] } });
});
