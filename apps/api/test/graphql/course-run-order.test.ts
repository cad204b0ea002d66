import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { ask, dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const RUNS = 24;
const callers = knownCallers();
let api: TestApi;
let example: Example;
let other: Example;

/** What each order sorts by, as the database has it. */
let rows: Record<string, unknown>[];
beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator, now: () => EXAMPLE_NOW });
  example = await createExample(api.deps, RUNS);
  other = await createExample(api.deps, 2, OTHER_UEN);
  const { prisma, pool } = api.deps.database;
  const courses = await Promise.all(
    ['B', 'A', 'C'].map((letter, index) =>
      prisma.course.create({
        data: { providerId: example.providerId, courseCode: `TGS-202700000${index}`, title: `Invented ${letter}` },
      }),
    ),
  );
  const types = ['Virtual', null, 'Hybrid', 'Physical', null];
  for (const [index, id] of example.runIds.entries()) {
    const course = courses[index % courses.length];
    const end = new Date(Date.UTC(2026, 1, 1 + ((index * 7) % 5)));
    const data = { classType: types[index % types.length] ?? null, endDate: end, ...(course && { courseId: course.id }) };
    await prisma.courseRun.update({ where: { id }, data });
    // 0 to 2 live ones.
    const enrolments = await prisma.enrolment.findMany({ where: { courseRunId: id, status: 'Confirmed' }, take: index % 3 });
    await prisma.enrolment.updateMany({ where: { id: { in: enrolments.map((row) => row.id) } }, data: { status: 'Cancelled' } });
  }
  rows = (
    await pool.query<Record<string, unknown>>(
      `SELECT run.id, run.course_run_id AS "SSG_RUN_ID", start_date::text AS "START_DATE", end_date::text AS "END_DATE", course_code AS "COURSE_CODE",
         title AS "COURSE_TITLE", class_status AS "CLASS_STATUS", class_type AS "CLASS_TYPE", extract(epoch FROM run.updated_at)::float8 AS "UPDATED_AT",
         (SELECT count(*)::int FROM enrollment WHERE course_run_id = run.id AND enrolment_status IN ('Active', 'Confirmed', 'Pending')) AS "LEARNERS"
       FROM course_run AS run JOIN course ON course.id = run.course_id WHERE run.provider_id = $1`,
      [example.providerId],
    )
  ).rows;
});
afterAll(() => api.close());

interface Page {
  totalCount: number;
  nodes: { ssgRunId: string }[];
  edges: { cursor: string }[];
  pageInfo: { startCursor: string; endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
}
const LIST = `query ($filter: CourseRunFilter, $orderBy: CourseRunOrder, $first: Int, $last: Int, $after: String, $before: String) {
  courseRuns(filter: $filter, orderBy: $orderBy, first: $first, last: $last, after: $after, before: $before) {
    totalCount nodes { ssgRunId } edges { cursor } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;
const list = async (variables: Record<string, unknown>): Promise<Page> =>
  (await dataOf<{ courseRuns: Page }>(api, LIST, { filter: { provider: UEN }, ...variables })).courseRuns;
const idsOf = ({ nodes }: Page) => nodes.map(({ ssgRunId }) => ssgRunId);

/** The order in a few lines of its own: null is last either way up, ties go by id. */
function expectedOrder(field: string, direction: string): string[] {
  const sign = direction === 'ASC' ? 1 : -1;
  const compare = (one: unknown, two: unknown) => {
    if (one === two) return 0;
    if (one === null || two === null) return one === null ? 1 : -1;
    return sign * ((one as string) < (two as string) ? -1 : 1);
  };
  return rows
    .toSorted((one, two) => compare(one[field], two[field]) || (String(one['id']) < String(two['id']) ? -1 : 1))
    .map((row) => String(row['SSG_RUN_ID']));
}

const FIELDS = [
  'START_DATE',
  'END_DATE',
  'COURSE_CODE',
  'COURSE_TITLE',
  'SSG_RUN_ID',
  'CLASS_STATUS',
  'CLASS_TYPE',
  'LEARNERS',
  'UPDATED_AT',
];
const ORDERS = FIELDS.flatMap((field) => ['ASC', 'DESC'].map((direction) => ({ field, direction })));

describe('courseRuns(orderBy)', () => {
  test.each(ORDERS)('$field $direction, page by page forwards and backwards', async (orderBy) => {
    const expected = expectedOrder(orderBy.field, orderBy.direction);
    const whole = await list({ orderBy, first: 100 });
    expect(idsOf(whole)).toEqual(expected);
    expect(whole.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });

    const forwards: string[] = [];
    let page = await list({ orderBy, first: 7 });
    forwards.push(...idsOf(page));
    while (page.pageInfo.hasNextPage) {
      page = await list({ orderBy, first: 7, after: page.pageInfo.endCursor });
      expect(page.pageInfo.hasPreviousPage).toBe(true);
      forwards.push(...idsOf(page));
    }
    expect(forwards).toEqual(expected);

    const backwards: string[] = [];
    page = await list({ orderBy, last: 7 });
    backwards.unshift(...idsOf(page));
    while (page.pageInfo.hasPreviousPage) {
      page = await list({ orderBy, last: 7, before: page.pageInfo.startCursor });
      backwards.unshift(...idsOf(page));
    }
    expect(backwards).toEqual(expected);
    expect(page.totalCount).toBe(RUNS);
  });

  test('by first day without being told, and its cursors are those of the same order in words', async () => {
    const [silent, told] = await Promise.all([
      list({ first: 3 }),
      list({ first: 3, orderBy: { field: 'START_DATE', direction: 'ASC' } }),
    ]);
    expect(told).toEqual(silent);
    expect(await list({ first: 3, orderBy: {} })).toEqual(silent);
  });

  test.each([
    [{ field: 'LEARNERS' }, undefined],
    [{ field: 'LEARNERS' }, { field: 'LEARNERS', direction: 'DESC' }],
    [undefined, { field: 'COURSE_CODE' }],
    [{ field: 'START_DATE', direction: 'DESC' }, undefined],
  ])('a cursor of %o is refused by %o', async (given, asked) => {
    const { pageInfo } = await list({ orderBy: given, first: 2 });
    const { errors } = await ask(api, LIST, { orderBy: asked, first: 2, after: pageInfo.endCursor });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
    expect(errors?.[0]?.message).toContain('one of another order');
  });

  test('a cursor of an order is refused by lists that have none', async () => {
    const { pageInfo } = await list({ orderBy: { field: 'LEARNERS' }, first: 2 });
    const { errors } = await ask(api, 'query ($after: String) { courses(first: 2, after: $after) { totalCount } }', {
      after: pageInfo.endCursor,
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('a cursor whose run the filter lets through no more still tells the place', async () => {
    const orderBy = { field: 'LEARNERS', direction: 'DESC' };
    const { pageInfo, nodes } = await list({ orderBy, first: 1 });
    const filter = { provider: UEN, classStatus: 'PENDING' };
    const after = await list({ orderBy, filter, first: 100, after: pageInfo.endCursor });
    expect(idsOf(after)).toEqual(idsOf(await list({ orderBy, filter, first: 100 })).filter((id) => id !== nodes[0]?.ssgRunId));
  });

  test.each([
    [{ last: 2, after: true }, 'after'],
    [{ first: 2, before: true }, 'before'],
  ])('%o is refused', async (pages, argument) => {
    const { pageInfo } = await list({ first: 2 });
    const cursor = { [argument]: pageInfo.endCursor };
    const { errors } = await ask(api, LIST, { ...pages, ...cursor });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('the same number of statements, however many rows; a total alone reads none', async () => {
    const counted = async (orderBy: object, first: number) =>
      (await api.statements.during(() => list({ orderBy, first }))).statements.length;
    for (const field of FIELDS) {
      const expected = field === 'LEARNERS' ? 2 : 1;
      expect([field, await counted({ field }, 1), await counted({ field }, 20)]).toEqual([field, expected, expected]);
    }
    const total = await api.statements.during(() => dataOf(api, '{ courseRuns(orderBy: { field: LEARNERS }) { totalCount } }'));
    expect(total.statements).toHaveLength(1);
  });

  test('X6 each sees their own', async () => {
    const admin = callers.as(somebody(api.deps.newId(), other.providerId, 'admin'));
    const { courseRuns } = await dataOf<{ courseRuns: Page }>(api, LIST, { orderBy: { field: 'LEARNERS' }, first: 50 }, admin);
    expect([courseRuns.totalCount, courseRuns.nodes.length]).toEqual([2, 2]);
  });
});

const found = async (filter: object) => idsOf(await list({ filter, first: 100 }));

describe('courseRuns(filter)', () => {
  test('S0.33 upcoming: from the provider’s today to its threshold, both included', async () => {
    await api.deps.database.prisma.trainingProvider.update({
      where: { id: example.providerId },
      data: { upcomingClassesThresholdDays: 3 },
    });
    const { upcomingClasses } = await dataOf<{ upcomingClasses: Page }>(
      api,
      `{ upcomingClasses(provider: "${UEN}", first: 100) { nodes { ssgRunId } } }`,
    );
    const upcoming = await found({ provider: UEN, upcoming: true });
    expect(upcoming).toHaveLength(8);
    expect(upcoming).toEqual(idsOf(upcomingClasses));
    expect(await found({ provider: UEN, upcoming: false })).toHaveLength(RUNS - 8);
    expect(await found({ provider: 'NOBODY', upcoming: true })).toEqual([]);
  });

  test('upcoming needs a provider', async () => {
    const { errors } = await ask(api, LIST, { filter: { upcoming: true } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', remedy: 'Name the provider by its UEN.' } }]);
  });

  test('X26 trainerId: assigned or linked to teach; an assessor is neither, and nobody is nobody', async () => {
    const trainers = await api.deps.database.prisma.appUser.findMany({
      where: { roles: { some: { providerId: example.providerId } } },
    });
    const idOf = (name: string) =>
      Buffer.from(`Trainer:${trainers.find((trainer) => trainer.name === name)?.id}`).toString('base64');
    expect(await found({ trainerId: idOf('Tan Invented') })).toHaveLength(RUNS);
    expect(await found({ trainerId: idOf('Lim Imagined') })).toEqual([]);
    expect(await found({ trainerId: 'nonsense' })).toEqual([]);
  });
});
