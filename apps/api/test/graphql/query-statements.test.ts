import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example } from './example-data.js';

const SIZES = [1, 10, 50] as const;
const callers = knownCallers();

interface Sized {
  api: TestApi;
  example: Example;
}
let worlds: Sized[];
beforeAll(async () => {
  worlds = await Promise.all(
    SIZES.map(async (size) => {
      const api = await startTestApi({ authenticator: callers.authenticator, now: () => EXAMPLE_NOW });
      const example = await createExample(api.deps, size);
      await addPeople(api, example, size);
      return { api, example };
    }),
  );
});
afterAll(() => Promise.all(worlds.map(({ api }) => api.close())));

/** As many trainers as runs, each with a run and a decline; and as many courses and entries of the audit. */
async function addPeople({ deps }: TestApi, { providerId, runIds }: Example, size: number): Promise<void> {
  const { prisma } = deps.database;
  const people = Array.from({ length: size }, (_, index) => ({ id: deps.newId(), index }));
  await prisma.appUser.createMany({
    data: people.map(({ id, index }) => ({
      id,
      email: `many${index}@example.org`,
      name: `Many ${index}`,
      nameNormalised: `many ${index}`,
    })),
  });
  await prisma.userRole.createMany({ data: people.map(({ id: userId }) => ({ userId, providerId, role: 'trainer' })) });
  await prisma.courseRunTrainer.createMany({
    data: people.map(({ id, index }) => ({
      providerId,
      courseRunId: runIds[index] ?? '',
      trainerId: id,
      trainerName: `Many ${index}`,
      trainerEmail: `many${index}@example.org`,
      assignmentSource: 'admin',
      position: 2,
    })),
  });
  await prisma.courseRunTrainerDecline.createMany({
    data: people.map(({ id, index }) => ({ providerId, courseRunId: runIds[size - 1 - index] ?? '', trainerId: id })),
  });
  await prisma.course.createMany({
    data: people.map(({ index }) => ({
      providerId,
      courseCode: `TGS-20269${String(index).padStart(5, '0')}`,
      title: `Invented ${index}`,
      trainersList: `Many ${index} | Nobody ${index}`,
    })),
  });
  await prisma.auditEntry.createMany({
    data: people.map(({ id }) => ({
      providerId,
      actorType: 'system',
      actorRole: 'system',
      action: 'course_run.update',
      entityType: 'course_run',
      entityId: id,
    })),
  });
}

/** Operations with the number of statements each may send, whatever the number of rows; at every provider, and at one. */
const OPERATIONS: [name: string, query: string, everywhere: number, atOne: number][] = [
  ['viewer', '{ viewer { kind name user { email } roles { provider { uen } permissions } permissions } }', 1, 2],
  ['trainers', '{ trainers(first: 50) { totalCount totalCountIsExact nodes { name email active } } }', 2, 2],
  [
    'trainers with their load',
    '{ trainers(first: 50) { nodes { few: load(days: 7) { daysTaught } many: load { upcomingRuns } } } }',
    2,
    2,
  ],
  ['trainers with runs', '{ trainers(first: 50) { nodes { runs(first: 5) { totalCount nodes { id } } } } }', 2, 2],
  [
    'trainers with runs and their courses',
    '{ trainers(first: 50) { nodes { runs(first: 5) { nodes { ssgRunId course { title } } } } } }',
    3,
    3,
  ],
  [
    'trainers with declines',
    '{ trainers(first: 50) { nodes { declines(first: 5) { totalCount nodes { reason ssgRunId courseRun { ssgRunId } } } } } }',
    1,
    1,
  ],
  ['trainers free on a day', '{ trainers(first: 50, filter: { freeFrom: "2026-01-05" }) { totalCount nodes { name } } }', 2, 2],
  ['learners', '{ learners(first: 50, filter: { text: "learner" }) { totalCount nodes { name identifierMasked email } } }', 1, 1],
  [
    'courses with their trainer lists',
    '{ courses(first: 50) { nodes { trainerListEntries { text trainer { name } problem { code remedy } } } } }',
    2,
    2,
  ],
  ['runs with issues', '{ courseRuns(first: 50) { totalCount nodes { issues { code sentence remedy } } } }', 3, 3],
  ['runs by issue', '{ courseRuns(first: 50, filter: { issues: [] }) { totalCount nodes { ssgRunId } } }', 3, 3],
  ['audit', '{ auditEntries(first: 50) { totalCount nodes { action before after } } }', 2, 2],
  ['settings', '{ trainingProviders { nodes { settings { maxCancels alertEmails modeProfile } } } }', 1, 1],
  ['error catalogue', '{ errorCatalogue { code meaning remedy } }', 0, 0],
];

describe('the number of SQL statements is the same for 1, 10 and 50 rows', () => {
  test.each(OPERATIONS)('%s', async (_name, query, everywhere, atOne) => {
    const sent = await Promise.all(
      worlds.map(async ({ api, example }) => {
        const of = async (by: Record<string, string>) =>
          (await api.statements.during(() => dataOf(api, query, {}, by))).statements.length;
        const seesAll = await of(callers.as(somebody('0197c0de-0000-7000-8000-000000000001', 'every', 'auditor')));
        return [seesAll, await of(callers.as(somebody(api.deps.newId(), example.providerId, 'auditor')))];
      }),
    );
    expect(sent).toEqual(SIZES.map(() => [everywhere, atOne]));
  });

  test.each([
    ['startDate', 3],
    ['nextTrainer', 3],
    ['trainerLocal', 3],
  ])('whyThisValue of %s', async (field, statements) => {
    const by = callers.as(somebody('0197c0de-0000-7000-8000-000000000001', 'every', 'auditor'));
    for (const { api, example } of worlds) {
      const id = Buffer.from(`CourseRun:${example.runIds[0]}`).toString('base64');
      const query =
        'query ($id: ID!, $field: String!) { whyThisValue(id: $id, field: $field) { value sentence history { after } } }';
      const sent = await api.statements.during(() => dataOf(api, query, { id, field }, by));
      expect(sent.statements).toHaveLength(statements);
    }
  });
});
