import { afterEach, describe, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { beginSync } from '../../../src/modules/sync/begin-sync.js';
import { previewSentence } from '../../../src/modules/sync/preview-sentence.js';
import { takeProviderLock } from '../../../src/modules/sync/provider-lock.js';
import { somebody } from '../../support/known-callers.js';
import { finished } from '../../support/sync-world.js';
import { type ActsWorld, createActsWorld, type Row, runId } from '../course-runs/acts-world.js';

let world: ActsWorld;
afterEach(() => world.close());

type ShownChange = {
  key: string;
  entityType: string;
  entityId: string | null;
  field: string;
  before: unknown;
  after: unknown;
  owner: string;
  rule: string;
};
type Preview = Row & { changes: ShownChange[]; decisions: Row[] };

const preview = (id: string, by?: Record<string, string>) =>
  world.act<Preview>(
    'courseRunSyncPreview',
    `mutation ($input: CourseRunSyncPreviewInput!) { courseRunSyncPreview(input: $input) { __typename
      ... on CourseRunSyncPreviewSuccess { sentence callsMade courseRun { ssgRunId version } decisions { kind key rule ruleText reason }
        changes { key entityType entityId field before after owner rule ruleText } }
      ... on ActError { code message remedy path } ... on SyncRunningError { syncBatchId } } }`,
    { courseRunId: id },
    by,
  );

const TABLES = ['course_run', 'course_run_trainer', 'learner', 'enrollment', 'learner_review', 'change_set', 'change'];
const BOOKS = ['audit_trail', 'sync_batch', 'sync_batch_course', 'upcoming_course_runs_log', 'idempotency_key'];

const everything = async () =>
  Object.fromEntries(
    await Promise.all(
      [...TABLES, ...BOOKS].map(
        async (table) => [table, await world.rows(`SELECT xmin::text, row::text FROM ${table} AS row ORDER BY 2`)] as const,
      ),
    ),
  );

/** A run that is here with one enrolment, and has changed at SSG since. */
async function changedAtSsg(): Promise<string> {
  let now = Date.parse('2026-03-02T02:00:00+08:00');
  world = await createActsWorld({
    ssgRuns: [
      {
        id: 850001,
        startDate: '2026-03-10',
        enrolments: [{ referenceNumber: 'ENR-2603-000001' }, { referenceNumber: 'ENR-2603-000002', status: 'Cancelled' }],
      },
      { id: 850002, startDate: '2026-03-11', enrolments: [{}] },
    ],
    now: () => (now += 1),
  });
  await sync();
  await world.rows(`UPDATE course_run SET start_date = '2026-03-09' WHERE course_run_id = '850001'`);
  await world.rows(`DELETE FROM enrollment WHERE enrolment_id = 'ENR-2603-000001'`);
  const [run] = await world.rows<{ id: string }>(`SELECT id FROM course_run WHERE course_run_id = '850001'`);
  return runId(run?.id ?? '');
}

/** Changes in no order, by what they would write. */
const essence = (changes: readonly Row[]) =>
  changes.map(({ field, before, after, rule }) => JSON.stringify([field, before, after, rule])).sort();

const sync = async (onlySsgRunId?: string) =>
  finished(
    await beginSync(world.api.deps, {
      providerId: world.providerId,
      trigger: 'cli',
      today: '2026-03-02',
      ...(onlySsgRunId && { onlySsgRunId }),
    }),
  );

describe('courseRunSyncPreview', () => {
  test('S1.17 tells what a sync of the run then writes, field by field, and writes nothing itself', async () => {
    const id = await changedAtSsg();
    const before = await everything();
    const told = await preview(id);
    expect(await everything()).toEqual(before);
    expect(told).toMatchObject({
      __typename: 'CourseRunSyncPreviewSuccess',
      sentence: 'A sync would create 1 enrolment and update the run. 1 thing is left as it is, each with its reason.',
      callsMade: expect.any(Number),
      courseRun: { ssgRunId: '850001' },
    });
    expect(told.callsMade).toBeGreaterThan(1);
    expect(told.changes).toContainEqual({
      key: '850001',
      entityType: 'COURSE_RUN',
      entityId: id,
      field: 'start_date',
      before: '2026-03-09',
      after: '2026-03-10',
      owner: 'SSG',
      rule: 'S0.22 ssg-updates-course-run',
      ruleText: expect.any(String),
    });
    expect(told.changes).toContainEqual(
      expect.objectContaining({ key: 'ENR-2603-000001', entityType: 'ENROLMENT', entityId: null, field: 'enrolment_status' }),
    );
    expect(told.decisions).toContainEqual(
      expect.objectContaining({ kind: 'SKIP', key: 'ENR-2603-000002', rule: 'S0.14 new-inactive-skipped' }),
    );

    const [last] = await world.rows<{ id: string }>('SELECT max(id)::text AS id FROM change');
    await sync('850001');
    const written = await world.rows('SELECT field, before, after, rule FROM change WHERE id > $1::bigint ORDER BY id', [
      last?.id,
    ]);
    expect(essence(told.changes)).toEqual(essence(written));
    expect(await preview(id)).toMatchObject({ changes: [], sentence: expect.stringMatching(/^A sync would change nothing\./) });
  });

  test('bug 16 a run that SSG does not know would be left as it is', async () => {
    world = await createActsWorld({ ssgRuns: [] });
    expect(await preview(runId(await world.addRun({ ssgRunId: '999001' })))).toMatchObject({
      sentence: 'SSG does not know the run: a sync would leave it as it is.',
      changes: [],
      decisions: [expect.objectContaining({ rule: 'bug 16 not-listed' })],
    });
  });

  test('S1.23 where SSG is away or refuses, the refusal says what to do', async () => {
    const id = await changedAtSsg();
    world.simulator?.faults.add({ operation: 'enrolments.search', effect: { kind: 'status', status: 400 } });
    expect(await preview(id)).toMatchObject({ code: 'REFUSED', path: ['input', 'courseRunId'], remedy: expect.any(String) });
    world.simulator?.faults.clear();
    await world.simulator?.stop();
    expect(await preview(id)).toMatchObject({ code: 'REFUSED', remedy: expect.any(String) });
  });

  test('bug 23 refused while a sync is at work, and not for a batch that was left behind', async () => {
    const id = await changedAtSsg();
    const batchId = world.api.deps.newId();
    await world.rows(
      `INSERT INTO sync_batch (id, provider_id, run_id, trigger, today, threshold_days, owner_token) VALUES ($1, $2, 'upcoming_1', 'cli', '2026-03-02', 21, $1)`,
      [batchId, world.providerId],
    );
    const lock = await takeProviderLock(world.api.deps.database.pool, world.providerId);
    expect(await preview(id)).toMatchObject({ code: 'SYNC_RUNNING', syncBatchId: globalIdOf('SyncBatch', batchId) });
    await lock?.release();
    // The lock goes with its session, which the database ends in its own time.
    await expect.poll(async () => (await preview(id)).__typename).toBe('CourseRunSyncPreviewSuccess');
  });

  test('X6 what is not theirs is not found, and who may not sync may not preview', async () => {
    world = await createActsWorld();
    const elsewhere = await world.addProvider('202000001A');
    const stranger = world.callers.as(somebody(world.api.deps.newId(), elsewhere, 'operations'));
    const id = runId(await world.addRun());
    const missing = await preview(runId(world.api.deps.newId()), stranger);
    expect(missing).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'courseRunId'] });
    expect(await preview(id, stranger)).toEqual(missing);
    expect(await preview('nonsense')).toMatchObject({ code: 'NOT_FOUND' });
    const auditor = world.callers.as(somebody(world.api.deps.newId(), world.providerId, 'auditor'));
    await expect(preview(id, auditor)).rejects.toThrow(/FORBIDDEN/);
  });
});

const change = (entity: string, action: 'create' | 'update', key: string) => ({
  entity,
  action,
  key,
  id: null,
  rule: 'r',
  reason: 'r',
  fields: [],
});

describe('previewSentence', () => {
  const nothing = { outcome: 'success', changes: [], skips: [], reviews: [] };

  test.each([
    [nothing, 'A sync would change nothing.'],
    [{ ...nothing, outcome: 'no_enrolments' }, 'SSG lists no enrolment in the run: a sync would leave it as it is.'],
    [
      {
        ...nothing,
        changes: [
          change('course_run', 'create', '1'),
          change('learner', 'create', 'a'),
          change('learner', 'create', 'b'),
          change('enrolment', 'update', 'c'),
        ],
      },
      'A sync would create the run, create 2 learners and update 1 enrolment.',
    ],
    [
      { ...nothing, reviews: [{ referenceNumber: 'R', reason: 'no_identity' as const, message: 'm', candidateIds: [] }] },
      'A sync would change nothing. 1 enrolment would wait for a person to say whose it is.',
    ],
  ])('%#', (unit, sentence) => {
    expect(previewSentence(unit)).toBe(sentence);
  });
});
