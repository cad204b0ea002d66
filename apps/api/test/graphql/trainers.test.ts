import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { ask, dataOf, WITH_EXTERNAL_KEY } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const RUNS = 5;
const callers = knownCallers();
let api: TestApi;
let example: Example;
let other: Example;
let admin: Record<string, string>;
const ids: Record<string, string> = {};

beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator, now: () => EXAMPLE_NOW });
  example = await createExample(api.deps, RUNS);
  other = await createExample(api.deps, 1, OTHER_UEN);
  admin = callers.as(somebody(api.deps.newId(), example.providerId, 'admin'));
  const users = await api.deps.database.prisma.appUser.findMany({ where: { email: { contains: UEN.toLowerCase() } } });
  for (const { id, name } of users) ids[name] = id;
  // Tan teaches at the other provider as well, which nobody here may learn.
  await api.deps.database.prisma.userRole.create({
    data: { userId: ids['Tan Invented'] ?? '', providerId: other.providerId, role: 'trainer' },
  });
  const [foreignRun = ''] = other.runIds;
  await api.deps.database.prisma.courseRun.update({
    where: { id: foreignRun },
    data: { assignedTrainerId: ids['Tan Invented'], startDate: new Date('2026-01-20'), endDate: new Date('2026-01-22') },
  });
});
afterAll(() => api.close());

const names = async (filter: object = {}, by: Record<string, string> = admin) => {
  const { trainers } = await dataOf<{ trainers: { totalCount: number; nodes: { name: string }[] } }>(
    api,
    'query ($filter: TrainerFilter) { trainers(filter: $filter) { totalCount nodes { name } } }',
    { filter },
    by,
  );
  expect(trainers.totalCount).toBe(trainers.nodes.length);
  return trainers.nodes.map(({ name }) => name);
};

const tan = async <Shape>(selection: string, by: Record<string, string> = admin): Promise<Shape> => {
  const { trainers } = await dataOf<{ trainers: { nodes: Shape[] } }>(
    api,
    `{ trainers(filter: { text: "tan inv" }) { nodes { ${selection} } } }`,
    {},
    by,
  );
  const [node] = trainers.nodes;
  if (!node) throw new Error('Tan is not listed');
  return node;
};

describe('trainers', () => {
  test('by name, at the providers one sees', async () => {
    expect(await names()).toEqual(['Goh Asleep', 'Lim Imagined', 'Ong Madeup', 'Tan Invented']);
    expect(await names({}, WITH_EXTERNAL_KEY)).toHaveLength(8);
  });

  test.each<[string, object, string[]]>([
    ['part of the name', { text: 'INV' }, ['Tan Invented']],
    ['part of the address', { text: 'trainer2.' }, ['Ong Madeup']],
    ['active', { active: false }, ['Goh Asleep']],
    ['provider', { provider: UEN, active: true }, ['Lim Imagined', 'Ong Madeup', 'Tan Invented']],
    ['another’s provider answers like an unknown one, whoever teaches there', { provider: OTHER_UEN }, []],
    ['an unknown provider', { provider: 'UNKNOWN00' }, []],
    [
      'free on a day on which Tan teaches; Lim only assesses',
      { freeFrom: '2026-01-05' },
      ['Goh Asleep', 'Lim Imagined', 'Ong Madeup'],
    ],
    [
      'free in a week that has such a day',
      { freeFrom: '2026-01-07', freeTo: '2026-01-14' },
      ['Goh Asleep', 'Lim Imagined', 'Ong Madeup'],
    ],
    [
      'free later; what happens at another provider is not told',
      { freeFrom: '2026-01-20' },
      ['Goh Asleep', 'Lim Imagined', 'Ong Madeup', 'Tan Invented'],
    ],
  ])('filter: %s', async (_name, filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  test('days in the wrong order are refused', async () => {
    const { errors } = await ask(
      api,
      '{ trainers(filter: { freeFrom: "2026-01-07", freeTo: "2026-01-06" }) { totalCount } }',
      {},
      admin,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', remedy: expect.any(String) });
  });

  test('a trainer sees themselves, and nobody else', async () => {
    const self = callers.as(somebody(ids['Lim Imagined'] ?? '', example.providerId, 'trainer'));
    expect(await names({}, self)).toEqual(['Lim Imagined']);
    const query = 'query ($id: ID!) { node(id: $id) { ... on Trainer { name email } } }';
    const nodeOf = (name: string) => Buffer.from(`Trainer:${ids[name]}`).toString('base64');
    expect(await dataOf(api, query, { id: nodeOf('Tan Invented') }, self)).toEqual({ node: null });
    expect(await dataOf(api, query, { id: nodeOf('Lim Imagined') }, self)).toMatchObject({ node: { name: 'Lim Imagined' } });
    expect(await dataOf(api, query, { id: nodeOf('Tan Invented') }, admin)).toMatchObject({ node: { name: 'Tan Invented' } });
  });

  test('a foreign trainer is no node', async () => {
    const foreign = await api.deps.database.prisma.appUser.findFirstOrThrow({
      where: { name: 'Lim Imagined', email: { contains: OTHER_UEN.toLowerCase() } },
    });
    const id = Buffer.from(`Trainer:${foreign.id}`).toString('base64');
    expect(await dataOf(api, 'query ($id: ID!) { node(id: $id) { id } }', { id }, admin)).toEqual({ node: null });
  });
});

const load = async (days: number, by = admin) =>
  (await tan<{ load: object }>(`load(days: ${days}) { days upcomingRuns daysTaught }`, by)).load;

describe('what a trainer teaches', () => {
  test('bug 4 the load counts from the provider’s today, both ends included, each day once', async () => {
    // Five runs: two on the 5th, two on the 6th, one on the 7th; the third of them is cancelled.
    expect(await load(0)).toEqual({ days: 0, upcomingRuns: 2, daysTaught: 1 });
    expect(await load(1)).toEqual({ days: 1, upcomingRuns: 3, daysTaught: 2 });
    expect(await load(30)).toEqual({ days: 30, upcomingRuns: 4, daysTaught: 3 });
  });

  test('a run of several days counts each of them, as far as the window goes', async () => {
    await api.deps.database.prisma.courseRun.update({
      where: { id: example.runIds[4] ?? '' },
      data: { endDate: new Date('2026-01-31') },
    });
    expect(await load(9)).toEqual({ days: 9, upcomingRuns: 4, daysTaught: 10 });
  });

  test('X6 whoever sees both providers counts both, others only their own', async () => {
    expect(await load(17, WITH_EXTERNAL_KEY)).toMatchObject({ upcomingRuns: 5 });
    expect(await load(17)).toMatchObject({ upcomingRuns: 4 });
  });

  test.each([-1, 367])('%i days are refused', async (days) => {
    const { errors } = await ask(api, `{ trainers { nodes { load(days: ${days}) { days } } } }`, {}, admin);
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  interface Runs {
    totalCount: number;
    totalCountIsExact: boolean;
    nodes: { ssgRunId: string; course: { title: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  }
  const runs = async (args: string, by = admin): Promise<Runs> =>
    (
      await tan<{ runs: Runs }>(
        `runs(${args}) { totalCount totalCountIsExact nodes { ssgRunId course { title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`,
        by,
      )
    ).runs;
  const idsOf = ({ nodes }: Runs) => nodes.map(({ ssgRunId }) => ssgRunId);

  test('their runs, page by page, forwards and backwards', async () => {
    const first = await runs('first: 2');
    expect(first).toMatchObject({
      totalCount: RUNS,
      totalCountIsExact: true,
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    expect(idsOf(first)).toEqual(['850000', '850001']);
    const second = await runs(`first: 2, after: "${first.pageInfo.endCursor}"`);
    expect(idsOf(second)).toEqual(['850002', '850003']);
    const third = await runs(`first: 2, after: "${second.pageInfo.endCursor}"`);
    expect(idsOf(third)).toEqual(['850004']);
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const last = await runs('last: 2');
    expect(idsOf(last)).toEqual(['850003', '850004']);
    expect(last.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    expect(idsOf(await runs(`last: 2, before: "${last.pageInfo.startCursor}"`))).toEqual(['850001', '850002']);
    expect(idsOf(await runs('first: 0'))).toEqual([]);
  });

  test('X6 runs at another provider are not among them', async () => {
    expect(idsOf(await runs('first: 20'))).toHaveLength(RUNS);
    expect((await runs('first: 20', WITH_EXTERNAL_KEY)).totalCount).toBe(RUNS + 1);
  });

  test('the page has the limits of every other', async () => {
    const { errors } = await ask(api, '{ trainers { nodes { runs(first: 101) { totalCount } } } }', {}, admin);
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

describe('S0.33 what a trainer declined', () => {
  const DECLINES =
    '{ trainers(filter: { text: "lim" }) { nodes { declines(first: 2) { totalCount nodes { ssgRunId reason declinedAt startDate courseRun { ssgRunId } } } } } }';

  test('newest first, with the run', async () => {
    expect(await dataOf(api, DECLINES, {}, admin)).toMatchObject({
      trainers: {
        nodes: [
          {
            declines: {
              totalCount: RUNS,
              nodes: [
                { ssgRunId: '850004', reason: null, courseRun: { ssgRunId: '850004' } },
                { ssgRunId: '850003', courseRun: { ssgRunId: '850003' } },
              ],
            },
          },
        ],
      },
    });
  });

  test('a trainer sees own declines, but not the run of somebody else behind one', async () => {
    const self = callers.as(somebody(ids['Lim Imagined'] ?? '', example.providerId, 'trainer'));
    expect(await dataOf(api, DECLINES, {}, self)).toMatchObject({
      trainers: { nodes: [{ declines: { totalCount: RUNS, nodes: [{ ssgRunId: '850004', courseRun: null }, {}] } }] },
    });
  });
});

const meant = (name: string) => ({
  trainer: { trainerId: Buffer.from(`Trainer:${ids[name]}`).toString('base64'), name, email: expect.stringContaining('@') },
  problem: null,
});
const nobody = (code: string) => ({
  trainer: null,
  problem: { code, message: expect.any(String), remedy: expect.any(String) },
});

describe('S0.27 S0.28 the trainer lists of a course', () => {
  test('each entry with whom it means, or why nobody, and what to do', async () => {
    const { courses } = await dataOf<{ courses: { nodes: { trainerListEntries: object[] }[] } }>(
      api,
      '{ courses { nodes { trainerListEntries { list text trainer { trainerId name email } problem { code message remedy } } } } }',
      {},
      admin,
    );
    expect(courses.nodes[0]?.trainerListEntries).toEqual([
      { list: 'EMAIL_LIST', text: `trainer0.${UEN.toLowerCase()}@example.org`, ...meant('Tan Invented') },
      { list: 'EMAIL_LIST', text: `trainer1.${UEN.toLowerCase()}@example.org`, ...meant('Lim Imagined') },
      { list: 'NAME_LIST', text: 'Tan Invented [WSQ]', ...meant('Tan Invented') },
      { list: 'NAME_LIST', text: 'Lim Imagined', ...meant('Lim Imagined') },
      { list: 'NAME_LIST', text: 'Goh Asleep', ...nobody('inactive_trainer') },
      { list: 'NAME_LIST', text: 'Nobody Known', ...nobody('unknown_trainer') },
      { list: 'NAME_LIST', text: 'Ong Madeup', ...meant('Ong Madeup') },
    ]);
  });
});
