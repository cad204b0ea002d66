import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { ask, dataOf, WITH_EXTERNAL_KEY } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';

const callers = knownCallers();
let api: TestApi;
let example: Example;
beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator, now: () => EXAMPLE_NOW });
  // Two on each day from Monday 5 January; every third is cancelled, and one of three enrolments is no longer live.
  example = await createExample(api.deps, 16);
  await createExample(api.deps, 3, '201104064W');
  const { prisma } = api.deps.database;
  const change = (index: number, data: object) => prisma.courseRun.update({ where: { id: example.runIds[index] ?? '' }, data });
  const nobody = {
    assignedTrainerId: null,
    assignedTrainerName: null,
    assignedTrainerEmail: null,
    assignmentSource: null,
    trainers: { deleteMany: { role: 'trainer' } },
  };
  await change(0, nobody);
  await change(1, { archivedAt: new Date(EXAMPLE_NOW) });
  await change(3, { ...nobody, startDate: new Date('2026-02-01'), endDate: new Date('2026-02-01') });
});
afterAll(() => api.close());

interface Week {
  startDate: string;
  runs: number;
  learners: number;
  withoutTrainer: number;
}
const WEEKS =
  'query ($provider: String!, $weeks: Int) { weeksAhead(provider: $provider, weeks: $weeks) { startDate runs learners withoutTrainer } }';
const weeks = async (variables: object = {}, by: Record<string, string> = WITH_EXTERNAL_KEY): Promise<Week[]> =>
  (await dataOf<{ weeksAhead: Week[] }>(api, WEEKS, { provider: UEN, ...variables }, by)).weeksAhead;

describe('weeksAhead', () => {
  test('eight weeks from the Monday on; cancelled and archived runs left aside, weeks without runs too', async () => {
    const found = await weeks();
    expect(found.map(({ startDate }) => startDate)).toEqual([
      '2026-01-05',
      '2026-01-12',
      '2026-01-19',
      '2026-01-26',
      '2026-02-02',
      '2026-02-09',
      '2026-02-16',
      '2026-02-23',
    ]);
    // Of the first fourteen: 2, 5, 8 and 11 are cancelled, 1 is archived, 3 is elsewhere. X26 an assessor does not teach.
    expect(found[0]).toEqual({ startDate: '2026-01-05', runs: 8, learners: 16, withoutTrainer: 1 });
    expect(found[1]).toEqual({ startDate: '2026-01-12', runs: 1, learners: 2, withoutTrainer: 0 });
    expect(found[2]).toEqual({ startDate: '2026-01-19', runs: 0, learners: 0, withoutTrainer: 0 });
    expect(found[3]).toEqual({ startDate: '2026-01-26', runs: 1, learners: 2, withoutTrainer: 1 });
  });

  test('bug 4 the week is that of the provider: in Honolulu it is still Sunday', async () => {
    const { prisma } = api.deps.database;
    await prisma.trainingProvider.update({ where: { id: example.providerId }, data: { timeZone: 'Pacific/Honolulu' } });
    expect((await weeks({ weeks: 2 })).map(({ startDate, runs }) => [startDate, runs])).toEqual([
      ['2025-12-29', 0],
      ['2026-01-05', 8],
    ]);
    await prisma.trainingProvider.update({ where: { id: example.providerId }, data: { timeZone: 'Asia/Singapore' } });
  });

  test.each([0, -1, 54])('%i weeks are refused', async (number) => {
    const { errors } = await ask(api, WEEKS, { provider: UEN, weeks: number });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('X6 nothing of another provider, nor of one that is not there; a trainer’s own', async () => {
    const admin = callers.as(somebody(api.deps.newId(), api.deps.newId(), 'admin'));
    expect(await weeks({}, admin)).toEqual([]);
    expect(await weeks({ provider: 'NOBODY' })).toEqual([]);
    const tan = await api.deps.database.prisma.appUser.findFirstOrThrow({
      where: { name: 'Tan Invented', roles: { some: { providerId: example.providerId } } },
    });
    const own = await weeks({ weeks: 1 }, callers.as(somebody(tan.id, example.providerId, 'trainer')));
    expect(own).toEqual([{ startDate: '2026-01-05', runs: 7, learners: 14, withoutTrainer: 0 }]);
  });

  test('two statements, however many weeks', async () => {
    for (const number of [1, 53]) {
      const { statements } = await api.statements.during(() => weeks({ weeks: number }));
      expect(statements).toHaveLength(2);
    }
  });
});
