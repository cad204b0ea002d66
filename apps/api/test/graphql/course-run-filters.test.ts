import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalIdOf } from '../../src/contract/global-id.js';
import { COURSE_RUN_ISSUES } from '../../src/modules/attention/course-run-issues.js';
import { readAttention } from '../../src/modules/attention/read-attention.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { ask, dataOf, WITH_EXTERNAL_KEY } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const TODAY = '2026-01-05';
const callers = knownCallers();
let api: TestApi;
let example: Example;
let other: Example;

/** SSG run ids by what is wrong with them; the first of the example is `850000`. */
const runs = (...indexes: number[]) => indexes.map((index) => String(850_000 + index));

beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator, now: () => EXAMPLE_NOW });
  example = await createExample(api.deps, 10);
  other = await createExample(api.deps, 2, OTHER_UEN);
  const { prisma } = api.deps.database;
  const change = (index: number, data: object) => prisma.courseRun.update({ where: { id: example.runIds[index] ?? '' }, data });
  // Nothing is wrong with a run until it is said here.
  await prisma.syncLog.updateMany({ where: { providerId: example.providerId }, data: { status: 'success', errorCode: null } });
  await prisma.learnerReview.updateMany({ where: { providerId: example.providerId }, data: { status: 'resolved' } });
  await prisma.courseRun.updateMany({ where: { providerId: example.providerId }, data: { classStatus: 'Confirmed' } });
  const nobody = {
    assignedTrainerId: null,
    assignedTrainerEmail: null,
    assignedTrainerName: null,
    assignmentSource: null,
    trainers: { deleteMany: { role: 'trainer' } },
  };
  await change(0, nobody);
  await change(1, { ...nobody, startDate: new Date('2026-01-13'), endDate: new Date('2026-01-13') });
  await change(2, { tpgAssignedTrainerEmail: 'Somebody.Else@example.org', classType: 'Virtual' });
  await change(3, { lifecycle: 'Active', activatedAt: new Date(EXAMPLE_NOW), activatedBy: 'system', classStatus: 'Pending' });
  await change(4, { lifecycle: 'Active', activatedAt: new Date(EXAMPLE_NOW), activatedBy: 'system' });
  await prisma.enrolment.updateMany({ where: { courseRunId: example.runIds[4] ?? '' }, data: { status: 'Cancelled' } });
  await change(5, { startDate: new Date('2026-01-01'), endDate: new Date('2026-01-04') });
  await prisma.syncLog.updateMany({
    where: { providerId: example.providerId, ssgRunId: '850006' },
    data: { status: 'error', errorCode: 'TGS-500', errorMessage: 'SSG did not answer.', remedy: 'Sync the run again.' },
  });
  await prisma.enrolment.updateMany({
    where: { courseRunId: example.runIds[7] ?? '', status: 'Confirmed' },
    data: { unconfirmedSince: new Date(EXAMPLE_NOW) },
  });
  await prisma.learnerReview.updateMany({
    where: { providerId: example.providerId, ssgRunId: '850008' },
    data: { status: 'open' },
  });
  await change(9, { ...nobody, classStatus: 'Cancelled' });
});
afterAll(() => api.close());

interface Found {
  totalCount: number;
  nodes: { ssgRunId: string; issues: { code: string; sentence: string; remedy: string }[] }[];
}
const find = async (filter: object, by: Record<string, string> = WITH_EXTERNAL_KEY): Promise<Found> => {
  const { courseRuns } = await dataOf<{ courseRuns: Found }>(
    api,
    'query ($filter: CourseRunFilter) { courseRuns(first: 50, filter: $filter) { totalCount nodes { ssgRunId issues { code sentence remedy } } } }',
    { filter: { provider: UEN, ...filter } },
    by,
  );
  expect(courseRuns.totalCount).toBe(courseRuns.nodes.length);
  return courseRuns;
};
const found = async (filter: object, by?: Record<string, string>) =>
  (await find(filter, by)).nodes.map(({ ssgRunId }) => ssgRunId).toSorted();

describe('courseRuns(filter)', () => {
  test.each<[string, object, string[]]>([
    ['lifecycle', { lifecycle: 'ACTIVE' }, runs(3, 4)],
    ['class type', { classType: 'VIRTUAL' }, runs(2)],
    ['nobody teaches, within seven days', { issues: ['RUN_WITHOUT_TRAINER'] }, runs(0)],
    ['bug 12 another trainer at SSG', { issues: ['TRAINER_DRIFT'] }, runs(2)],
    ['begun though Pending', { issues: ['ACTIVATED_PENDING'] }, runs(3)],
    ['begun without a learner', { issues: ['ACTIVATED_EMPTY'] }, runs(4)],
    ['bug 36 over without having begun', { issues: ['MISSED_WINDOW'] }, runs(5)],
    ['an error in the last sync', { issues: ['SYNC_ERROR'] }, runs(6)],
    ['bug 14 an enrolment that SSG no longer lists', { issues: ['ENROLMENT_UNCONFIRMED'] }, runs(7)],
    ['bug 18 a learner whom nobody can tell', { issues: ['LEARNER_REVIEW'] }, runs(8)],
    ['either of two', { issues: ['SYNC_ERROR', 'MISSED_WINDOW'] }, runs(5, 6)],
    ['any issue at all', { issues: [] }, runs(0, 2, 3, 4, 5, 6, 7, 8)],
    ['an issue, and something else', { issues: [], lifecycle: 'ACTIVE', classStatus: 'PENDING' }, runs(3)],
  ])('%s', async (_name, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  test('X6 another provider’s runs are not among them, nor those of other trainers', async () => {
    const admin = callers.as(somebody(api.deps.newId(), other.providerId, 'admin'));
    expect(await found({ issues: [] }, admin)).toEqual([]);
    const tan = await api.deps.database.prisma.appUser.findFirstOrThrow({
      where: { name: 'Tan Invented', roles: { some: { providerId: example.providerId } } },
    });
    const trainer = callers.as(somebody(tan.id, example.providerId, 'trainer'));
    expect(await found({ issues: [] }, trainer)).toEqual(runs(2, 3, 4, 5, 6, 7, 8));
  });

  test('an unknown issue is refused by the schema', async () => {
    const { errors } = await ask(api, '{ courseRuns(filter: { issues: [NOTHING] }) { totalCount } }');
    expect(errors?.[0]?.message).toContain('NOTHING');
  });
});

const globalIds = (ids: readonly string[]) => ids.map((id) => globalIdOf('CourseRun', id));

describe('filter.ids', () => {
  test('exactly the runs that were named, with the other filters', async () => {
    const ids = globalIds(example.runIds.slice(2, 5));
    expect(await found({ ids })).toEqual(runs(2, 3, 4));
    expect(await found({ ids, classStatus: 'PENDING' })).toEqual(runs(3));
  });

  test('nothing for none, for what is no id of a run, and for runs of another provider', async () => {
    expect(await found({ ids: [] })).toEqual([]);
    expect(await found({ ids: ['nonsense', globalIdOf('Course', example.runIds[0] ?? '')] })).toEqual([]);
    expect(await found({ ids: globalIds(other.runIds) })).toEqual([]);
  });

  test('no more than a hundred', async () => {
    const many = Array.from({ length: 101 }, () => globalIdOf('CourseRun', example.runIds[0] ?? ''));
    const { errors } = await ask(
      api,
      'query ($ids: [ID!]) { courseRuns(filter: { ids: $ids }) { totalCount } }',
      { ids: many },
      WITH_EXTERNAL_KEY,
    );
    expect(errors).toHaveLength(1);
  });
});

describe('CourseRun.issues', () => {
  test('what is wrong, in a sentence, and what to do', async () => {
    const { nodes } = await find({ ssgRunId: '850003' });
    expect(nodes[0]?.issues).toEqual([
      {
        code: 'ACTIVATED_PENDING',
        sentence: 'The class has begun though it is still Pending.',
        remedy: 'Confirm it or cancel it.',
      },
    ]);
  });

  test('nothing where all is well, and nothing of a cancelled class', async () => {
    const { nodes } = await find({});
    const without = nodes.filter(({ issues }) => issues.length === 0).map(({ ssgRunId }) => ssgRunId);
    expect(without.toSorted()).toEqual(runs(1, 9));
  });

  test('the digest says the same of every run', async () => {
    const attention = await readAttention(api.deps.database.pool, { id: example.providerId, name: '' }, TODAY);
    const told = attention.groups
      .filter(({ kind }) => (COURSE_RUN_ISSUES as readonly string[]).includes(kind))
      .flatMap(({ kind, items }) => items.map(({ key }) => `${key} ${kind.toUpperCase()}`));
    const { nodes } = await find({});
    const shown = nodes.flatMap(({ ssgRunId, issues }) => issues.map(({ code }) => `${ssgRunId} ${code}`));
    expect(shown.toSorted()).toEqual(told.toSorted());
    expect(shown).toHaveLength(8);
  });

  test('bug 4 the day is the provider’s own', async () => {
    const { prisma } = api.deps.database;
    expect(await found({ issues: ['MISSED_WINDOW'] })).toEqual(runs(5));
    // There the fourth of January, the last day of that run, is not over.
    await prisma.trainingProvider.update({ where: { id: example.providerId }, data: { timeZone: 'Pacific/Honolulu' } });
    expect(await found({ issues: ['MISSED_WINDOW'] })).toEqual([]);
  });
});
