import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordAdminChanges } from '../../src/modules/audit/record-admin-changes.js';
import { inTransaction } from '../../src/persistence/transaction.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { ask, dataOf } from './ask.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';

const OTHER_UEN = '201104064W';
const callers = knownCallers();
let api: TestApi;
let example: Example;
let other: Example;
let by: Record<string, string>;

beforeAll(async () => {
  api = await startTestApi({ authenticator: callers.authenticator, now: () => EXAMPLE_NOW });
  example = await createExample(api.deps, 2);
  other = await createExample(api.deps, 1, OTHER_UEN);
  by = callers.as(somebody(api.deps.newId(), example.providerId, 'operations'));
});
afterAll(() => api.close());

const globalId = (typename: string, id: string | undefined) => Buffer.from(`${typename}:${id}`).toString('base64');

const WHY = `query ($id: ID!, $field: String!) { whyThisValue(id: $id, field: $field) { field value record sentence explanation
  nextTrainer { name candidates { name verdict } }
  written { column before after owner rule ruleText actorKind actorName actorRole reason changedAt changeSetId batchId runId }
  history { column before after rule actorName } } }`;

interface Change {
  column: string;
  before: unknown;
  after: unknown;
  rule: string;
  actorName: string | null;
}
interface Why {
  value: unknown;
  record: string;
  sentence: string;
  explanation: string[];
  nextTrainer: { name: string | null } | null;
  written: (Change & Record<string, unknown>) | null;
  history: Change[];
}

const why = async (typename: string, id: string | undefined, field: string, caller = by): Promise<Why | null> =>
  (await dataOf<{ whyThisValue: Why | null }>(api, WHY, { id: globalId(typename, id), field }, caller)).whyThisValue;

/** An admin's act on one column, written as acts are. */
async function decide(entityId: string, changes: { before: string; after: string }[], name = 'ada@example.org') {
  for (const { before, after } of changes)
    await inTransaction(api.deps.database.pool, (transaction) =>
      recordAdminChanges(
        transaction,
        {
          changeSetId: api.deps.newId(),
          providerId: example.providerId,
          ssgRunId: '850000',
          by: { ...somebody(api.deps.newId(), example.providerId, 'admin'), name },
          action: 'course_run.set_class',
          reason: 'The room was found.',
        },
        [
          {
            entityType: 'course_run',
            entityId,
            action: 'update',
            fields: [{ field: 'class_status', before, after, owner: 'admin', rule: 'S0.23 admin-sets-class' }],
          },
        ],
      ),
    );
}

describe('a value that was recorded', () => {
  test('the value now, who wrote it by which rule, in which batch, and what it was before', async () => {
    const answer = await why('CourseRun', example.runIds[0], 'startDate');
    expect(answer).toMatchObject({
      value: '2026-01-05',
      record: 'RECORDED',
      written: {
        column: 'start_date',
        after: '2026-01-05',
        owner: 'SSG',
        rule: 'S0.22 ssg-updates-course-run',
        ruleText: expect.stringContaining('SSG owns the dates'),
        runId: `upcoming_${UEN}`,
        batchId: globalId('SyncBatch', example.batchId),
      },
      history: [{ column: 'start_date', after: '2025-12-31', rule: 'S0.21 new-course-run' }],
    });
    expect(answer?.sentence).toMatch(/^Written at .*Z by the sync upcoming_201003953Z; it belongs to SSG: SSG owns the dates/);
  });

  test('the field may be named as the column is', async () => {
    expect(await why('CourseRun', example.runIds[0], 'start_date')).toMatchObject({ value: '2026-01-05', record: 'RECORDED' });
  });

  test('S1.27 X7 an admin’s act names the person and the reason', async () => {
    const [runId = ''] = example.runIds;
    await decide(runId, [{ before: 'Pending', after: 'Confirmed' }]);
    const answer = await why('CourseRun', runId, 'classStatus');
    expect(answer?.written).toMatchObject({
      before: 'Pending',
      after: 'Confirmed',
      owner: 'ADMIN',
      actorKind: 'USER',
      actorName: 'ada@example.org',
      actorRole: 'admin',
      reason: 'The room was found.',
      batchId: null,
    });
    expect(answer?.sentence).toContain('by ada@example.org; it belongs to an admin');
  });

  test('of a long history the newest twenty before the present one', async () => {
    const [, runId = ''] = example.runIds;
    const words = ['Pending', 'Confirmed'];
    await decide(
      runId,
      Array.from({ length: 25 }, (_, index) => ({ before: words[index % 2] ?? '', after: words[(index + 1) % 2] ?? '' })),
    );
    const answer = await why('CourseRun', runId, 'classStatus');
    expect(answer?.history).toHaveLength(20);
    expect(answer?.written?.after).toBe(answer?.history[0]?.before === 'Pending' ? 'Pending' : 'Confirmed');
  });

  test('bug 49 what waits for approval, or was rejected, explains nothing', async () => {
    const run = await api.deps.database.prisma.courseRun.findFirstOrThrow({ where: { providerId: other.providerId } });
    await api.deps.database.prisma.changeSet.updateMany({
      where: { providerId: other.providerId },
      data: { status: 'awaiting_approval' },
    });
    const operations = callers.as(somebody(api.deps.newId(), other.providerId, 'operations'));
    expect(await why('CourseRun', run.id, 'startDate', operations)).toMatchObject({ record: 'NOT_RECORDED', written: null });
  });
});

describe('a value that was never recorded says so', () => {
  test('with a value: an import, or before', async () => {
    const answer = await why('Course', example.courseId, 'title');
    expect(answer).toMatchObject({ value: 'Invented 100% practical course', record: 'NOT_RECORDED', written: null, history: [] });
    expect(answer?.sentence).toMatch(/^No change of it is recorded: it is as it was when the row was made at \d{4}/);
  });

  test('without one: nobody has written it', async () => {
    const answer = await why('CourseRun', example.runIds[0], 'classType');
    expect(answer).toMatchObject({ value: null, record: 'NOT_RECORDED' });
    expect(answer?.sentence).toMatch(/^Nobody has written a value since/);
  });
});

describe('S1.26 X4 what is masked stays masked', () => {
  test.each(['email', 'phone', 'identifierMasked'])('Learner.%s', async (field) => {
    const learner = await api.deps.database.prisma.learner.findFirstOrThrow({ where: { providerId: example.providerId } });
    const value = String(field === 'identifierMasked' ? learner.nricMasked : field === 'phone' ? learner.phone : learner.email);
    await api.deps.database.prisma.change.createMany({
      data: [
        {
          changeSetId: (await api.deps.database.prisma.changeSet.findFirstOrThrow({ where: { providerId: example.providerId } }))
            .id,
          providerId: example.providerId,
          entityType: 'learner',
          entityId: learner.id,
          field: field === 'identifierMasked' ? 'nric_masked' : field,
          before: value,
          after: value,
          owner: 'ssg',
          rule: 'bug 18 learner-match',
        },
      ],
    });
    const { text, data } = await ask(api, WHY, { id: globalId('Learner', learner.id), field }, by);
    expect(data).toMatchObject({ whyThisValue: { record: 'RECORDED', value: expect.stringContaining('***') } });
    const { identifiers, hashes, sealed, phones, emails } = example.secrets;
    for (const secret of [...identifiers, ...hashes, ...sealed, ...phones, ...emails]) expect(text).not.toContain(secret);
  });

  test.each(['nric_hmac', 'nric_sealed', 'nricHmac', 'raw_data'])('%s is no field that is explained', async (field) => {
    const learner = await api.deps.database.prisma.learner.findFirstOrThrow({ where: { providerId: example.providerId } });
    const { errors } = await ask(api, WHY, { id: globalId('Learner', learner.id), field }, by);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      remedy: expect.stringContaining('identifierMasked'),
    });
  });
});

describe('S0.33 the trainers, which depend on others', () => {
  test('Next Trainer: everybody on the list, with the verdict', async () => {
    const answer = await why('CourseRun', example.runIds[0], 'nextTrainer');
    expect(answer).toMatchObject({ value: 'Ong Madeup', record: 'COMPUTED', nextTrainer: { name: 'Ong Madeup' }, written: null });
    expect(answer?.explanation[0]).toContain('neither linked to the run nor has declined it');
    expect(answer?.explanation).toContain('Tan Invented: Is already assigned to this run.');
  });

  test('S0.30 Trainer (Local): who is linked, who is passed over, and the links as recorded, those that are gone too', async () => {
    const [runId = ''] = example.runIds;
    const changeSet = await api.deps.database.prisma.changeSet.findFirstOrThrow({
      where: { providerId: example.providerId, ssgRunId: '850000', phase: 'sync' },
    });
    await api.deps.database.prisma.change.create({
      data: {
        changeSetId: changeSet.id,
        providerId: example.providerId,
        entityType: 'course_run_trainer',
        entityId: api.deps.newId(),
        field: 'trainer_name',
        after: 'Somebody Gone',
        owner: 'ssg',
        rule: 'S0.26 trainer-from-ssg',
      },
    });
    const answer = await why('CourseRun', runId, 'trainerLocal');
    expect(answer).toMatchObject({ value: 'Tan Invented', record: 'COMPUTED', written: { after: 'Somebody Gone' } });
    expect(answer?.explanation).toEqual([
      'The first person linked to the run who teaches (S0.33).',
      'Lim Imagined: linked by SSG, only assesses.',
      'Tan Invented: linked by SSG, is the first who teaches.',
    ]);
  });

  test('S0.31 Trainer (TPG): the columns, and who alone writes them', async () => {
    const answer = await why('CourseRun', example.runIds[0], 'trainerTpg');
    expect(answer).toMatchObject({
      value: { tpg_assigned_trainer_name: 'Trainer At Ssg', tpg_assigned_trainer_email: null },
      record: 'NOT_RECORDED',
    });
    expect(answer?.explanation).toEqual([expect.stringContaining('The sync alone writes it')]);
  });
});

describe('X6 whose rows are explained', () => {
  test('another provider’s row answers as a missing one', async () => {
    expect(await why('CourseRun', other.runIds[0], 'startDate')).toBeNull();
    expect(await why('CourseRun', api.deps.newId(), 'startDate')).toBeNull();
    expect(await why('CourseRun', other.runIds[0], 'nextTrainer')).toBeNull();
    expect((await dataOf(api, WHY, { id: 'nonsense', field: 'startDate' }, by)).whyThisValue).toBeNull();
  });

  test('a trainer may not, even for own runs', async () => {
    const trainer = callers.as(somebody(api.deps.newId(), example.providerId, 'trainer'));
    const { errors } = await ask(api, WHY, { id: globalId('CourseRun', example.runIds[0]), field: 'startDate' }, trainer);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', action: 'change.read' });
  });

  test('trainer at one provider, auditor at another: each row asks for its own', async () => {
    const mixed = callers.as({
      ...somebody(api.deps.newId(), example.providerId, 'trainer'),
      grants: [
        { providerId: example.providerId, roles: ['trainer'] },
        { providerId: other.providerId, roles: ['auditor'] },
      ],
    });
    expect(await why('CourseRun', example.runIds[0], 'startDate', mixed)).toBeNull();
    expect(await why('CourseRun', other.runIds[0], 'startDate', mixed)).not.toBeNull();
  });

  test.each([
    ['a type without recorded values', 'SyncBatch', 'status', 'Course, CourseRun, Enrolment, Learner'],
    ['a field that there is not', 'CourseRun', 'nonsense', 'nextTrainer'],
    ['a name that every object has', 'CourseRun', 'constructor', 'startDate'],
  ])('%s is refused with what can be asked', async (_name, typename, field, remedy) => {
    const { errors } = await ask(api, WHY, { id: globalId(typename, example.runIds[0]), field }, by);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', remedy: expect.stringContaining(remedy) });
  });
});
