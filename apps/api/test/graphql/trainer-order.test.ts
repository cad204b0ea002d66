import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { ask, dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW, UEN } from './example-data.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ now: () => EXAMPLE_NOW });
  // Tan teaches them all, the others none.
  const example = await createExample(api.deps, 6);
  const ong = await api.deps.database.prisma.appUser.findFirstOrThrow({ where: { name: 'Ong Madeup' } });
  await api.deps.database.prisma.courseRunTrainer.create({
    data: {
      providerId: example.providerId,
      courseRunId: example.runIds[0] ?? '',
      trainerId: ong.id,
      trainerName: ong.name,
      trainerEmail: ong.email,
      assignmentSource: 'admin',
    },
  });
});
afterAll(() => api.close());

interface Page {
  totalCount: number;
  nodes: { name: string; load: { upcomingRuns: number } }[];
  pageInfo: { endCursor: string; startCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
}
const LIST = `query ($orderBy: TrainerOrder, $first: Int, $last: Int, $after: String, $before: String) {
  trainers(filter: { provider: "${UEN}" }, orderBy: $orderBy, first: $first, last: $last, after: $after, before: $before) {
    totalCount nodes { name load { upcomingRuns } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;
const list = async (variables: object): Promise<Page> => (await dataOf<{ trainers: Page }>(api, LIST, { ...variables })).trainers;

async function walk(orderBy: object): Promise<string[]> {
  const names: string[] = [];
  let page = await list({ orderBy, first: 2 });
  names.push(...page.nodes.map(({ name }) => name));
  while (page.pageInfo.hasNextPage) {
    page = await list({ orderBy, first: 2, after: page.pageInfo.endCursor });
    names.push(...page.nodes.map(({ name }) => name));
  }
  return names;
}

describe('trainers(orderBy)', () => {
  const BY_NAME = ['Goh Asleep', 'Lim Imagined', 'Ong Madeup', 'Tan Invented'];

  test('by name, either way, page by page', async () => {
    expect(await walk({})).toEqual(BY_NAME);
    expect(await walk({ direction: 'DESC' })).toEqual(BY_NAME.toReversed());
    expect((await list({ first: 4 })).nodes.map(({ name }) => name)).toEqual(BY_NAME);
  });

  test('by load: those who teach most in the next 30 days first, or least', async () => {
    const busiest = await list({ orderBy: { field: 'LOAD', direction: 'DESC' }, first: 2 });
    expect(busiest.nodes).toEqual([
      { name: 'Tan Invented', load: { upcomingRuns: 4 } },
      { name: 'Ong Madeup', load: { upcomingRuns: 1 } },
    ]);
    expect((await walk({ field: 'LOAD', direction: 'DESC' })).slice(0, 2)).toEqual(['Tan Invented', 'Ong Madeup']);
    expect((await walk({ field: 'LOAD' })).slice(2)).toEqual(['Ong Madeup', 'Tan Invented']);
    const end = await list({ orderBy: { field: 'LOAD' }, last: 1 });
    const before = await list({ orderBy: { field: 'LOAD' }, last: 1, before: end.pageInfo.startCursor });
    expect([end.nodes[0]?.name, before.nodes[0]?.name]).toEqual(['Tan Invented', 'Ong Madeup']);
  });

  test('a cursor of another order is refused', async () => {
    const { pageInfo } = await list({ orderBy: { field: 'LOAD' }, first: 1 });
    const { errors } = await ask(api, LIST, { first: 1, after: pageInfo.endCursor });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
  });

  test('the same number of statements, however many trainers', async () => {
    for (const first of [1, 4]) {
      const { statements } = await api.statements.during(() => list({ orderBy: { field: 'LOAD' }, first }));
      // Ids, load, rows, total: the load that is shown is the one that was asked for.
      expect(statements).toHaveLength(4);
    }
  });
});
