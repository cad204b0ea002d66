import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ATTENTION_KINDS } from '../../src/modules/attention/attention.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { ask, dataOf, WITH_EXTERNAL_KEY } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const EMPTY_UEN = '201804321K';
const callers = knownCallers();
let api: TestApi;
let example: Example;
let other: Example;
let emptyId: string;

beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator, now: () => EXAMPLE_NOW });
  example = await createExample(api.deps, 7);
  other = await createExample(api.deps, 1, OTHER_UEN);
  const { prisma } = api.deps.database;
  const empty = await prisma.trainingProvider.create({
    data: { uen: EMPTY_UEN, code: `${EMPTY_UEN}-01`, name: 'Invented Empty' },
  });
  emptyId = empty.id;
  // One run that nobody teaches, and whom everybody on the list has declined; SSG names another trainer for a second one.
  const id = example.runIds[0] ?? '';
  await prisma.courseRun.update({
    where: { id },
    data: {
      assignedTrainerId: null,
      assignedTrainerName: null,
      assignedTrainerEmail: null,
      assignmentSource: null,
      trainers: { deleteMany: {} },
    },
  });
  const trainers = await prisma.appUser.findMany({ where: { roles: { some: { providerId: example.providerId } } } });
  await prisma.courseRunTrainerDecline.createMany({
    data: trainers.map((trainer) => ({ providerId: example.providerId, courseRunId: id, trainerId: trainer.id })),
    skipDuplicates: true,
  });
  await prisma.courseRun.update({
    where: { id: example.runIds[1] ?? '' },
    data: { tpgAssignedTrainerEmail: 'somebody.else@example.org' },
  });
});
afterAll(() => api.close());

interface Board {
  today: string;
  groups: {
    kind: string;
    total: number;
    title: string;
    whatToDo: string;
    items: { key: string; courseCode: string | null; detail: string; number: number; nodeId: string }[];
  }[];
  freshness: { source: string; title: string; refreshedAt: string | null; stale: boolean; sentence: string }[];
  lastSync: { runId: string; status: string } | null;
}
const BOARD = `query ($provider: String!) { attention(provider: $provider) {
  today groups { kind total title whatToDo items { key courseCode detail number nodeId } }
  freshness { source title refreshedAt stale sentence } lastSync { runId status } } }`;

const read = async (provider = UEN, by: Record<string, string> = WITH_EXTERNAL_KEY) =>
  (await dataOf<{ attention: Board }>(api, BOARD, { provider }, by)).attention;
const totalsOf = ({ groups }: Board) =>
  Object.fromEntries(groups.filter(({ total }) => total > 0).map(({ kind, total }) => [kind, total]));

describe('attention', () => {
  test('every kind in the order of its urgency, the calm ones too', async () => {
    const board = await read();
    expect(board.today).toBe('2026-01-05');
    expect(board.groups.map(({ kind }) => kind)).toEqual(ATTENTION_KINDS.map((kind) => kind.toUpperCase()));
    expect(totalsOf(board)).toEqual({
      RUN_WITHOUT_TRAINER: 1,
      TRAINER_LIST_EXHAUSTED: 1,
      SYNC_ERROR: 3,
      TRAINER_DRIFT: 1,
      LEARNER_REVIEW: 7,
    });
  });

  test('words are for pages, items are the first five and lead to what they speak of', async () => {
    const { groups } = await read();
    const of = (wanted: string) => groups.find(({ kind }) => kind === wanted);
    expect(of('RUN_WITHOUT_TRAINER')).toEqual({
      kind: 'RUN_WITHOUT_TRAINER',
      total: 1,
      title: 'class of the next 7 days has no trainer',
      whatToDo: 'Assign a trainer, or link one at SSG.',
      items: [
        {
          key: '850000',
          courseCode: 'TGS-2026000001',
          detail: 'begins today',
          number: 1,
          nodeId: Buffer.from(`CourseRun:${example.runIds[0]}`).toString('base64'),
        },
      ],
    });
    expect(of('LEARNER_REVIEW')?.items).toHaveLength(5);
    expect(groups.map(({ whatToDo }) => whatToDo).join()).not.toContain('rollcall ');
    const ids = groups.flatMap(({ items }) => items.map(({ nodeId }) => nodeId));
    const { nodes } = await dataOf<{ nodes: { __typename: string }[] }>(
      api,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }',
      { ids },
    );
    expect(new Set(nodes.map(({ __typename }) => __typename))).toEqual(new Set(['CourseRun', 'LearnerReview']));
  });

  test('X4 names nobody who learns, and no identifier', async () => {
    const { text } = await ask(api, BOARD, { provider: UEN });
    for (const secret of Object.values(example.secrets).flat()) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/Somebody Invented|567D/);
  });

  test('the last sync failed: everything that it reads is stale, and the sync is named', async () => {
    const { freshness, lastSync } = await read();
    expect(lastSync).toEqual({ runId: `upcoming_${UEN}`, status: 'FAILED' });
    expect(freshness.map(({ source, stale }) => [source, stale])).toEqual([
      ['course_runs', true],
      ['enrolments', true],
      ['trainers', true],
      ['full_read', true],
    ]);
    expect(freshness[0]?.sentence).toMatch(/^Never read\. The last try, on .* failed/);
  });

  test('after a good sync of this morning nothing is stale', async () => {
    const { prisma } = api.deps.database;
    const startedAt = new Date(EXAMPLE_NOW - 3_600_000);
    const data = { providerId: other.providerId, trigger: 'cli', today: new Date('2026-01-05'), thresholdDays: 21, startedAt };
    const add = (runId: string, more: object) =>
      prisma.syncBatch.create({ data: { ...data, runId, ownerToken: api.deps.newId(), ...more } });
    await prisma.syncBatch.updateMany({
      where: { providerId: other.providerId },
      data: { startedAt: new Date(EXAMPLE_NOW - 9_000_000) },
    });
    await add('upcoming_1', { status: 'partial', completedAt: new Date(EXAMPLE_NOW - 1_800_000) });
    // Of one run alone, or still at work, it says nothing.
    await add('upcoming_2', { status: 'failed', completedAt: new Date(EXAMPLE_NOW), onlySsgRunId: '850000' });
    const { freshness, lastSync } = await read(OTHER_UEN);
    expect(lastSync).toEqual({ runId: 'upcoming_1', status: 'PARTIAL' });
    expect(freshness.map(({ stale, refreshedAt }) => [stale, refreshedAt])).toEqual(
      Array.from({ length: 4 }, () => [false, '2026-01-04T17:30:00.000Z']),
    );
    expect(freshness[0]?.sentence).toBe('Read on 2026-01-05 01:30.');
  });

  test('an empty provider is calm, and has read nothing yet', async () => {
    const board = await read(EMPTY_UEN);
    expect(board.groups).toHaveLength(ATTENTION_KINDS.length);
    expect(totalsOf(board)).toEqual({});
    expect(board.lastSync).toBeNull();
    expect(board.freshness.every(({ stale, refreshedAt }) => stale && refreshedAt === null)).toBe(true);
  });
});

describe('X6 who is told of what', () => {
  test('another provider is answered like none', async () => {
    const admin = callers.as(somebody(api.deps.newId(), other.providerId, 'admin'));
    const answers = await Promise.all([UEN, 'NOBODY'].map((provider) => ask(api, BOARD, { provider }, admin)));
    for (const { data, errors } of answers) {
      expect(data).toBeNull();
      expect(errors).toMatchObject([
        {
          message: 'There is no such provider.',
          extensions: { code: 'NOT_FOUND', remedy: expect.stringContaining('trainingProviders') },
        },
      ]);
    }
  });

  test('a trainer is told of the runs they teach, and of nothing else', async () => {
    const tan = await api.deps.database.prisma.appUser.findFirstOrThrow({
      where: { name: 'Tan Invented', roles: { some: { providerId: example.providerId } } },
    });
    const board = await read(UEN, callers.as(somebody(tan.id, example.providerId, 'trainer')));
    expect(totalsOf(board)).toEqual({ TRAINER_DRIFT: 1 });
    const kinds = board.groups.map(({ kind }) => kind);
    for (const hidden of ['CHAIN_RUN_FAILED', 'INCIDENT_OPEN', 'SYNC_ERROR', 'LEARNER_REVIEW'])
      expect(kinds).not.toContain(hidden);
    expect([board.freshness, board.lastSync]).toEqual([[], null]);
  });

  test('finance is not told of chain runs, incidents and reviews, which they do not read', async () => {
    const board = await read(UEN, callers.as(somebody(api.deps.newId(), example.providerId, 'finance')));
    expect(totalsOf(board)).toEqual({ RUN_WITHOUT_TRAINER: 1, TRAINER_LIST_EXHAUSTED: 1, SYNC_ERROR: 3, TRAINER_DRIFT: 1 });
    expect(board.lastSync?.status).toBe('FAILED');
  });
});

test('as many statements for a provider without anything as for a busy one', async () => {
  const counted = async (provider: string) =>
    (await api.statements.during(() => dataOf(api, BOARD, { provider }))).statements.length;
  const busy = await counted(UEN);
  // Provider, chains, runs, trainer lists, users on these, sync, history, last batch.
  expect(busy).toBe(8);
  expect(await counted(EMPTY_UEN)).toBe(7);
  expect((await api.statements.during(() => dataOf(api, `{ attention(provider: "${UEN}") { today } }`))).statements).toHaveLength(
    1,
  );
  expect(emptyId).not.toBe(example.providerId);
});

const found = async (issues: string[]) => {
  const query =
    'query ($filter: CourseRunFilter) { courseRuns(filter: $filter) { totalCount nodes { ssgRunId issues { code remedy } } } }';
  const { courseRuns } = await dataOf<{
    courseRuns: { totalCount: number; nodes: { ssgRunId: string; issues: { code: string; remedy: string }[] }[] };
  }>(api, query, { filter: { provider: UEN, issues } });
  expect(courseRuns.totalCount).toBe(courseRuns.nodes.length);
  return courseRuns.nodes;
};

describe('courseRuns(filter: { issues })', () => {
  test('S0.33 nobody is left to ask', async () => {
    const nodes = await found(['TRAINER_LIST_EXHAUSTED']);
    expect(nodes.map(({ ssgRunId }) => ssgRunId)).toEqual(['850000']);
    expect(nodes[0]?.issues.slice(0, 2)).toEqual([
      { code: 'RUN_WITHOUT_TRAINER', remedy: 'Assign a trainer, or link one at SSG.' },
      { code: 'TRAINER_LIST_EXHAUSTED', remedy: 'Add somebody to the course’s trainer list, or assign a trainer.' },
    ]);
  });

  test('bug 9 a name that two users have, besides another issue', async () => {
    const { prisma } = api.deps.database;
    expect(await found(['AMBIGUOUS_TRAINER'])).toEqual([]);
    const twin = await prisma.appUser.create({
      data: {
        email: 'second.lim@example.org',
        name: 'LIM Imagined',
        nameNormalised: 'lim imagined',
        roles: { create: { providerId: example.providerId, role: 'trainer' } },
      },
    });
    expect((await found(['AMBIGUOUS_TRAINER', 'TRAINER_DRIFT'])).map(({ ssgRunId }) => ssgRunId)).toEqual(['850000', '850001']);
    await prisma.userRole.deleteMany({ where: { userId: twin.id } });
  });
});
