import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const RUNS = 6;

let api: TestApi;
let example: Example;
beforeAll(async () => {
  api = await startTestApi({ now: () => EXAMPLE_NOW });
  example = await createExample(api.deps, RUNS);
  await createExample(api.deps, 2, OTHER_UEN);
});
afterAll(() => api.close());

const ask = <Data = Record<string, unknown>>(query: string, variables?: Record<string, unknown>) =>
  dataOf<Data>(api, query, variables);

describe('providers and courses', () => {
  test('trainingProviders, by UEN', async () => {
    expect(
      await ask('{ trainingProviders { totalCount nodes { uen code modeProfile timeZone upcomingClassesThresholdDays } } }'),
    ).toEqual({
      trainingProviders: {
        totalCount: 2,
        nodes: [UEN, OTHER_UEN].map((uen) => ({
          uen,
          code: `${uen}-01`,
          modeProfile: 'TMS',
          timeZone: 'Asia/Singapore',
          upcomingClassesThresholdDays: 21,
        })),
      },
    });
  });

  test('trainingProvider, with what belongs to it and nothing else', async () => {
    expect(
      await ask(
        `{ trainingProvider(uen: "${UEN.toLowerCase()}") { uen courses { totalCount } courseRuns { totalCount } syncBatches { totalCount nodes { runId } } } }`,
      ),
    ).toEqual({
      trainingProvider: {
        uen: UEN,
        courses: { totalCount: 1 },
        courseRuns: { totalCount: RUNS },
        syncBatches: { totalCount: 1, nodes: [{ runId: `upcoming_${UEN}` }] },
      },
    });
  });

  test('courses: trainer lists as written and as read (bug 9)', async () => {
    expect(
      await ask(`{ courses(filter: { provider: "${UEN}" }) { nodes { courseCode trainersList trainerNames trainerEmails } } }`),
    ).toEqual({
      courses: {
        nodes: [
          {
            courseCode: 'TGS-2026000001',
            trainersList: 'Tan Invented [WSQ] | Lim Imagined | Goh Asleep | Nobody Known | Ong Madeup',
            trainerNames: ['Tan Invented [WSQ]', 'Lim Imagined', 'Goh Asleep', 'Nobody Known', 'Ong Madeup'],
            trainerEmails: [`trainer0.${UEN.toLowerCase()}@example.org`, `trainer1.${UEN.toLowerCase()}@example.org`],
          },
        ],
      },
    });
  });

  test.each([
    ['courseCode: "TGS-2026000001"', 2],
    ['courseCode: "TGS-2026"', 0],
    ['text: "PRACTICAL"', 2],
    ['text: "100%"', 2],
    ['text: "1_0%"', 0],
    ['text: "%"', 2],
    ['text: "_"', 0],
    [`provider: "${UEN}", text: "invented"`, 1],
    ['provider: "UNKNOWN00"', 0],
    ['provider: ""', 0],
  ])('courses(filter: { %s }) finds %i', async (filter, count) => {
    expect(await ask(`{ courses(filter: { ${filter} }) { totalCount } }`)).toEqual({ courses: { totalCount: count } });
  });
});

describe('course runs', () => {
  test('S0.33 the three trainer columns, with a reason for everybody on the list', async () => {
    const query = `{ courseRuns(first: 1, filter: { provider: "${UEN}" }) { nodes {
      trainerTpg { name email } trainerLocal { name role } assignedTrainer { name source } runTrainers { name role position }
      nextTrainer { name candidates { name verdict } } } } }`;
    expect(await ask(query)).toEqual({
      courseRuns: {
        nodes: [
          {
            trainerTpg: { name: 'Trainer At Ssg', email: null },
            // X26: the assessor stands first in SSG's list, and is passed over.
            trainerLocal: { name: 'Tan Invented', role: 'TRAINER' },
            assignedTrainer: { name: 'Tan Invented', source: 'SSG' },
            runTrainers: [
              { name: 'Lim Imagined', role: 'ASSESSOR', position: 0 },
              { name: 'Tan Invented', role: 'TRAINER', position: 1 },
            ],
            nextTrainer: {
              name: 'Ong Madeup',
              candidates: [
                { name: 'Tan Invented', verdict: 'ASSIGNED' },
                { name: 'Lim Imagined', verdict: 'ASSIGNED' },
                { name: 'Goh Asleep', verdict: 'INACTIVE' },
                { name: 'Nobody Known', verdict: 'UNKNOWN' },
                { name: 'Ong Madeup', verdict: 'NEXT' },
              ],
            },
          },
        ],
      },
    });
  });

  test('S0.33 a user of another provider is nobody here', async () => {
    await api.deps.database.pool.query(
      `UPDATE user_role SET provider_id = (SELECT id FROM training_provider WHERE uen = $1)
       WHERE user_id = (SELECT id FROM app_user WHERE email = $2)`,
      [OTHER_UEN, `trainer2.${UEN.toLowerCase()}@example.org`],
    );
    const { courseRuns } = await ask(
      `{ courseRuns(first: 1, filter: { provider: "${UEN}" }) { nodes { nextTrainer { name candidates { name verdict } } } } }`,
    );
    expect(courseRuns).toMatchObject({
      nodes: [{ nextTrainer: { name: null, candidates: expect.arrayContaining([{ name: 'Ong Madeup', verdict: 'UNKNOWN' }]) } }],
    });
  });

  test('X23 a mode code that SSG names differently has a notice', async () => {
    expect(await ask('{ courseRuns(first: 1) { nodes { modeOfLearning modeOfTrainingCode modeNotice } } }')).toEqual({
      courseRuns: {
        nodes: [{ modeOfLearning: 'On the Job', modeOfTrainingCode: '3', modeNotice: expect.stringContaining('In-house') }],
      },
    });
  });

  test('provenance is the newest change of each field', async () => {
    expect(
      await ask(
        `{ courseRuns(first: 1, filter: { provider: "${UEN}" }) { nodes { provenance { field after owner rule ruleText runId } one: provenance(field: "start_date") { rule } } } }`,
      ),
    ).toEqual({
      courseRuns: {
        nodes: [
          {
            provenance: [
              {
                field: 'mode_of_learning',
                after: 'On the Job',
                owner: 'SSG',
                rule: 'S0.24 mode-of-learning',
                ruleText: expect.any(String),
                runId: `upcoming_${UEN}`,
              },
              {
                field: 'start_date',
                after: '2026-01-05',
                owner: 'SSG',
                rule: 'S0.22 ssg-updates-course-run',
                ruleText: expect.any(String),
                runId: `upcoming_${UEN}`,
              },
            ],
            one: [{ rule: 'S0.22 ssg-updates-course-run' }],
          },
        ],
      },
    });
  });

  test.each([
    [`provider: "${UEN}"`, RUNS],
    ['courseCode: "TGS-2026000001"', RUNS + 2],
    ['startFrom: "2026-01-06"', 4],
    ['startFrom: "2026-01-06", startTo: "2026-01-06"', 2],
    ['classStatus: CANCELLED', 2],
    ['classStatus: CONFIRMED', 0],
    ['trainer: ANY', RUNS + 2],
    ['trainer: NONE', 0],
    ['trainer: NONE_LOCAL', 0],
    ['trainer: NONE_TPG', 0],
    ['trainer: NONE_ASSIGNED', 0],
    ['ssgRunId: "850000"', 2],
    ['text: "85000"', RUNS + 2],
    ['text: "tan inv"', RUNS + 2],
    ['text: "no such thing"', 0],
    ['provider: "UNKNOWN00"', 0],
  ])('courseRuns(filter: { %s }) finds %i', async (filter, count) => {
    const { courseRuns } = await ask(`{ courseRuns(filter: { ${filter} }) { totalCount nodes { id } } }`);
    expect(courseRuns).toMatchObject({ totalCount: count, nodes: { length: count } });
  });

  test('bug 4 upcomingClasses begins with the provider’s today and includes both ends', async () => {
    const startDates = async (days: number) => {
      const { upcomingClasses } = await ask<{ upcomingClasses: { nodes: { startDate: string }[] } }>(
        `{ upcomingClasses(provider: "${UEN}", days: ${days}) { nodes { startDate } } }`,
      );
      return upcomingClasses.nodes.map(({ startDate }) => startDate);
    };
    expect(await startDates(0)).toEqual(['2026-01-05', '2026-01-05']);
    expect(await startDates(1)).toEqual(['2026-01-05', '2026-01-05', '2026-01-06', '2026-01-06']);
    expect(await ask(`{ upcomingClasses(provider: "${UEN}") { totalCount } }`)).toEqual({
      upcomingClasses: { totalCount: RUNS },
    });
    expect(await ask('{ upcomingClasses(provider: "UNKNOWN00") { totalCount nodes { id } } }')).toEqual({
      upcomingClasses: { totalCount: 0, nodes: [] },
    });
  });
});

describe('enrolments', () => {
  test('with learner, run and course', async () => {
    expect(
      await ask(
        '{ enrolments(filter: { status: ADMIN_REMOVED }, first: 1) { totalCount nodes { status ssgStatus learner { name } courseRun { ssgRunId } course { courseCode } provenance { field } } } }',
      ),
    ).toEqual({
      enrolments: {
        totalCount: RUNS + 2,
        nodes: [
          {
            status: 'ADMIN_REMOVED',
            ssgStatus: 'Confirmed',
            learner: { name: 'Learner 100002' },
            courseRun: { ssgRunId: '850000' },
            course: { courseCode: 'TGS-2026000001' },
            provenance: [],
          },
        ],
      },
    });
  });

  test.each([
    [`provider: "${UEN}"`, RUNS * 3],
    ['ssgRunId: "850001"', 6],
    ['courseCode: "TGS-0"', 0],
    ['status: CONFIRMED', (RUNS + 2) * 2],
    ['referenceNumber: "ENR-2601-100000"', 1],
    ['unconfirmed: true', 0],
    ['unconfirmed: false', (RUNS + 2) * 3],
    ['text: "learner 100"', RUNS * 3],
  ])('enrolments(filter: { %s }) finds %i', async (filter, count) => {
    expect(await ask(`{ enrolments(filter: { ${filter} }) { totalCount } }`)).toEqual({ enrolments: { totalCount: count } });
  });
});

const idOf = (typename: string, id = '') => Buffer.from(`${typename}:${id}`).toString('base64');

describe('nodes', () => {
  test('node finds by global id what a list showed', async () => {
    const { courseRuns } = await ask<{ courseRuns: { nodes: { id: string; ssgRunId: string }[] } }>(
      '{ courseRuns(first: 1) { nodes { id ssgRunId } } }',
    );
    const [run] = courseRuns.nodes;
    expect(
      await ask('query ($id: ID!) { node(id: $id) { __typename id ... on CourseRun { ssgRunId } } }', { id: run?.id }),
    ).toEqual({ node: { __typename: 'CourseRun', ...run } });
  });

  test.each([
    ['a row that is gone', 'CourseRun:00000000-0000-7000-8000-000000000000'],
    ['no row id', 'CourseRun:1'],
    ['another type’s id', 'Learner:RUN'],
    ['a type that has no nodes', 'Provenance:RUN'],
    ['a type that is none', 'Nothing:RUN'],
    ['the root', 'Query:RUN'],
    ['a prototype’s name', '__proto__:RUN'],
  ])('node is null for %s', async (_case, clear) => {
    const id = Buffer.from(clear.replace('RUN', example.runIds[0] ?? '')).toString('base64');
    expect(await ask('query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }', { id })).toEqual({
      node: null,
      nodes: [null],
    });
  });

  test('nodes keeps the order of the ids, with null for what is not there', async () => {
    const ids = [
      idOf('Course', example.courseId),
      idOf('Nothing', example.courseId),
      idOf('CourseRun', example.runIds[1]),
      idOf('CourseRun', 'x'),
      idOf('CourseRun', example.runIds[0]),
    ];
    expect(await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on CourseRun { ssgRunId } } }', { ids })).toEqual({
      nodes: [
        { __typename: 'Course' },
        null,
        { __typename: 'CourseRun', ssgRunId: '850001' },
        null,
        { __typename: 'CourseRun', ssgRunId: '850000' },
      ],
    });
  });
});
