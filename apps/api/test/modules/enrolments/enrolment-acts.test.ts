import type { Principal } from '@rollcall/domain/permission/principal';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { ask, dataOf } from '../../graphql/ask.js';
import { createExample, EXAMPLE_NOW, type Example } from '../../graphql/example-data.js';
import { startTestApi, type TestApi } from '../../http/test-api.js';
import { knownCallers, somebody } from '../../support/known-callers.js';

const callers = knownCallers();
let api: TestApi;
let example: Example;
let foreign: Example;
let admin: Principal;
/** Row ids of Confirmed ones, those of cancelled classes last. */
let confirmed: string[];
let next = 0;

beforeAll(async () => {
  api = await startTestApi({ now: () => EXAMPLE_NOW, authenticator: callers.authenticator });
  example = await createExample(api.deps, 80);
  foreign = await createExample(api.deps, 1, '201003954Z');
  admin = somebody(api.deps.newId(), example.providerId, 'admin');
  const { rows } = await api.deps.database.pool.query<{ id: string }>(
    `SELECT enrollment.id FROM enrollment JOIN course_run AS run ON run.id = enrollment.course_run_id
     WHERE enrollment.provider_id = $1 AND enrolment_status = 'Confirmed' ORDER BY class_status = 'Cancelled', enrollment.id`,
    [example.providerId],
  );
  confirmed = rows.map(({ id }) => id);
});
afterAll(() => api.close());

/** Another enrolment for each test. */
let enrolmentId: string;
beforeEach(() => {
  enrolmentId = confirmed[next++] ?? '';
});

const FAILURE = '... on ActError { code message remedy path } ... on StaleVersionError { currentVersion }';
const REMOVE = `mutation ($input: EnrolmentRemoveInput!) { result: enrolmentRemove(input: $input) { __typename
  ... on EnrolmentRemoveSuccess { changed explanation enrolment { id status version } } ${FAILURE} } }`;
const REMOVE_MANY = `mutation ($input: EnrolmentsRemoveInput!) { result: enrolmentsRemove(input: $input) { __typename
  ... on EnrolmentsRemoveSuccess { results { __typename ... on EnrolmentRemoveSuccess { changed enrolment { id status learner { name } courseRun { ssgRunId } } } ${FAILURE} } }
  ... on ActError { code message remedy path } } }`;
const REASSIGN = `mutation ($input: EnrolmentReassignInput!) { result: enrolmentReassign(input: $input) { __typename
  ... on EnrolmentReassignSuccess { changed explanation notices { message remedy } enrolment { id status courseRun { ssgRunId } } leftEnrolment { id } } ${FAILURE} } }`;
const TRANSFER = `mutation ($input: EnrolmentTransferInput!) { result: enrolmentTransfer(input: $input) { __typename
  ... on EnrolmentTransferSuccess { changed notices { message remedy } enrolment { id status referenceNumber course { courseCode } } leftEnrolment { id status } } ${FAILURE} } }`;

type Result = Record<string, unknown> & { results?: Record<string, unknown>[] };

const act = async (mutation: string, input: Record<string, unknown>, by: Principal = admin): Promise<Result> =>
  (await dataOf<{ result: Result }>(api, mutation, { input }, callers.as(by))).result;

const globalId = (id: string) => globalIdOf('Enrolment', id);
const rowOf = async (id: string) => (await api.deps.database.pool.query('SELECT * FROM enrollment WHERE id = $1', [id])).rows[0];
const count = async (table: string) =>
  (await api.deps.database.pool.query<{ rows: number }>(`SELECT count(*)::int AS rows FROM ${table}`)).rows[0]?.rows;
const reason = 'the learner rang us';

const runOf = async (id: string) => (await rowOf(id)).course_run_id as string;
const runId = (rowId: string) => globalIdOf('CourseRun', rowId);
/** A run with columns of its own. */
const newRun = async (values: { courseId?: string; classStatus?: string; lifecycle?: string; archived?: boolean } = {}) => {
  const run = await api.deps.database.prisma.courseRun.create({
    data: {
      providerId: example.providerId,
      courseId: values.courseId ?? example.courseId,
      ssgRunId: String(900_000 + next),
      classStatus: values.classStatus ?? 'Pending',
      lifecycle: values.lifecycle ?? 'Scheduled',
      archivedAt: values.archived ? new Date(EXAMPLE_NOW) : null,
      startDate: new Date('2026-01-20'),
      endDate: new Date('2026-01-20'),
      modeOfLearning: 'Physical',
    },
  });
  return run.id;
};
const newCourse = async () =>
  (
    await api.deps.database.prisma.course.create({
      data: { providerId: example.providerId, courseCode: `TGS-202600${1000 + next}`, title: 'Another invented course' },
    })
  ).id;

const statementsFor = async (ids: string[]) => {
  const input = { enrolmentIds: ids.map(globalId), reason, idempotencyKey: `${ids.length} at once` };
  const { result, statements } = await api.statements.during(() => act(REMOVE_MANY, input));
  expect(result.results).toHaveLength(ids.length);
  expect(result.results?.every(({ changed }) => changed === true)).toBe(true);
  return statements.length;
};

describe('enrolmentRemove', () => {
  test('S0.18 removes, and answers the row as it is now', async () => {
    const before = await rowOf(enrolmentId);
    expect(await act(REMOVE, { enrolmentId: globalId(enrolmentId), reason, expectedVersion: 1 })).toEqual({
      __typename: 'EnrolmentRemoveSuccess',
      changed: true,
      explanation: expect.stringContaining('no sync'),
      enrolment: { id: globalId(enrolmentId), status: 'ADMIN_REMOVED', version: 2 },
    });
    const after = await rowOf(enrolmentId);
    expect(after.updated_at.getTime()).toBeGreaterThan(before.updated_at.getTime());
  });

  test('S0.18 S1.27 the audit names who, as what and why, identifiers in it masked', async () => {
    const operator = somebody(api.deps.newId(), example.providerId, 'operations');
    const [identifier = ''] = example.secrets.identifiers;
    await act(REMOVE, { enrolmentId: globalId(enrolmentId), reason: `  ${identifier} rang us ` }, operator);
    const { rows } = await api.deps.database.pool.query('SELECT * FROM audit_trail WHERE entity_id = $1', [enrolmentId]);
    expect(rows).toEqual([
      expect.objectContaining({
        actor_type: 'user',
        actor_id: operator.id,
        actor_name: operator.name,
        actor_role: 'operations',
        action: 'enrolment.remove',
        entity_type: 'enrolment',
        reason: `*****${identifier.slice(-4)} rang us`,
        correlation_id: expect.stringMatching(/./),
      }),
    ]);
  });

  test('S0.18 removing again, whatever version was read, changes nothing and is no failure', async () => {
    const input = { enrolmentId: globalId(enrolmentId), reason };
    await act(REMOVE, input);
    const [changes, audit] = [await count('change'), await count('audit_trail')];
    expect(await act(REMOVE, { ...input, expectedVersion: 1 })).toMatchObject({ changed: false, enrolment: { version: 2 } });
    expect([await count('change'), await count('audit_trail')]).toEqual([changes, audit]);
  });

  test('a version that is not the row’s any more is told, with the present one', async () => {
    expect(await act(REMOVE, { enrolmentId: globalId(enrolmentId), reason, expectedVersion: 7 })).toMatchObject({
      __typename: 'StaleVersionError',
      currentVersion: 1,
      path: ['input', 'expectedVersion'],
    });
    expect(await rowOf(enrolmentId)).toMatchObject({ enrolment_status: 'Confirmed', version: 1 });
  });

  test('the same key answers the same after the row has gone on, and stands for one request', async () => {
    const input = { enrolmentId: globalId(enrolmentId), reason, idempotencyKey: `remove ${enrolmentId}` };
    const first = await act(REMOVE, input);
    await act(REASSIGN, { enrolmentId: globalId(enrolmentId) });
    expect(await act(REMOVE, input)).toMatchObject({ changed: true, explanation: first.explanation });
    expect(await rowOf(enrolmentId)).toMatchObject({ enrolment_status: 'Confirmed', version: 3 });
    expect(await act(REMOVE, { ...input, reason: 'another reason' })).toMatchObject({ code: 'INVALID_INPUT' });
  });

  test.each([
    ['too short', 'no'],
    ['blank', '      '],
    ['too long', 'x'.repeat(501)],
  ])('a reason that is %s is refused, with what is wanted', async (_name, given) => {
    expect(await act(REMOVE, { enrolmentId: globalId(enrolmentId), reason: given })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'reason'],
      remedy: expect.stringMatching(/./),
    });
    expect(await rowOf(enrolmentId)).toMatchObject({ version: 1 });
  });
});

describe('who may', () => {
  test.each(['trainer', 'finance', 'auditor'] as const)('S1.25 a %s may not', async (role) => {
    const answer = await ask(
      api,
      REMOVE,
      { input: { enrolmentId: globalId(enrolmentId), reason } },
      callers.as(somebody(api.deps.newId(), example.providerId, role)),
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', action: 'enrolment.remove' } }]);
    expect(await rowOf(enrolmentId)).toMatchObject({ version: 1 });
  });

  test('S1.25 the installation’s own key may not, and nobody may not', async () => {
    const input = { enrolmentId: globalId(enrolmentId), reason };
    for (const mutation of [REMOVE, REASSIGN]) {
      const asked = mutation === REMOVE ? { input } : { input: { enrolmentId: input.enrolmentId } };
      expect((await ask(api, mutation, asked)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      expect((await ask(api, mutation, asked, {})).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
  });

  test('another provider’s enrolment, another type’s id and nonsense are answered alike', async () => {
    const { rows } = await api.deps.database.pool.query<{ id: string }>(
      'SELECT id FROM enrollment WHERE provider_id = $1 LIMIT 1',
      [foreign.providerId],
    );
    const ids = [globalId(rows[0]?.id ?? ''), globalId(api.deps.newId()), globalIdOf('CourseRun', enrolmentId), 'nonsense'];
    const answers = new Set<string>();
    for (const id of ids)
      for (const [mutation, input] of [
        [REMOVE, { enrolmentId: id, reason }],
        [REASSIGN, { enrolmentId: id }],
        [TRANSFER, { enrolmentId: id, reason, courseRunId: globalIdOf('CourseRun', example.runIds[0] ?? '') }],
      ] as const)
        answers.add(JSON.stringify(await act(mutation, input)));
    expect([...answers].map((answer) => JSON.parse(answer))).toEqual([
      {
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        message: 'There is no such enrolment.',
        remedy: expect.stringMatching(/./),
        path: ['input', 'enrolmentId'],
      },
    ]);
  });

  test('a key narrowed to removing removes, and sees no enrolment for it', async () => {
    const key: Principal = {
      kind: 'api_key',
      id: api.deps.newId(),
      name: 'narrow',
      grants: [{ providerId: example.providerId, roles: ['integrator'], only: ['enrolment.remove'] }],
    };
    expect(await act(REMOVE, { enrolmentId: globalId(enrolmentId), reason }, key)).toMatchObject({
      changed: true,
      enrolment: null,
    });
  });
});

describe('enrolmentsRemove', () => {
  test('each is answered in the order asked, and one that fails leaves the others alone', async () => {
    const second = confirmed[next++] ?? '';
    const ids = [globalId(enrolmentId), 'nonsense', globalId(second), globalId(enrolmentId)];
    const { results } = await act(REMOVE_MANY, { enrolmentIds: ids, reason });
    expect(results).toMatchObject([
      { changed: true, enrolment: { id: globalId(enrolmentId), status: 'ADMIN_REMOVED' } },
      { __typename: 'NotFoundError', path: ['input', 'enrolmentIds', '1'] },
      { changed: true, enrolment: { id: globalId(second) } },
      { changed: false, enrolment: { id: globalId(enrolmentId) } },
    ]);
    const { rows } = await api.deps.database.pool.query(
      'SELECT count(DISTINCT change_set_id)::int AS sets, count(*)::int AS lines FROM audit_trail WHERE entity_id = ANY ($1)',
      [[enrolmentId, second]],
    );
    expect(rows).toEqual([{ sets: 1, lines: 2 }]);
  });

  test.each([
    ['none', 0],
    ['more than a hundred', 101],
  ])('%s at once is refused as a whole', async (_name, size) => {
    const ids = Array.from({ length: size }, () => globalId(enrolmentId));
    expect(await act(REMOVE_MANY, { enrolmentIds: ids, reason })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'enrolmentIds'],
    });
    expect(await rowOf(enrolmentId)).toMatchObject({ version: 1 });
  });

  test('one and a hundred are the same number of statements, with everything of them selected', async () => {
    const hundred = confirmed.slice(-100);
    expect(hundred).not.toContain(enrolmentId);
    expect(await statementsFor(hundred)).toBe(await statementsFor([enrolmentId]));
  });
});

describe('enrolmentReassign and enrolmentTransfer', () => {
  test('S0.19 brings back, and says so with SSG’s view of it', async () => {
    await act(REMOVE, { enrolmentId: globalId(enrolmentId), reason });
    expect(await act(REASSIGN, { enrolmentId: globalId(enrolmentId) })).toMatchObject({
      changed: true,
      notices: [],
      leftEnrolment: null,
      enrolment: { id: globalId(enrolmentId), status: 'CONFIRMED' },
    });
    expect(await act(REASSIGN, { enrolmentId: globalId(enrolmentId) })).toMatchObject({ changed: false });
  });

  test('S0.19 moves, once however often it is asked', async () => {
    const input = { enrolmentId: globalId(enrolmentId), courseRunId: runId(await newRun()), expectedVersion: 1 };
    expect(await act(REASSIGN, input)).toMatchObject({ changed: true, notices: [{ remedy: expect.stringContaining('SSG') }] });
    expect(await act(REASSIGN, input)).toMatchObject({ changed: false });
    expect(await rowOf(enrolmentId)).toMatchObject({ version: 2, enrolment_status: 'Confirmed' });
  });

  test('S0.19 a learner’s row in the run counts, and the other one is named', async () => {
    const target = await newRun();
    const { learner_id: learnerId } = await rowOf(enrolmentId);
    const other = await api.deps.database.prisma.enrolment.create({
      data: {
        providerId: example.providerId,
        courseId: example.courseId,
        courseRunId: target,
        learnerId,
        status: 'Admin Removed',
      },
    });
    const moved = await act(REASSIGN, { enrolmentId: globalId(enrolmentId), courseRunId: runId(target) });
    expect(moved).toMatchObject({
      enrolment: { id: globalId(other.id), status: 'CONFIRMED' },
      leftEnrolment: { id: globalId(enrolmentId) },
    });
    const [left, counts] = [await rowOf(enrolmentId), await rowOf(other.id)];
    expect(left).toMatchObject({ enrolment_status: 'Admin Removed', enrolment_id: null });
    expect(counts).toMatchObject({
      enrolment_id: expect.stringMatching(/^ENR-/),
      ssg_status: 'Confirmed',
      raw_data: left.raw_data,
    });
  });

  test.each([
    ['a cancelled class', { classStatus: 'Cancelled' }, 'cancelled'],
    ['an archived class', { archived: true }, 'Archived'],
    ['a class that is over', { lifecycle: 'Completed' }, 'over'],
  ])('S0.19 %s is refused with what to do', async (_name, values, message) => {
    const input = { enrolmentId: globalId(enrolmentId), courseRunId: runId(await newRun(values)), reason };
    const refusal = { code: 'REFUSED', message: expect.stringContaining(message), path: ['input', 'courseRunId'] };
    expect(await act(REASSIGN, input)).toMatchObject({ ...refusal, remedy: expect.stringMatching(/./) });
    expect(await rowOf(enrolmentId)).toMatchObject({ version: 1 });
  });

  test('another provider’s run and no run are answered alike', async () => {
    for (const courseRunId of [runId(foreign.runIds[0] ?? ''), runId(api.deps.newId()), globalId(enrolmentId)])
      for (const mutation of [REASSIGN, TRANSFER])
        expect(await act(mutation, { enrolmentId: globalId(enrolmentId), courseRunId, reason })).toMatchObject({
          code: 'NOT_FOUND',
          message: 'There is no such course run.',
          path: ['input', 'courseRunId'],
        });
  });

  test('S0.19 between courses one transfers, within one one reassigns', async () => {
    const elsewhere = runId(await newRun({ courseId: await newCourse() }));
    const input = { enrolmentId: globalId(enrolmentId), reason };
    expect(await act(REASSIGN, { ...input, courseRunId: elsewhere })).toMatchObject({
      code: 'REFUSED',
      remedy: expect.stringContaining('enrolmentTransfer'),
    });
    expect(await act(TRANSFER, { ...input, courseRunId: runId(await runOf(enrolmentId)) })).toMatchObject({
      code: 'REFUSED',
      remedy: expect.stringContaining('enrolmentReassign'),
    });
    const asked = { ...input, courseRunId: elsewhere, expectedVersion: 1 };
    expect(await act(TRANSFER, asked)).toMatchObject({
      changed: true,
      enrolment: { status: 'CONFIRMED', referenceNumber: null },
      leftEnrolment: { id: globalId(enrolmentId), status: 'ADMIN_REMOVED' },
      notices: [{ message: expect.stringContaining('SSG knows nothing') }, { remedy: expect.stringContaining('Cancel') }],
    });
    expect(await act(TRANSFER, asked)).toMatchObject({ changed: false });
  });

  test('S2.3 who moves to another class has no day of enrolment there yet', async () => {
    await api.deps.database.pool.query(
      `UPDATE enrollment SET enrolled_at = '2026-01-02T00:00:00Z', enrolled_by = 'system' WHERE id = $1`,
      [enrolmentId],
    );
    await act(REASSIGN, { enrolmentId: globalId(enrolmentId), courseRunId: runId(await newRun()) });
    expect(await rowOf(enrolmentId)).toMatchObject({ enrolled_at: null, enrolled_by: null });
    const { rows } = await api.deps.database.pool.query(
      `SELECT before, after FROM change WHERE entity_id = $1 AND field = 'enrolled_at'`,
      [enrolmentId],
    );
    expect(rows).toEqual([{ before: '2026-01-02T00:00:00.000Z', after: null }]);
  });
});
