import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { ask, dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW, UEN } from './example-data.js';

const RUNS = 7;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ now: () => EXAMPLE_NOW });
  await createExample(api.deps, RUNS);
});
afterAll(() => api.close());

interface Page {
  nodes: { ssgRunId: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

async function page(args: string): Promise<Page> {
  const data = await dataOf<{ courseRuns: Page }>(
    api,
    `{ courseRuns(${args}) { nodes { ssgRunId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  );
  return data.courseRuns;
}

const ALL = Array.from({ length: RUNS }, (_, index) => String(850_000 + index));

describe('pages', () => {
  test('forwards, page by page: every run once, in order', async () => {
    const seen: string[] = [];
    let next = await page('first: 3');
    seen.push(...next.nodes.map(({ ssgRunId }) => ssgRunId));
    while (next.pageInfo.hasNextPage) {
      next = await page(`first: 3, after: "${next.pageInfo.endCursor}"`);
      seen.push(...next.nodes.map(({ ssgRunId }) => ssgRunId));
    }
    expect(seen).toEqual(ALL);
  });

  test('backwards, page by page: the same, from the end', async () => {
    const last = await page('last: 3');
    expect(last.nodes.map(({ ssgRunId }) => ssgRunId)).toEqual(ALL.slice(4));
    const before = await page(`last: 3, before: "${last.pageInfo.startCursor}"`);
    expect(before.nodes.map(({ ssgRunId }) => ssgRunId)).toEqual(ALL.slice(1, 4));
    expect(before.pageInfo.hasPreviousPage).toBe(true);
  });

  test('a cursor stays good when a row is added before it', async () => {
    const first = await page('first: 3');
    const { prisma } = api.deps.database;
    const course = await prisma.course.findFirstOrThrow();
    const early = await prisma.courseRun.create({
      data: {
        providerId: course.providerId,
        courseId: course.id,
        ssgRunId: '849999',
        startDate: new Date('2026-01-01'),
        endDate: new Date('2026-01-01'),
        modeOfLearning: 'Physical',
      },
    });
    const second = await page(`first: 3, after: "${first.pageInfo.endCursor}"`);
    await prisma.courseRun.delete({ where: { id: early.id } });
    expect(second.nodes.map(({ ssgRunId }) => ssgRunId)).toEqual(ALL.slice(3, 6));
  });

  test('a page of none is a page', async () => {
    expect((await page('first: 0')).nodes).toEqual([]);
  });

  test('without a size a page has twenty rows', async () => {
    const { enrolments } = await dataOf(api, '{ enrolments { totalCount nodes { id } pageInfo { hasNextPage } } }');
    expect(enrolments).toMatchObject({ totalCount: RUNS * 3, nodes: { length: 20 }, pageInfo: { hasNextPage: true } });
  });
});

const encode = (text: string) => Buffer.from(text).toString('base64');

describe('what is refused, and how it is told', () => {
  test.each<[string, string, string]>([
    ['too large a page', 'courseRuns(first: 101)', '`first` of `courseRuns` is 101, but a page has at most 100 rows'],
    ['too large a page from the end', 'courseRuns(last: 1000)', '`last` of `courseRuns` is 1000'],
    ['too large a page inside', 'courses { nodes { courseRuns(first: 500)', '`first` of `courseRuns` is 500'],
    ['a negative page', 'courseRuns(first: -1)', 'cannot have fewer than 0 rows'],
    ['a negative page inside', 'courses { nodes { courseRuns(last: -5)', 'cannot have fewer than 0 rows'],
    ['both ends at once', 'courseRuns(first: 1, last: 1)', 'exclude each other'],
    ['a cursor that is none', 'courseRuns(after: "nonsense")', '`after` of `courseRuns` is no cursor'],
    ['a cursor around something else', `courseRuns(before: "${encode('GPC:S:1 OR 1=1')}")`, 'is no cursor'],
    ['a NUL character', 'courseRuns(filter: { text: "a\\u0000b" })', '`filter.text` of `courseRuns` contains a NUL character'],
    ['a text without end', `courseRuns(filter: { text: "${'a'.repeat(1001)}" })`, 'longer than 1000 characters'],
    ['too many ids', `nodes(ids: [${Array.from({ length: 101 }, () => '"x"').join(',')}])`, 'has 101 ids'],
  ])('%s', async (_case, field, message) => {
    const close = '}'.repeat(field.split('{').length - field.split('}').length);
    const leaf = field.startsWith('nodes') ? '{ id }' : '{ nodes { id } }';
    const { data, errors, status } = await ask(api, `{ ${field} ${leaf} ${close} }`);
    expect(data ?? null).toBeNull();
    expect(errors).toEqual([
      { message: expect.stringContaining(message), extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) },
    ]);
    expect(status).toBe(400);
  });

  test('the size may come from a variable', async () => {
    const { errors } = await ask(api, 'query ($size: Int) { courseRuns(first: $size) { totalCount } }', { size: 101 });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  test('days of upcomingClasses', async () => {
    const { errors } = await ask(api, `{ upcomingClasses(provider: "${UEN}", days: 367) { totalCount } }`);
    expect(errors?.[0]).toMatchObject({
      message: '`days` is 367, but must lie between 0 and 366.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('nested pages that multiply to too many rows', async () => {
    const { errors } = await ask(
      api,
      '{ courseRuns(first: 100) { nodes { enrolments(first: 100) { nodes { learner { enrolments(first: 100) { nodes { id } } } } } } } }',
    );
    expect(errors?.[0]?.extensions?.code).toBe('TOO_MANY_ROWS');
    expect(errors?.[0]?.message).toContain('20000');
  });

  test('fields nested too deep', async () => {
    const { errors } = await ask(
      api,
      `{ courses(first: 1) { nodes { ${'provider { courses(first: 1) { nodes { '.repeat(5)} id ${'} } }'.repeat(5)} } } }`,
    );
    expect(errors?.[0]?.extensions?.code).toBe('TOO_DEEP');
  });

  test('fragments that multiply', async () => {
    const levels = Array.from({ length: 16 }, (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`);
    const { errors } = await ask(api, `query { ...F0 } ${levels.join(' ')} fragment F16 on Query { __typename }`);
    expect(errors?.[0]?.extensions?.code).toBe('TOO_LARGE');
  });

  test('a document without end', async () => {
    const { errors } = await ask(api, `{ courseRuns { ${'totalCount '.repeat(6000)} } }`);
    expect(errors?.[0]?.message).toContain('5000 tokens');
  });
});
