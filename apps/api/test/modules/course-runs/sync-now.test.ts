import { afterEach, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { beginSync } from '../../../src/modules/sync/begin-sync.js';
import type { BatchSummary } from '../../../src/modules/sync/sync-input.js';
import { somebody } from '../../support/known-callers.js';
import { type ActsWorld, createActsWorld, type Row, runId } from './acts-world.js';

let world: ActsWorld;
afterEach(() => world.close());

const syncNow = (input: object, by?: Record<string, string>) =>
  world.act<Row & { batch: Row }>(
    'courseRunSyncNow',
    `mutation ($input: CourseRunSyncNowInput!) { courseRunSyncNow(input: $input) { __typename
      ... on CourseRunSyncNowSuccess { continued batch { id onlySsgRunId trigger } }
      ... on ActError { code message remedy path } ... on SyncRunningError { syncBatchId } } }`,
    input,
    by,
  );

/** A world whose syncs are real, and whose ends can be waited for. */
async function syncingWorld(): Promise<Promise<BatchSummary>[]> {
  const ends: Promise<BatchSummary>[] = [];
  let now = Date.parse('2026-03-02T02:00:00+08:00');
  world = await createActsWorld({
    ssgRuns: [{ id: 850001, startDate: '2026-03-20', enrolments: [{}] }],
    now: () => (now += 1),
    beginSync: async (deps, input, options) => {
      const start = await beginSync(deps, input, options);
      if (start.kind === 'begun') ends.push(start.finished);
      return start;
    },
  });
  return ends;
}

test('S1.17 bug 13 a run that is not known here is read from SSG in the background, and who asked is on record', async () => {
  const ends = await syncingWorld();
  const started = await syncNow({ ssgRunId: '850001', provider: '201999999z' });
  expect(started).toMatchObject({
    __typename: 'CourseRunSyncNowSuccess',
    continued: false,
    batch: { onlySsgRunId: '850001', trigger: 'HTTP' },
  });
  expect(await ends[0]).toMatchObject({ status: 'completed' });
  const [run] = await world.rows('SELECT id FROM course_run WHERE course_run_id = $1', ['850001']);
  expect(run).toBeDefined();
  expect(await world.rows(`SELECT action, actor_id, after FROM audit_trail WHERE actor_type = 'user' ORDER BY id`)).toEqual([
    { action: 'course_run.sync', actor_id: world.people.clerk, after: { ssgRunId: '850001' } },
    { action: 'sync_batch.begin', actor_id: world.people.clerk, after: { ssgRunId: '850001' } },
  ]);
  await syncNow({ courseRunId: runId(String(run?.id)) });
  expect(await ends[1]).toMatchObject({ status: 'completed' });
});

test('bug 23 where a sync is at work its batch is told, and none begins', async () => {
  world = await createActsWorld({
    beginSync: async (_deps, _input) => ({
      kind: 'already_running',
      batchId: BATCH,
      runId: 'upcoming_1',
      startedAt: '2026-03-02T00:00:00Z',
    }),
  });
  const run = await world.addRun();
  expect(await syncNow({ courseRunId: runId(run) })).toMatchObject({
    __typename: 'SyncRunningError',
    code: 'SYNC_RUNNING',
    syncBatchId: globalIdOf('SyncBatch', BATCH),
  });
  expect(await world.rows('SELECT action FROM audit_trail')).toEqual([{ action: 'course_run.sync' }]);
});
const BATCH = '01990000-0000-7000-8000-000000000001';

test('X6 what is not theirs is not found, and a run must be named in one way', async () => {
  world = await createActsWorld();
  const elsewhere = await world.addProvider('202000001A');
  const stranger = world.callers.as(somebody(world.api.deps.newId(), elsewhere, 'operations'));
  const run = await world.addRun();
  expect(await syncNow({ courseRunId: runId(run) }, stranger)).toEqual(
    await syncNow({ courseRunId: runId(world.api.deps.newId()) }, stranger),
  );
  const unknown = await syncNow({ ssgRunId: '1', provider: '999999999Z' }, stranger);
  expect(unknown).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'provider'] });
  expect(await syncNow({ ssgRunId: '1', provider: '201999999Z' }, stranger)).toEqual(unknown);
  expect(await syncNow({ ssgRunId: '1' })).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await syncNow({ ssgRunId: '1; DROP', provider: '201999999Z' })).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['input', 'ssgRunId'],
  });
  expect(await world.rows('SELECT FROM audit_trail')).toEqual([]);
});
