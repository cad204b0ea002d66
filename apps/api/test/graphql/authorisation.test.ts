import type { Action } from '@rollcall/domain/permission/actions';
import type { Principal } from '@rollcall/domain/permission/principal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalIdOf } from '../../src/contract/global-id.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { type KnownCallers, knownCallers, somebody } from '../support/known-callers.js';
import { type Answer, ask, dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';

let api: TestApi;
let callers: KnownCallers;
let own: Example;
let other: Example;
/** Teaches the first of three runs, and assists in the second. */
let trainer: Principal;
beforeAll(async () => {
  callers = knownCallers();
  api = await startTestApi({ now: () => EXAMPLE_NOW, authenticator: callers.authenticator });
  own = await createExample(api.deps, 3, UEN);
  other = await createExample(api.deps, 3, OTHER_UEN);
  trainer = somebody(await addTrainer(), own.providerId, 'trainer');
});
afterAll(() => api?.close());

async function addTrainer(): Promise<string> {
  const { prisma } = api.deps.database;
  const [first = '', second = ''] = own.runIds;
  const words = { email: 'teaches@example.org', name: 'Teaches Two', nameNormalised: 'teaches two' };
  const { id } = await prisma.appUser.create({
    data: { ...words, roles: { create: { providerId: own.providerId, role: 'trainer' } } },
  });
  await prisma.courseRun.update({ where: { id: first }, data: { assignedTrainerId: id } });
  await prisma.courseRunTrainer.create({
    data: {
      providerId: own.providerId,
      courseRunId: second,
      trainerId: id,
      trainerName: words.name,
      trainerEmail: words.email,
      role: 'assessor',
      position: 2,
      assignmentSource: 'admin',
    },
  });
  return id;
}

const as = (principal: Principal, query: string, variables = {}): Promise<Answer> =>
  ask(api, query, variables, callers.as(principal));
const read = <Data>(principal: Principal, query: string, variables = {}): Promise<Data> =>
  dataOf<Data>(api, query, variables, callers.as(principal));

/** A machine at the own provider that may do just this. */
const keyFor = (...only: Action[]): Principal => ({
  kind: 'api_key',
  id: `00000000-0000-7000-8000-${String(only.length).padStart(12, '0')}`,
  name: only.join(' '),
  grants: [{ providerId: own.providerId, roles: ['integrator'], only }],
});

const admin = () => somebody('00000000-0000-7000-8000-0000000000aa', own.providerId, 'admin');

interface Page<Row = { id: string }> {
  totalCount: number;
  nodes: Row[];
}

const runId = (index: number) => globalIdOf('CourseRun', own.runIds[index] ?? '');

describe('S1.25 a trainer sees what is their own, by whatever way they come', () => {
  test('runs, courses, enrolments and learners of lists, with their totals', async () => {
    const data = await read<Record<string, Page>>(
      trainer,
      '{ courseRuns { totalCount nodes { id } } courses { totalCount nodes { id } } enrolments { totalCount nodes { id } } }',
    );
    expect(data['courseRuns']).toEqual({ totalCount: 2, nodes: [{ id: runId(0) }, { id: runId(1) }] });
    expect(data['courses']?.totalCount).toBe(1);
    expect(data['enrolments']?.totalCount).toBe(6);
  });

  test('through their course, provider, enrolments and learners they come to no other run', async () => {
    const runs = '{ totalCount nodes { id } }';
    const { courses, trainingProvider, enrolments } = await read<{
      courses: { nodes: { courseRuns: Page }[] };
      trainingProvider: { courseRuns: Page; courses: Page };
      enrolments: { nodes: { courseRun: { course: { courseRuns: Page } }; learner: { enrolments: Page } }[] };
    }>(
      trainer,
      `{ courses { nodes { courseRuns ${runs} } } trainingProvider(uen: "${UEN}") { courseRuns ${runs} courses { totalCount nodes { id } } }
         enrolments(first: 3) { nodes { courseRun { course { courseRuns ${runs} } } learner { enrolments { totalCount nodes { id } } } } } }`,
    );
    const two = { totalCount: 2, nodes: [{ id: runId(0) }, { id: runId(1) }] };
    expect(courses.nodes.map(({ courseRuns }) => courseRuns)).toEqual([two]);
    expect(trainingProvider.courseRuns).toEqual(two);
    expect(enrolments.nodes.map(({ courseRun }) => courseRun.course.courseRuns)).toEqual([two, two, two]);
    expect(enrolments.nodes.map(({ learner }) => learner.enrolments.totalCount)).toEqual([1, 1, 1]);
  });

  test('a learner of theirs shows no enrolment in somebody else’s run', async () => {
    const { prisma } = api.deps.database;
    const { learnerId } = await prisma.enrolment.findFirstOrThrow({ where: { courseRunId: own.runIds[0] ?? '' } });
    const hidden = await prisma.enrolment.create({
      data: {
        providerId: own.providerId,
        courseId: own.courseId,
        courseRunId: own.runIds[2] ?? '',
        learnerId,
        status: 'Confirmed',
        referenceNumber: 'ENR-2601-777777',
      },
    });
    const query = 'query ($id: ID!) { node(id: $id) { ... on Learner { enrolments { totalCount nodes { referenceNumber } } } } }';
    const id = globalIdOf('Learner', learnerId);
    const seen = await read<{ node: { enrolments: Page<{ referenceNumber: string }> } }>(trainer, query, { id });
    expect(seen.node.enrolments.totalCount).toBe(1);
    expect(JSON.stringify(seen)).not.toContain('ENR-2601-777777');
    const whole = await read<{ node: { enrolments: Page } }>(admin(), query, { id });
    expect(whole.node.enrolments.totalCount).toBe(2);
    await prisma.enrolment.delete({ where: { id: hidden.id } });
  });

  test('a run of somebody else is not there: not by id, not by filter, not among the upcoming classes', async () => {
    const ids = [runId(0), runId(2)];
    const data = await read<{ nodes: unknown[]; courseRuns: Page; upcomingClasses: Page }>(
      trainer,
      `query ($ids: [ID!]!) { nodes(ids: $ids) { id } courseRuns(filter: { ssgRunId: "850002" }) { totalCount nodes { id } }
         upcomingClasses(provider: "${UEN}", days: 366) { totalCount nodes { id } } }`,
      { ids },
    );
    expect(data.nodes).toEqual([{ id: runId(0) }, null]);
    expect(data.courseRuns).toEqual({ totalCount: 0, nodes: [] });
    expect(data.upcomingClasses.totalCount).toBe(2);
  });

  test('a hundred ids cost as many statements as one', async () => {
    const { prisma } = api.deps.database;
    const enrolments = await prisma.enrolment.findMany({ where: { providerId: own.providerId }, select: { id: true } });
    const ids = enrolments.map(({ id }) => globalIdOf('Enrolment', id));
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Enrolment { learner { name } } } }';
    const few = await api.statements.during(() => as(trainer, query, { ids: ids.slice(0, 1) }));
    const many = await api.statements.during(() => as(trainer, query, { ids }));
    expect(many.statements).toHaveLength(few.statements.length);
  });
});

describe('S1.25 fields that need an action of their own', () => {
  test('settings, provenance and syncs are null with FORBIDDEN for a trainer, and the rest is answered', async () => {
    const { status, data, errors } = await as(
      trainer,
      `{ trainingProvider(uen: "${UEN}") { name timeZone upcomingClassesThresholdDays modeProfile refreshTpgTrainers syncBatches { totalCount } }
         courseRuns(first: 1) { nodes { ssgRunId provenance { field } } } }`,
    );
    expect(status).toBe(200);
    expect(data).toEqual({
      trainingProvider: {
        name: `Invented Academy ${UEN}`,
        timeZone: 'Asia/Singapore',
        upcomingClassesThresholdDays: null,
        modeProfile: null,
        refreshTpgTrainers: null,
        syncBatches: null,
      },
      courseRuns: { nodes: [{ ssgRunId: '850000', provenance: null }] },
    });
    const told = (errors ?? []).map(({ path, extensions }) => [path?.at(-1), extensions?.['code'], extensions?.['action']]);
    expect(told.sort()).toEqual([
      ['modeProfile', 'FORBIDDEN', 'training_provider.read_settings'],
      ['provenance', 'FORBIDDEN', 'change.read'],
      ['refreshTpgTrainers', 'FORBIDDEN', 'training_provider.read_settings'],
      ['syncBatches', 'FORBIDDEN', 'sync.read'],
      ['upcomingClassesThresholdDays', 'FORBIDDEN', 'training_provider.read_settings'],
    ]);
    expect(errors?.[0]?.extensions?.['remedy']).toMatch(/admin/);
  });

  test('an admin reads them', async () => {
    const { errors } = await as(
      admin(),
      '{ trainingProviders { nodes { modeProfile syncBatches { nodes { changeSets { nodes { id } } } } } } courseRuns { nodes { provenance { field } } } }',
    );
    expect(errors).toBeUndefined();
  });

  test.each<[Action, string]>([
    ['learner.read', 'learner { name }'],
    ['course_run.read', 'courseRun { ssgRunId }'],
    ['course.read', 'course { title }'],
  ])('a key of few scopes does not come to what needs %s through an enrolment', async (action, field) => {
    const query = `{ enrolments { nodes { id ${field} } } }`;
    const { data, errors } = await as(keyFor('enrolment.read'), query);
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', action });
    expect((await as(keyFor('enrolment.read', action), query)).errors).toBeUndefined();
  });

  test('X4 who may not see learners does not find their names by filtering enrolments either', async () => {
    const [learner] = await api.deps.database.prisma.learner.findMany({ where: { providerId: own.providerId }, take: 1 });
    const query = 'query ($text: String) { enrolments(filter: { text: $text }) { totalCount } }';
    const found = async (...scopes: Action[]) =>
      (await read<{ enrolments: Page }>(keyFor(...scopes), query, { text: learner?.name })).enrolments.totalCount;
    expect(await found('enrolment.read')).toBe(0);
    expect(await found('enrolment.read', 'learner.read')).toBeGreaterThan(0);
  });

  test('who has a scope at one provider does not use it at another', async () => {
    const [wide] = keyFor('enrolment.read', 'learner.read').grants;
    const grants = [
      ...(wide ? [wide] : []),
      { providerId: other.providerId, roles: ['integrator' as const], only: ['enrolment.read' as const] },
    ];
    const both = { ...keyFor(), id: '00000000-0000-7000-8000-0000000000bb', grants };
    const names = async (uen: string) =>
      as(both, `{ enrolments(filter: { provider: "${uen}" }) { totalCount nodes { learner { name } } } }`);
    expect((await names(UEN)).errors).toBeUndefined();
    expect((await names(OTHER_UEN)).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    const { enrolments } = await read<{ enrolments: Page }>(both, '{ enrolments { totalCount } }');
    expect(enrolments.totalCount).toBe(18);
  });
});

describe('conditions instead of more statements', () => {
  const QUERY = '{ courseRuns(first: 20) { totalCount nodes { ssgRunId course { title } provider { uen } } } }';

  test('a list costs an admin, a trainer and who sees everything the same', async () => {
    const everyone = somebody('00000000-0000-7000-8000-0000000000ee', 'every', 'admin');
    const counts = [];
    for (const principal of [everyone, admin(), trainer])
      counts.push((await api.statements.during(() => as(principal, QUERY))).statements.length);
    expect(new Set(counts).size).toBe(1);
  });

  test('an admin of one provider is asked for by `provider_id = x`, which indexes serve', async () => {
    const { statements } = await api.statements.during(() => as(admin(), QUERY));
    expect(statements.find((sql) => /COUNT/i.test(sql))).toMatch(/provider_id"? = \$1/);
  });
});
