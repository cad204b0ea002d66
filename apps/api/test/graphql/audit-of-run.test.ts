import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { dataOf } from './ask.js';
import { createExample, type Example } from './example-data.js';

const callers = knownCallers();
let api: TestApi;
let example: Example;
let admin: Record<string, string>;
const globalId = (type: string, id: string | undefined) => Buffer.from(`${type}:${id}`).toString('base64');

beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator });
  example = await createExample(api.deps, 3);
  await createExample(api.deps, 1, '201104064W');
  admin = callers.as(somebody('0197c0de-0000-7000-8000-000000000001', example.providerId, 'admin'));
  const { prisma } = api.deps.database;
  const [first = '', second = ''] = example.runIds;
  const act = async (name: string, input: Record<string, unknown>) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { act: ${name}(input: $input) { __typename ... on ActError { code message } } }`;
    const { act: answer } = await dataOf<{ act: { __typename: string } }>(api, query, { input }, admin);
    if (!answer.__typename.endsWith('Success')) throw new Error(`${name}: ${JSON.stringify(answer)}`);
  };
  const enrolmentsOf = (courseRunId: string) =>
    prisma.enrolment.findMany({ where: { courseRunId, status: 'Confirmed' }, orderBy: { id: 'asc' } });
  const [staying, leaving] = await enrolmentsOf(first);
  const [elsewhere] = await enrolmentsOf(second);
  const tan = await prisma.appUser.findFirstOrThrow({ where: { name: 'Tan Invented' } });
  await act('courseRunSetClassStatus', {
    courseRunId: globalId('CourseRun', first),
    classStatus: 'CONFIRMED',
    reason: 'it is full',
  });
  await act('courseRunTrainerRemove', {
    courseRunId: globalId('CourseRun', first),
    trainerId: globalId('Trainer', tan.id),
    reason: 'is ill',
  });
  await act('enrolmentRemove', { enrolmentId: globalId('Enrolment', staying?.id), reason: 'rang us' });
  await act('enrolmentRemove', { enrolmentId: globalId('Enrolment', leaving?.id), reason: 'rang us too' });
  await act('enrolmentRemove', { enrolmentId: globalId('Enrolment', elsewhere?.id), reason: 'of another run' });
  // It is in another run by now, and what was done to it here is still told.
  await prisma.enrolment.update({ where: { id: leaving?.id ?? '' }, data: { courseRunId: example.runIds[2] ?? '' } });
});
afterAll(() => api.close());

interface Entries {
  totalCount: number;
  nodes: { action: string; entityType: string; reason: string | null }[];
}
const LIST =
  'query ($filter: AuditEntryFilter) { auditEntries(filter: $filter, first: 50) { totalCount nodes { action entityType reason } } }';
const list = async (filter: object, by = admin): Promise<Entries> =>
  (await dataOf<{ auditEntries: Entries }>(api, LIST, { filter }, by)).auditEntries;
const ofRun = (index: number) => ({ courseRun: globalId('CourseRun', example.runIds[index]) });

describe('auditEntries(filter: { courseRun })', () => {
  test('what was done to the run, to its trainers and to its enrolments, of those too that moved on', async () => {
    const { nodes, totalCount } = await list(ofRun(0));
    expect(totalCount).toBe(nodes.length);
    expect(nodes.map(({ action, entityType, reason }) => `${action} ${entityType} ${reason}`)).toEqual([
      'enrolment.remove enrolment rang us too',
      'enrolment.remove enrolment rang us',
      ...nodes.slice(2, -1).map(({ entityType }) => `course_run.remove_trainer ${entityType} is ill`),
      'course_run.set_class_status course_run it is full',
    ]);
    expect(new Set(nodes.slice(2, -1).map(({ entityType }) => entityType))).toEqual(
      new Set(['course_run', 'course_run_trainer', 'course_run_trainer_decline']),
    );
    // The id of the run itself finds only what is recorded of its row.
    const byId = await list({ entityId: globalId('CourseRun', example.runIds[0]) });
    expect(new Set(byId.nodes.map(({ entityType }) => entityType))).toEqual(new Set(['course_run']));
  });

  test('together with another condition, and of another run', async () => {
    expect((await list({ ...ofRun(0), action: 'enrolment.' })).totalCount).toBe(2);
    expect((await list(ofRun(1))).nodes.map(({ reason }) => reason)).toEqual(['of another run']);
  });

  test('X6 nothing of another provider’s run, nor of what is none', async () => {
    const stranger = callers.as(somebody(api.deps.newId(), api.deps.newId(), 'admin'));
    expect((await list(ofRun(0), stranger)).totalCount).toBe(0);
    for (const courseRun of [
      'nonsense',
      example.runIds[0],
      globalId('Enrolment', example.runIds[0]),
      globalId('CourseRun', api.deps.newId()),
    ])
      expect((await list({ courseRun })).totalCount).toBe(0);
  });

  test('three statements: what belongs to the run, entries, total', async () => {
    for (const index of [0, 1]) {
      const { statements } = await api.statements.during(() => list(ofRun(index)));
      expect(statements).toHaveLength(3);
    }
  });
});
