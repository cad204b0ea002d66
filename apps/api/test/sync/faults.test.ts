import { afterEach, expect, test } from 'vitest';
import { beginSync } from '../../src/modules/sync/begin-sync.js';
import { COURSE, createSyncWorld, type SyncWorld, type SyncWorldOptions, TODAY } from '../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());

const OTHER = 'TGS-2099000002';
const RUNS: SyncWorldOptions = {
  runs: [
    { id: 850001, startDate: '2026-03-09', enrolments: [{ referenceNumber: 'ENR-2602-000001' }] },
    { id: 850002, startDate: '2026-03-10', enrolments: [{ referenceNumber: 'ENR-2602-000002' }] },
  ],
  otherCourses: { [OTHER]: [{ id: 850003, startDate: '2026-03-11', enrolments: [{ referenceNumber: 'ENR-2602-000003' }] }] },
  environment: { SSG_TIMEOUT_SECONDS: '1' },
};

const lineOf = async (ssgRunId: string) =>
  (await world.rows('SELECT * FROM upcoming_course_runs_log WHERE course_run_id = $1', [ssgRunId]))[0];

test.each([
  [
    'an answer that nobody can read',
    { kind: 'raw', status: 200, text: '<html>Scheduled maintenance</html>', contentType: 'text/html' },
  ],
  ['HTTP 200 around an inner 403, which is never empty (bug 5)', { kind: 'inner-status', status: 403, message: 'Forbidden' }],
  ['an answer of the wrong shape', { kind: 'raw', status: 200, text: '{"status":200,"data":{"rows":[]},"meta":{},"error":{}}' }],
] as const)(
  'bug 5 %s makes an error line with a remedy; the other runs go on and the batch is partial',
  async (_name, effect) => {
    world = await createSyncWorld(RUNS);
    world.simulator.faults.add({ operation: 'enrolments.search', runId: '850001', effect });
    const summary = await world.sync();
    expect(summary).toMatchObject({ status: 'partial', runs: { success: 2, error: 1 } });
    expect(summary.errors).toMatchObject([{ ssgRunId: '850001', courseCode: COURSE }]);
    expect(summary.errors[0]?.remedy).not.toBe('');
    expect(await lineOf('850001')).toMatchObject({ status: 'error', touched: false });
    expect((await lineOf('850001'))?.error_message).toBeTruthy();
    expect(await world.rows('SELECT enrolment_id FROM enrollment ORDER BY 1')).toEqual([
      { enrolment_id: 'ENR-2602-000002' },
      { enrolment_id: 'ENR-2602-000003' },
    ]);
  },
);

test('a course that SSG refuses gets its own line (bug 6), and the other course goes on', async () => {
  world = await createSyncWorld(RUNS);
  world.simulator.faults.add({
    operation: 'courseRuns.listByReference',
    courseReferenceNumber: OTHER,
    effect: { kind: 'status', status: 403, body: 'gateway', message: 'Access to this API has been disallowed' },
  });
  const summary = await world.sync();
  expect(summary).toMatchObject({ status: 'partial', runs: { success: 2, error: 1 } });
  const [line] = await world.rows('SELECT * FROM upcoming_course_runs_log WHERE course_run_id IS NULL');
  expect(line).toMatchObject({ course_code: OTHER, status: 'error', ssg_start_date: null });
  expect(line?.remedy).toMatch(/subscri/i);
});

test('an unknown course code is a no_runs line, not an error (404 is empty, bug 5)', async () => {
  world = await createSyncWorld(RUNS);
  await world.rows(
    `INSERT INTO course (id, provider_id, course_code, title) VALUES ($1, $2, 'TGS-2099999999', 'Unknown at SSG')`,
    [world.deps.newId(), world.providerId],
  );
  const summary = await world.sync();
  expect(summary).toMatchObject({ status: 'completed', runs: { success: 3, no_runs: 1 } });
});

test('bug 22 a 429 with Retry-After is waited for and the call is made again', async () => {
  world = await createSyncWorld(RUNS);
  world.simulator.faults.add({
    operation: 'enrolments.search',
    times: 1,
    effect: { kind: 'rate-limited', retryAfter: { seconds: 0 } },
  });
  const summary = await world.sync();
  expect(summary).toMatchObject({ status: 'completed', runs: { success: 3 } });
  expect(world.simulator.calls.list('enrolments.search')).toHaveLength(4);
});

test('a trainer view that fails keeps the run’s sync, says so on its line, and assigns nobody from a fallback', async () => {
  world = await createSyncWorld(RUNS);
  await world.rows(`UPDATE course SET trainers_email_list = 'lee@example.org'`);
  world.simulator.faults.add({
    operation: 'courseRuns.get',
    runId: '850001',
    effect: { kind: 'status', status: 400, message: 'Invalid input parameter(s).' },
  });
  const summary = await world.sync();
  expect(summary).toMatchObject({ status: 'partial', runs: { success: 3 }, trainers: { error: 1 } });
  expect(await lineOf('850001')).toMatchObject({ status: 'success', trainer_outcome: 'error' });
  expect(await world.rows('SELECT assigned_trainer_id FROM course_run WHERE course_run_id = $1', ['850001'])).toEqual([
    { assigned_trainer_id: null },
  ]);
});

test('SSG out of reach: every line says error with the remedy, the batch has failed, nothing is half written', async () => {
  world = await createSyncWorld(RUNS);
  world.simulator.faults.add({ operation: '*', effect: { kind: 'status', status: 400, message: 'Invalid input parameter(s).' } });
  const summary = await world.sync();
  expect(summary).toMatchObject({ status: 'failed', runs: { success: 0, error: 2 } });
  expect(await world.rows('SELECT count(*)::int AS rows FROM learner')).toEqual([{ rows: 0 }]);
});

test('wrong SSG credentials: the sync says which credential and what to do', async () => {
  world = await createSyncWorld({
    ...RUNS,
    environment: { SSG_CLIENT_ID: 'rollcall-simulator', SSG_CLIENT_SECRET: 'not-the-secret' },
  });
  const summary = await world.sync();
  expect(summary.status).toBe('failed');
  expect(summary.remedy).toContain('SSG_CLIENT_ID and SSG_CLIENT_SECRET');
  expect(world.simulator.calls.list('token').length).toBeLessThan(5);
});

test('a learner who cannot be told goes to the review list and not to a guess (bug 18); the next sync adds no second entry', async () => {
  world = await createSyncWorld({
    runs: [
      {
        id: 850001,
        startDate: '2026-03-09',
        enrolments: [{ referenceNumber: 'ENR-2602-000001', trainee: { identifier: '', email: '' } }, {}],
      },
    ],
  });
  await world.sync();
  const summary = await world.sync();
  expect(summary).toMatchObject({ status: 'completed', reviewsOpen: 1 });
  expect(await world.rows('SELECT enrolment_id, reason, status FROM learner_review')).toEqual([
    { enrolment_id: 'ENR-2602-000001', reason: 'no_identity', status: 'open' },
  ]);
});

test('an unknown provider is refused with a remedy', async () => {
  world = await createSyncWorld();
  const refused = beginSync(world.deps, { providerId: world.deps.newId(), trigger: 'cli', today: TODAY });
  await expect(refused).rejects.toMatchObject({ name: 'UnknownProviderError', remedy: expect.stringContaining('provider list') });
});
