import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW } from './example-data.js';

let one: TestApi;
let twenty: TestApi;
beforeAll(async () => {
  [one, twenty] = await Promise.all([startTestApi({ now: () => EXAMPLE_NOW }), startTestApi({ now: () => EXAMPLE_NOW })]);
  await createExample(one.deps, 1);
  await createExample(twenty.deps, 20);
});
afterAll(() => Promise.all([one.close(), twenty.close()]));

const TRAINERS =
  'trainerTpg { name } trainerLocal { name } nextTrainer { name candidates { name verdict reason } } assignedTrainer { name source } runTrainers { name role }';

/** Operations with the number of statements each may send, whatever the number of rows. */
const OPERATIONS: [name: string, query: string, statements: number][] = [
  ['providers', '{ trainingProviders { totalCount nodes { uen } } }', 2],
  [
    'provider with its runs',
    '{ trainingProvider(uen: "201003953Z") { name courseRuns(first: 20) { totalCount nodes { ssgRunId } } } }',
    1,
  ],
  ['courses', '{ courses { totalCount nodes { courseCode trainerNames trainerEmails provider { uen } } } }', 1],
  ['courses with runs', '{ courses { nodes { courseRuns(first: 20) { nodes { ssgRunId classStatus } } } } }', 1],
  ['runs', '{ courseRuns(first: 20) { totalCount nodes { ssgRunId course { title } provider { uen } } } }', 1],
  ['runs with every trainer column', `{ courseRuns(first: 20) { nodes { ssgRunId ${TRAINERS} } } }`, 2],
  ['runs with provenance', '{ courseRuns(first: 20) { nodes { provenance { field rule } } } }', 2],
  [
    'runs with enrolments, their learners and provenance',
    '{ courseRuns(first: 20) { nodes { enrolments(first: 10) { totalCount nodes { status provenance { rule } learner { name } } } } } }',
    2,
  ],
  [
    'upcoming classes',
    `{ upcomingClasses(provider: "201003953Z", days: 366) { totalCount nodes { ssgRunId modeNotice ${TRAINERS} } } }`,
    3,
  ],
  [
    'enrolments',
    '{ enrolments(first: 20) { totalCount nodes { status learner { name } courseRun { ssgRunId course { title } } } } }',
    1,
  ],
  [
    'learners with their enrolments',
    '{ enrolments(first: 20) { nodes { learner { enrolments(first: 5) { totalCount nodes { referenceNumber } } } } } }',
    1,
  ],
  [
    'batches with logs and changes',
    '{ syncBatches { nodes { status logs(first: 20) { nodes { status decisions { rule } } } changeSets(first: 20) { nodes { changes(first: 5) { nodes { field } } } } } } }',
    1,
  ],
  ['log lines', '{ syncLogs(first: 20) { totalCount nodes { status batch { runId } provider { uen } } } }', 2],
  ['reviews', '{ learnerReviews(first: 20) { totalCount nodes { reason candidateIds provider { uen } } } }', 2],
];

const idsOf = (api: TestApi) =>
  dataOf<{ courseRuns: { nodes: { id: string }[] } }>(api, '{ courseRuns(first: 20) { nodes { id } } }');

describe('the number of SQL statements does not depend on the number of rows', () => {
  test.each(OPERATIONS)('%s', async (_name, query, expected) => {
    const few = await one.statements.during(() => dataOf(one, query));
    const many = await twenty.statements.during(() => dataOf(twenty, query));
    expect(many.statements).toHaveLength(expected);
    expect(few.statements).toHaveLength(expected);
  });

  test('nodes: as many ids as one likes', async () => {
    const counts = [];
    for (const api of [one, twenty]) {
      const ids = (await idsOf(api)).courseRuns.nodes.map(({ id }) => id);
      const { statements } = await api.statements.during(() =>
        dataOf(api, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on CourseRun { ssgRunId course { title } } } }', { ids }),
      );
      counts.push(statements.length);
    }
    expect(counts[1]).toBe(counts[0]);
  });

  test('the same list twice under two names with different pages', async () => {
    const query =
      '{ courseRuns(first: 20) { nodes { few: enrolments(first: 1) { nodes { status } } more: enrolments(first: 2) { nodes { status } } } } }';
    const few = await one.statements.during(() => dataOf(one, query));
    const many = await twenty.statements.during(() => dataOf(twenty, query));
    expect(many.statements.length).toBe(few.statements.length);
  });
});

test('no statement reads what nobody asked for: payloads, identifiers, whole rows', async () => {
  const { statements } = await twenty.statements.during(() =>
    dataOf(twenty, '{ enrolments { nodes { status learner { name } } } }'),
  );
  expect(statements.join('\n')).not.toMatch(/raw_data|nric_sealed|nric_hmac/);
});
