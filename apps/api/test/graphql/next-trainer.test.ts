import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { dataOf, WITH_EXTERNAL_KEY } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const callers = knownCallers();
let api: TestApi;
let example: Example;
let trainers: Map<string, string>;
/** Global id of a trainer of the example. */
const idOf = (name: string) => Buffer.from(`Trainer:${trainers.get(name)}`).toString('base64');

beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator, now: () => EXAMPLE_NOW });
  example = await createExample(api.deps, 6);
  const other = await createExample(api.deps, 2, OTHER_UEN);
  const { prisma } = api.deps.database;
  const users = await prisma.appUser.findMany({ where: { roles: { some: { providerId: example.providerId } } } });
  trainers = new Map(users.map(({ name, id }) => [name, id]));
  const [first = '', second = '', third = ''] = example.runIds;
  await prisma.courseRun.update({
    where: { id: first },
    data: {
      assignedTrainerId: null,
      assignedTrainerName: null,
      assignedTrainerEmail: null,
      assignmentSource: null,
      trainers: { deleteMany: {} },
    },
  });
  const ong = trainers.get('Ong Madeup') ?? '';
  const link = (providerId: string, courseRunId: string) =>
    prisma.courseRunTrainer.create({
      data: {
        providerId,
        courseRunId,
        trainerId: ong,
        trainerName: 'Ong Madeup',
        trainerEmail: 'o@example.org',
        assignmentSource: 'admin',
      },
    });
  // On the day of the first run: beside another one, in a cancelled one, and at another provider.
  await link(example.providerId, second);
  await prisma.courseRun.update({ where: { id: third }, data: { startDate: new Date('2026-01-05') } });
  await link(example.providerId, third);
  await link(other.providerId, other.runIds[0] ?? '');
});
afterAll(() => api.close());

interface Candidate {
  name: string;
  verdict: string;
  reason: string;
  trainerId: string | null;
  upcomingRuns: number | null;
  overlaps: { ssgRunId: string; course: { title: string } }[];
}
interface Next {
  name: string | null;
  trainerId: string | null;
  exhausted: boolean;
  candidates: Candidate[];
}
const NEXT = `name trainerId exhausted candidates { name verdict reason trainerId upcomingRuns overlaps { ssgRunId course { title } } }`;

async function next(ifDeclined?: string[], by: Record<string, string> = WITH_EXTERNAL_KEY): Promise<Next> {
  const { courseRuns } = await dataOf<{ courseRuns: { nodes: { nextTrainer: Next }[] } }>(
    api,
    `query ($ifDeclined: [ID!]) { courseRuns(filter: { provider: "${UEN}", ssgRunId: "850000" }) { nodes { nextTrainer(ifDeclined: $ifDeclined) { ${NEXT} } } } }`,
    { ifDeclined },
    by,
  );
  return courseRuns.nodes[0]?.nextTrainer as Next;
}
const verdicts = ({ candidates }: Next) => candidates.map(({ name, verdict }) => `${name}: ${verdict}`);

describe('S0.33 nextTrainer(ifDeclined)', () => {
  test('without a supposition it is as it stands', async () => {
    const result = await next();
    expect([result.name, result.trainerId, result.exhausted]).toEqual(['Tan Invented', idOf('Tan Invented'), false]);
    expect(verdicts(result)).toEqual([
      'Tan Invented: NEXT',
      'Lim Imagined: DECLINED',
      'Goh Asleep: INACTIVE',
      'Nobody Known: UNKNOWN',
      'Ong Madeup: ELIGIBLE',
    ]);
    expect(await next([])).toEqual(result);
  });

  test('whoever is supposed to decline is passed over, and told from who did', async () => {
    const result = await next([idOf('Tan Invented')]);
    expect(result.name).toBe('Ong Madeup');
    expect(result.candidates.slice(0, 2)).toMatchObject([
      { verdict: 'DECLINED', reason: 'Would decline this run, as is supposed here.' },
      { verdict: 'DECLINED', reason: 'Has declined this run.' },
    ]);
  });

  test('nobody is left', async () => {
    const result = await next([idOf('Tan Invented'), idOf('Ong Madeup')]);
    expect([result.name, result.trainerId, result.exhausted]).toEqual([null, null, true]);
  });

  test('who is not on the list, and what is no trainer, changes nothing; nothing is written', async () => {
    expect(
      await next(['nonsense', idOf('Nobody Known'), Buffer.from(`CourseRun:${example.runIds[0]}`).toString('base64')]),
    ).toEqual(await next());
    expect(
      await api.deps.database.prisma.courseRunTrainerDecline.count({ where: { courseRunId: example.runIds[0] ?? '' } }),
    ).toBe(1);
  });

  test('a course without a list is not exhausted', async () => {
    const { prisma } = api.deps.database;
    const { trainersList, trainersEmailList } = await prisma.course.findUniqueOrThrow({ where: { id: example.courseId } });
    await prisma.course.update({ where: { id: example.courseId }, data: { trainersList: null, trainersEmailList: null } });
    expect(await next()).toEqual({ name: null, trainerId: null, exhausted: false, candidates: [] });
    await prisma.course.update({ where: { id: example.courseId }, data: { trainersList, trainersEmailList } });
  });
});

const of = async (name: string, by?: Record<string, string>) =>
  (await next(undefined, by)).candidates.find((candidate) => candidate.name === name);

const counted = async (first: number) =>
  (await api.statements.during(() => dataOf(api, `{ courseRuns(first: ${first}) { nodes { nextTrainer { ${NEXT} } } } }`)))
    .statements.length;

describe('NextTrainerCandidate', () => {
  test('what they teach in the next 30 days and on the days of the run, of what the caller may see', async () => {
    const admin = callers.as(somebody(api.deps.newId(), example.providerId, 'admin'));
    expect(await of('Ong Madeup', admin)).toMatchObject({
      trainerId: idOf('Ong Madeup'),
      upcomingRuns: 1,
      overlaps: [{ ssgRunId: '850001', course: { title: 'Invented 100% practical course' } }],
    });
    expect((await of('Ong Madeup'))?.overlaps).toHaveLength(2);
    expect(await of('Tan Invented', admin)).toMatchObject({ upcomingRuns: 3, overlaps: [{ ssgRunId: '850001' }] });
    expect(await of('Nobody Known', admin)).toMatchObject({ trainerId: null, upcomingRuns: null, overlaps: [] });
  });

  test('the same number of statements for one run and for six', async () => {
    const [one, six] = [await counted(1), await counted(6)];
    expect([one, six]).toEqual([5, 5]);
  });
});
