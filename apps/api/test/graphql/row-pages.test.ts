import type { Principal } from '@rollcall/domain/permission/principal';
import { assertEnumType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { type AskedBy, ask, WITH_EXTERNAL_KEY } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const NOBODY = { assignedTrainerId: null, assignedTrainerName: null, assignedTrainerEmail: null, assignmentSource: null };
const callers = knownCallers();
let api: TestApi;
let own: Example;
let trainer: Principal;

beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator, now: () => EXAMPLE_NOW });
  own = await createExample(api.deps, 7);
  await createExample(api.deps, 3, OTHER_UEN);
  const { prisma } = api.deps.database;
  const { id } = await prisma.appUser.findFirstOrThrow({
    where: { name: 'Lim Imagined', email: { contains: UEN.toLowerCase() } },
  });
  trainer = somebody(id, own.providerId, 'trainer');
  await prisma.courseRunTrainer.deleteMany({ where: { courseRunId: { in: own.runIds.slice(3) } } });
  const [first = '', second = ''] = own.runIds;
  await prisma.courseRun.update({ where: { id: first }, data: { classType: 'Virtual', modeOfTrainingCode: null } });
  await prisma.courseRun.update({ where: { id: second }, data: { ...NOBODY, tpgAssignedTrainerName: null } });
  await prisma.enrolment.updateMany({ where: { courseRunId: second }, data: { unconfirmedSince: new Date(EXAMPLE_NOW) } });
  await prisma.enrolment.updateMany({ where: { courseRunId: first }, data: { referenceNumber: null } });
  await prisma.learner.updateMany({ where: { name: { endsWith: '1' } }, data: { email: null, phone: null } });
});
afterAll(() => api.close());

const everybody = (): Record<string, AskedBy> => ({
  'the installation’s key': WITH_EXTERNAL_KEY,
  'an admin of one provider': callers.as(somebody('00000000-0000-7000-8000-0000000000aa', own.providerId, 'admin')),
  'a trainer': callers.as(trainer),
  'a key of few scopes': callers.as({
    kind: 'api_key',
    id: '00000000-0000-7000-8000-0000000000bb',
    name: 'few',
    grants: [{ providerId: own.providerId, roles: ['integrator'], only: ['enrolment.read', 'course_run.read'] }],
  }),
});

/** Page information, and a page that counts. */
const AROUND = 'totalCount totalCountIsExact pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

const RUN = `id ssgRunId classStatus classType lifecycle startDate endDate modeOfLearning modeOfTrainingCode modeNotice
  digitalAttendanceId courseVacancyCode trainerTpg { name email } trainerLocal { name email position source assignedAt trainerId }
  nextTrainer { __typename } assignedTrainer { trainerId name source } runTrainers { name role assignedAt } provenance { field rule }
  version createdAt updatedAt provider { id uen name timeZone } enrolmentCounts { live removed total }`;
const COURSE =
  'id courseCode title trainersEmailList trainersList trainerEmails trainerNames createdAt updatedAt provider { uen }';
const LEARNER = 'id name identifierMasked identifierType email phone createdAt updatedAt provider { uen code }';
const ENROLMENT = `id referenceNumber status ssgStatus unconfirmedSince enrolledAt version createdAt updatedAt
  other: learner { phone } learner { ${LEARNER} } courseRun { ${RUN} course { title } } ... on Node { id } ...Place`;

/** Every order that the schema has, either way up. */
const RUN_ORDERS = assertEnumType(schema.getType('CourseRunOrderField'))
  .getValues()
  .flatMap(({ name }) => [`orderBy: { field: ${name} }`, `orderBy: { field: ${name}, direction: DESC }`]);

/** Fields with what is asked of a row, and the arguments that they are asked with. */
const PAGES: Record<string, { row: string; arguments: string[] }> = {
  courseRuns: {
    row: `${RUN} course { ${COURSE} }`,
    arguments: [
      '',
      'filter: {}',
      `filter: { provider: "${UEN}", courseCode: "TGS-2026000001" }`,
      'filter: { startFrom: "2026-01-06", startTo: "2026-01-07" }',
      'filter: { classStatus: CANCELLED, lifecycle: SCHEDULED }',
      'filter: { classType: VIRTUAL }',
      'filter: { issues: [] }',
      ...['ANY', 'NONE', 'NONE_ASSIGNED', 'NONE_LOCAL', 'NONE_TPG'].map((trainers) => `filter: { trainer: ${trainers} }`),
      'filter: { ssgRunId: "850001" }',
      'filter: { text: "100%" }',
      'filter: { text: "tan inv" }',
      'filter: { text: "nothing has this" }',
      ...RUN_ORDERS,
    ],
  },
  upcomingClasses: {
    row: `${RUN} course { title }`,
    arguments: [`provider: "${UEN}"`, `provider: "${UEN}", days: 1`, 'provider: "unknown"'],
  },
  courses: {
    row: COURSE,
    arguments: ['', `filter: { provider: "${OTHER_UEN}" }`, 'filter: { courseCode: "TGS" }', 'filter: { text: "INVENTED" }'],
  },
  learners: {
    row: LEARNER,
    arguments: [
      '',
      `filter: { provider: "${UEN}", text: "learner 1" }`,
      'filter: { email: "Learner.201003953Z.1002@example.org " }',
      'filter: { identifier: "S1234567D" }',
    ],
  },
  enrolments: {
    row: ENROLMENT,
    arguments: [
      '',
      `filter: { provider: "${UEN}", status: ADMIN_REMOVED }`,
      'filter: { courseCode: "TGS-2026000001", ssgRunId: "850002" }',
      'filter: { unconfirmed: true }',
      'filter: { unconfirmed: false, status: CONFIRMED }',
      'filter: { text: "learner 1" }',
      'filter: { text: "ENR-2601-003" }',
      'filter: { referenceNumber: "ENR-2601-003006" }',
    ],
  },
};

const FRAGMENTS = 'fragment Place on Enrolment { courseRun { lifecycle } course { courseCode title } provider { uen } }';

/** The same field named twice: what the rows plugin does not look into, so that Prisma and its plugin answer. */
const documentOf = (field: string, values: string, selection: string, by: 'rows' | 'prisma'): string => {
  const asked = values === '' ? field : `${field}(${values})`;
  const twice = by === 'prisma' ? `${asked} { __typename }` : '';
  return `{ ${asked} { __typename ${selection} } ${twice} } ${selection.includes('...Place') ? FRAGMENTS : ''}`;
};

const isPage = (sql: string) => /\) AS p .*ORDER BY p\./.test(sql);

/** Asks both ways. The answers must be the same to the letter; `isRead` says whether a page was read without Prisma. */
async function both(field: string, values: string, selection: string, by: AskedBy) {
  const rows = await api.statements.during(() => ask(api, documentOf(field, values, selection, 'rows'), {}, by));
  const prisma = await api.statements.during(() => ask(api, documentOf(field, values, selection, 'prisma'), {}, by));
  expect(prisma.statements.filter(isPage)).toEqual([]);
  // The second time its document is known, and executed by its plan.
  const again = await ask(api, documentOf(field, values, selection, 'rows'), {}, by);
  expect({ data: again.data, errors: again.errors }).toEqual({ data: rows.result.data, errors: rows.result.errors });
  const { data, errors } = rows.result;
  // Where fields of two answers are refused, the order of their errors is that in which they are found.
  const told = (list: typeof errors) => list?.map((error) => JSON.stringify({ ...error, locations: null })).sort();
  expect({ values, data }).toEqual({ values, data: prisma.result.data });
  expect(told(errors)).toEqual(told(prisma.result.errors));
  return { data, errors, isRead: rows.statements.some(isPage) };
}

describe('a page that is read by hand answers what Prisma and its plugin answer', () => {
  for (const [field, page] of Object.entries(PAGES))
    for (const who of ['the installation’s key', 'an admin of one provider', 'a trainer', 'a key of few scopes'])
      test(`${field}, asked by ${who}`, async () => {
        const by = everybody()[who] ?? {};
        for (const values of page.arguments) {
          const { errors, isRead } = await both(
            field,
            values,
            `${AROUND} edges { cursor node { ${page.row} } } nodes { id }`,
            by,
          );
          const isForbidden = errors?.some(({ extensions }) => extensions?.['code'] === 'FORBIDDEN') === true;
          expect(isRead || isForbidden || values.includes('identifier')).toBe(true);
        }
      });
});

describe('of lists and counts that are shown, no more is read than somebody asks for', () => {
  const TRAINER = ['trainer_id', 'trainer_name', 'trainer_email', 'role', 'assignment_source', 'assigned_at'];
  test.each([
    ['trainerLocal { name }', ['trainer_name', 'role']],
    ['trainerLocal { email __typename } runTrainers { position }', ['trainer_email', 'role']],
    ['runTrainers { name } other: runTrainers { email }', ['trainer_name', 'trainer_email']],
    ['runTrainers { name source }', TRAINER],
    ['trainerLocal { __typename }', TRAINER],
    ['enrolmentCounts { live }', ['AS live']],
    ['enrolmentCounts { total } more: enrolmentCounts { removed }', ['AS total', 'AS removed']],
    ['enrolmentCounts { __typename }', ['AS live', 'AS removed', 'AS total']],
  ])('%s', async (asked, parts) => {
    const { isRead } = await both('courseRuns', '', `nodes { ssgRunId ${asked} }`, WITH_EXTERNAL_KEY);
    expect(isRead).toBe(true);
    const { statements } = await api.statements.during(() =>
      ask(api, documentOf('courseRuns', 'first: 3', `nodes { id ${asked} }`, 'rows'), {}, WITH_EXTERNAL_KEY),
    );
    const [read = ''] = statements.filter(isPage);
    const found = read.match(/trainer_(?:id|name|email)|\brole\b|assigned_at|assignment_source|AS (?:live|removed|total)/g);
    expect(new Set(found)).toEqual(new Set(parts));
  });
});

const cursorOf = (id: string) => Buffer.from(`GPC:S:${id}`).toString('base64');

describe('cursors lead through a page that is read by hand as through one of Prisma’s', () => {
  interface Around {
    nodes: { id: string }[];
    pageInfo: { startCursor: string; endCursor: string };
  }
  const page = async (values: string): Promise<Around> => {
    const { data, isRead } = await both('courseRuns', values, `${AROUND} nodes { id startDate }`, WITH_EXTERNAL_KEY);
    expect(isRead).toBe(true);
    return data?.['courseRuns'] as Around;
  };

  test('forwards, then back, with runs of the same day on either side', async () => {
    const first = await page('first: 3');
    const second = await page(`first: 3, after: "${first.pageInfo.endCursor}"`);
    const back = await page(`last: 2, before: "${second.pageInfo.startCursor}"`);
    expect(back.nodes).toEqual(first.nodes.slice(1));
    expect((await page('last: 2')).nodes).toHaveLength(2);
    expect((await page(`after: "${second.pageInfo.endCursor}"`)).nodes).toHaveLength(4);
    expect((await page(`before: "${second.pageInfo.startCursor}"`)).nodes).toEqual(first.nodes);
    for (const none of ['first: 0', 'last: 0']) expect((await page(none)).nodes).toEqual([]);
  });

  test.each(RUN_ORDERS)('%s', async (order) => {
    const first = await page(`${order}, first: 2`);
    const second = await page(`${order}, first: 3, after: "${first.pageInfo.endCursor}"`);
    const back = await page(`${order}, last: 3, before: "${second.pageInfo.endCursor}"`);
    expect(back.nodes).toEqual([first.nodes[1], ...second.nodes.slice(0, 2)]);
    const all = await page(`${order}, last: 100`);
    expect(all.nodes.slice(0, 5)).toEqual([...first.nodes, ...second.nodes]);
  });

  test('one that names no row, or one that the filter hides', async () => {
    const nowhere = cursorOf('00000000-0000-7000-8000-000000000000');
    expect((await page(`after: "${nowhere}"`)).nodes).toEqual([]);
    await page(`first: 2, after: "${cursorOf(own.runIds[3] ?? '')}", filter: { classStatus: CANCELLED }`);
  });
});

describe('what the tables do not describe is left to Prisma', () => {
  test.each([
    ['a list within a list', 'courseRuns', 'nodes { id enrolments(first: 1) { nodes { id } } }'],
    ['the total alone reads no rows', 'courseRuns', 'totalCount'],
  ])('%s', async (_why, field, selection) => {
    const { errors, isRead } = await both(field, 'first: 2', selection, WITH_EXTERNAL_KEY);
    expect({ errors, isRead }).toEqual({ errors: undefined, isRead: false });
  });
});
