import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { beginSync } from '../../src/modules/sync/begin-sync.js';
import { readBatch } from '../../src/modules/sync/read-batch.js';
import { resumeInterruptedBatches } from '../../src/modules/sync/resume-interrupted-batches.js';
import { createSyncWorld, domainRows, finished, type SyncWorld, TODAY } from '../support/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());

const RUNS = Array.from({ length: 6 }, (_, index) => ({
  id: 850001 + index,
  startDate: `2026-03-1${index}`,
  enrolments: [{}, {}],
}));
const ONE_AT_A_TIME = { SSG_CONCURRENCY: '1' };

test('bug 24 a stopped batch is interrupted; the next trigger goes on with it and repeats no finished run', async () => {
  const stop = new AbortController();
  let fetched = 0;
  world = await createSyncWorld({
    runs: RUNS,
    environment: ONE_AT_A_TIME,
    overrides: { pausePoint: async (name) => void (name === 'after-fetch-before-apply' && ++fetched === 3 && stop.abort()) },
  });
  const first = await world.sync({}, { signal: stop.signal });
  expect(first).toMatchObject({ status: 'interrupted', runs: { success: 2 } });
  world.simulator.calls.clear();
  const start = await beginSync(world.deps, { providerId: world.providerId, trigger: 'cli', today: TODAY });
  expect(start).toMatchObject({ kind: 'begun', continued: true, batchId: first.batchId });
  expect(await finished(start)).toMatchObject({
    status: 'completed',
    runs: { success: 6 },
    changes: { enrolment: { created: 12 } },
  });
  expect(world.simulator.calls.list('enrolments.search')).toHaveLength(4);
  expect(world.simulator.calls.list('courseRuns.listByReference')).toHaveLength(0);
});

test('bug 24 kill -9 between fetch and apply: the second start goes on with the batch, nothing twice, nothing half', async () => {
  world = await createSyncWorld({ runs: RUNS, environment: ONE_AT_A_TIME });
  const database = new URL(world.deps.database.pool.options.connectionString ?? '');
  const child = fork(
    fileURLToPath(new URL('../support/held-sync.ts', import.meta.url)),
    [database.href, world.providerId, String(world.simulator.port), '3'],
    {
      execArgv: ['--import', 'tsx', '--conditions', 'rollcall-source'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  await once(child, 'message');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(
    await world.rows(`SELECT status, count(*)::int AS lines FROM upcoming_course_runs_log GROUP BY status ORDER BY status`),
  ).toEqual([
    { status: 'pending', lines: 4 },
    { status: 'success', lines: 2 },
  ]);
  const halfway = await domainRows(world);
  expect(halfway.enrollment).toHaveLength(4);
  world.simulator.calls.clear();
  const secondStart = world.anotherProcess({ now: () => Date.parse(`${TODAY}T04:00:00Z`) });
  const [start] = await resumeInterruptedBatches(secondStart);
  if (!start) throw new Error('The batch of the killed process was not taken up.');
  expect(start).toMatchObject({ kind: 'begun', continued: true });
  expect(await finished(start)).toMatchObject({ status: 'completed', runs: { success: 6 } });
  expect(world.simulator.calls.list('enrolments.search')).toHaveLength(4);
  const done = await domainRows(world);
  expect(done.enrollment).toHaveLength(12);
  expect(done.enrollment?.slice(0, 4)).toEqual(halfway.enrollment);
});

test('an interrupted batch of another day is given up and a new one begins', async () => {
  const stop = new AbortController();
  world = await createSyncWorld({
    runs: RUNS,
    environment: ONE_AT_A_TIME,
    overrides: { pausePoint: async (name) => void (name === 'after-discovery' && stop.abort()) },
  });
  const first = await world.sync({}, { signal: stop.signal });
  expect(first.status).toBe('interrupted');
  const second = await world.sync({ today: '2026-03-03' });
  expect(second.batchId).not.toBe(first.batchId);
  expect(second).toMatchObject({ status: 'completed', today: '2026-03-03' });
});

test('a batch that was killed and replaced reads as interrupted, with the reason', async () => {
  world = await createSyncWorld({ runs: RUNS });
  const killed = world.deps.newId();
  await world.rows(
    `INSERT INTO sync_batch (id, run_id, provider_id, trigger, today, threshold_days, owner_token) VALUES ($1, 'upcoming_1', $2, 'cli', '2026-03-01', 21, $3)`,
    [killed, world.providerId, world.deps.newId()],
  );
  await world.sync();
  expect(await readBatch(world.deps, killed)).toMatchObject({
    status: 'interrupted',
    statusReason: expect.stringContaining('ended before'),
  });
});

test('a batch for one run that was stopped after asking for it is continued too', async () => {
  const stop = new AbortController();
  world = await createSyncWorld({
    runs: RUNS,
    overrides: { pausePoint: async (name) => void (name === 'after-fetch-before-apply' && stop.abort()) },
  });
  const first = await world.sync({ onlySsgRunId: '850002' }, { signal: stop.signal });
  expect(first).toMatchObject({ status: 'interrupted', runs: { success: 0 } });
  const again = await beginSync(world.anotherProcess(), {
    providerId: world.providerId,
    trigger: 'cli',
    today: TODAY,
    onlySsgRunId: '850002',
  });
  expect(again).toMatchObject({ kind: 'begun', continued: true });
  expect(await finished(again)).toMatchObject({ status: 'completed', runs: { success: 1 } });
});

test('a run synced by itself does not cost the interrupted night its place', async () => {
  const stop = new AbortController();
  world = await createSyncWorld({
    runs: RUNS,
    environment: ONE_AT_A_TIME,
    overrides: { pausePoint: async (name) => void (name === 'after-discovery' && stop.abort()) },
  });
  const night = await world.sync({}, { signal: stop.signal });
  expect(night.status).toBe('interrupted');
  expect(await world.sync({ onlySsgRunId: '850003' })).toMatchObject({ status: 'completed', runs: { success: 1 } });
  const again = await world.sync();
  expect(again).toMatchObject({ batchId: night.batchId, status: 'completed', runs: { success: 6 } });
});
