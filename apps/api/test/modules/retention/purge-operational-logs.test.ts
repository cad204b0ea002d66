import { ACTIVE_CHAIN_RUN_STATUSES } from '@rollcall/domain/chain/chain';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  beginPurge,
  countOperationalLogs,
  type PurgeState,
  purgeOperationalLogs,
} from '../../../src/modules/retention/purge-operational-logs.js';
import { inTransaction } from '../../../src/persistence/transaction.js';
import { createOldRows, daysAgo, NOW, type OldRows } from './old-rows.js';

let old: OldRows;
beforeAll(async () => {
  old = await createOldRows();
});
afterEach(() => old.reset());
afterAll(() => old.close());

const nobodyWaits = async () => undefined;

async function purge(options: { slice?: number; sliceDone?: (state: PurgeState) => Promise<void>; signal?: AbortSignal } = {}) {
  const { counts } = await purgeOperationalLogs(beginPurge(NOW), {
    inTransaction: (work) => inTransaction(old.deps.database.pool, work),
    sliceDone: options.sliceDone ?? nobodyWaits,
    signal: options.signal ?? new AbortController().signal,
    ...(options.slice !== undefined && { slice: options.slice }),
  });
  return counts;
}

describe('S4.10 batches of the sync', () => {
  test('31 days old goes with its lines, 29 days old stays', async () => {
    await old.addBatch({ age: 31, lines: 3 });
    const kept = await old.addBatch({ age: 29, lines: 2 });
    const counts = await purge();
    expect(await old.left('sync_batch')).toEqual([kept]);
    expect(counts).toMatchObject({ syncBatches: 1, syncLogLines: 3, syncBatchCourses: 1, changeSetsUnlinked: 1 });
    expect(await old.rows('SELECT count(*)::int AS lines FROM upcoming_course_runs_log')).toEqual([{ lines: 2 }]);
  });

  test('X18 change sets and changes stay, and the audit; a change set lets go of its batch', async () => {
    const gone = await old.addBatch({ age: 31 });
    const kept = await old.addBatch({ age: 1 });
    await old.rows(
      `INSERT INTO audit_trail (actor_type, actor_role, action, entity_type, created_at) VALUES ('system', 'system', 'learner.create', 'learner', $1)`,
      [daysAgo(2000)],
    );
    await purge();
    expect(await old.rows('SELECT id, batch_id FROM change_set ORDER BY id')).toEqual([
      { id: gone, batch_id: null },
      { id: kept, batch_id: kept },
    ]);
    expect(await old.rows('SELECT count(*)::int AS changes FROM change')).toEqual([{ changes: 2 }]);
    expect(await old.rows('SELECT count(*)::int AS entries FROM audit_trail')).toEqual([{ entries: 1 }]);
  });

  test('X18 the last success of each scope stays however old it is', async () => {
    await old.addBatch({ age: 90 });
    const lastOfAll = await old.addBatch({ age: 60 });
    await old.addBatch({ age: 55, status: 'failed' });
    await old.addBatch({ age: 50, status: 'partial' });
    await old.addBatch({ age: 45, onlySsgRunId: '850001' });
    const lastOfOneRun = await old.addBatch({ age: 40, onlySsgRunId: '850001' });
    const lastOfAnotherRun = await old.addBatch({ age: 35, onlySsgRunId: '850002' });
    expect(await purge()).toMatchObject({ syncBatches: 4 });
    expect(await old.left('sync_batch')).toEqual([lastOfAll, lastOfOneRun, lastOfAnotherRun]);
  });

  test('a running batch stays, and an interrupted one that may still be gone on with', async () => {
    await old.addBatch({ age: 70, status: 'interrupted' });
    const interrupted = await old.addBatch({ age: 60, status: 'interrupted' });
    const running = await old.addBatch({ age: 50, status: 'running', onlySsgRunId: '850001' });
    await purge();
    expect(await old.left('sync_batch')).toEqual([interrupted, running]);
  });

  test.each(ACTIVE_CHAIN_RUN_STATUSES)('a batch whose chain run is %s stays', async (status) => {
    const chainRunId = await old.addChainRun({ age: 40, status });
    const batch = await old.addBatch({ age: 40, status: 'failed', chainRunId });
    await purge();
    expect(await old.left('sync_batch')).toEqual([batch]);
  });
});

const newer = () => old.addChainRun({ age: 0, steps: { find_runs: 'completed' } });

describe('S4.10 chain runs', () => {
  test('31 days old goes with its events, steps and approvals; 29 days old stays', async () => {
    await old.addChainRun({ age: 31, steps: { find_runs: 'completed' }, events: 7 });
    const young = await old.addChainRun({ age: 29, status: 'failed', steps: { find_runs: 'failed' }, events: 2 });
    const last = await newer();
    const counts = await purge();
    expect(await old.left('task_chain_logs')).toEqual([young, last]);
    expect(counts).toMatchObject({ chainRuns: 1, chainEvents: 7, chainSteps: 1, chainApprovals: 1 });
    expect(await old.rows('SELECT count(*)::int AS events FROM task_chain_events')).toEqual([{ events: 2 }]);
  });

  test.each(['failed', 'partial', 'cancelled', 'interrupted', 'skipped'])('an old %s one goes', async (status) => {
    await old.addChainRun({ age: 31, status });
    await purge();
    expect(await old.left('task_chain_logs')).toEqual([]);
  });

  test.each(ACTIVE_CHAIN_RUN_STATUSES)(
    'one that is %s stays however old it is, and so does the one it resumes',
    async (status) => {
      const first = await old.addChainRun({ age: 41, status: 'failed' });
      const second = await old.addChainRun({ age: 40, status, resumedFromId: first });
      await newer();
      await purge();
      expect((await old.left('task_chain_logs')).slice(0, 2)).toEqual([first, second]);
    },
  );

  test('X18 the last success of each chain and provider stays', async () => {
    await old.addChainRun({ age: 80 });
    const daily = await old.addChainRun({ age: 70 });
    const activation = await old.addChainRun({ age: 60, chain: 'class_activation' });
    await old.addChainRun({ age: 50, chain: 'cleanup', providerId: null });
    const system = await old.addChainRun({ age: 40, chain: 'cleanup', providerId: null });
    await old.addChainRun({ age: 39, dryRun: true });
    await old.addChainRun({ age: 38, status: 'failed' });
    await purge();
    expect(await old.left('task_chain_logs')).toEqual([daily, activation, system]);
  });

  test('X18 a failed run stays while it holds the last success of one of its steps', async () => {
    const reconciled = await old.addChainRun({
      age: 60,
      status: 'failed',
      steps: { reconcile_cancellations: 'completed', digest: 'failed' },
    });
    await old.addChainRun({ age: 50, dryRun: true, steps: { reconcile_cancellations: 'completed' } });
    await old.addChainRun({ age: 40, status: 'partial', steps: { reconcile_cancellations: 'failed' } });
    await purge();
    expect(await old.left('task_chain_logs')).toEqual([reconciled]);
    await old.addChainRun({ age: 1, status: 'partial', steps: { reconcile_cancellations: 'completed' } });
    await purge();
    expect(await old.left('task_chain_logs')).not.toContain(reconciled);
  });

  test('a kept run forgets the purged one it resumed, and a kept batch its chain run', async () => {
    const gone = await old.addChainRun({ age: 31, status: 'failed' });
    await old.addChainRun({ age: 29, resumedFromId: gone });
    await old.addBatch({ age: 31, chainRunId: gone });
    await purge();
    expect(await old.rows('SELECT resumed_from_id FROM task_chain_logs')).toEqual([{ resumed_from_id: null }]);
    expect(await old.rows('SELECT chain_run_id FROM sync_batch')).toEqual([{ chain_run_id: null }]);
  });
});

test('S4.10 alerts that were sent or given up, closed incidents and dead workers go; pending, open and live ones stay', async () => {
  const { rows, deps } = old;
  for (const age of [29, 31])
    for (const status of ['pending', 'sent', 'dead'])
      await rows(
        `INSERT INTO alert_delivery (id, kind, channel, recipient, subject, body, status, created_at, sent_at) VALUES ($1, $2, 'email', 'ops@example.org', 's', 'b', $3::text, $4, CASE WHEN $3::text = 'sent' THEN $4::timestamptz END)`,
        [deps.newId(), `${status} ${age}`, status, daysAgo(age)],
      );
  for (const age of [29, 31])
    for (const status of ['open', 'closed'])
      await rows(
        `INSERT INTO incident (id, fingerprint, error_class, title, message, status, first_seen_at, last_seen_at, closed_at) VALUES ($1, $2, 'e', $2, 'm', $3::text, $4, $4, CASE WHEN $3::text = 'closed' THEN $4::timestamptz END)`,
        [deps.newId(), `${status} ${age}`, status, daysAgo(age)],
      );
  for (const age of [0.9, 1.1])
    await rows('INSERT INTO worker (id, name, heartbeat_at) VALUES ($1, $2, $3)', [deps.newId(), `worker ${age}`, daysAgo(age)]);

  expect(await purge()).toMatchObject({ alertDeliveries: 2, incidents: 1, workers: 1 });
  const names = async (sql: string) => (await rows(sql)).map(({ name }) => name);
  expect(await names('SELECT kind AS name FROM alert_delivery ORDER BY kind')).toEqual([
    'dead 29',
    'pending 29',
    'pending 31',
    'sent 29',
  ]);
  expect(await names('SELECT title AS name FROM incident ORDER BY title')).toEqual(['closed 29', 'open 29', 'open 31']);
  expect(await names('SELECT name FROM worker')).toEqual(['worker 0.9']);
});

test('what happened, messages to webhooks and keys of requests go; what waits stays', async () => {
  const { rows, deps } = old;
  const { uuid: providerId } = (await rows('SELECT id AS uuid FROM training_provider LIMIT 1'))[0] as { uuid: string };
  await rows('DELETE FROM activity');
  // A transaction may have begun long before it wrote: the log goes from its beginning as readers see it, and no further.
  for (const [age, transaction] of [
    [40, 3],
    [29, 4],
    [31, 5],
    [1, 6],
  ])
    await rows(
      `INSERT INTO activity (kind, provider_id, transaction_id, created_at) VALUES ('course.changed', $1, $2::text::xid8, $3)`,
      [providerId, transaction, daysAgo(Number(age))],
    );
  const [endpoint] = await rows(
    `INSERT INTO webhook_endpoint (id, provider_id, url, secret_sealed) VALUES ($1, $2, 'https://hooks.example.org', 's') RETURNING id`,
    [deps.newId(), providerId],
  );
  for (const age of [29, 31])
    for (const status of ['pending', 'sent', 'dead'])
      await rows(
        `INSERT INTO webhook_delivery (id, endpoint_id, kind, payload, status, created_at, sent_at) VALUES ($1, $2, 'webhook.test', '{}', $3::text, $4, CASE WHEN $3::text = 'sent' THEN $4::timestamptz END)`,
        [deps.newId(), endpoint?.id, status, daysAgo(age)],
      );
  for (const age of [6, 8])
    await rows(
      `INSERT INTO idempotency_key (principal, act, key, request_hash, grants, created_at) VALUES ('p', 'a', $1, 'h', '[]', $2)`,
      [String(age), daysAgo(age)],
    );

  expect(await purge()).toMatchObject({ activity: 1, webhookDeliveries: 2, idempotencyKeys: 1 });
  expect(await rows('SELECT transaction_id::text AS transaction FROM activity ORDER BY activity.transaction_id')).toEqual(
    ['4', '5', '6'].map((transaction) => ({ transaction })),
  );
  expect(await rows('SELECT status FROM webhook_delivery ORDER BY status, created_at')).toHaveLength(4);
  expect(await rows('SELECT key FROM idempotency_key')).toEqual([{ key: '6' }]);
  await rows('DELETE FROM webhook_endpoint');
  await rows('DELETE FROM activity');
});

const fill = async () => {
  await old.addBatch({ age: 40, lines: 25 });
  await old.addBatch({ age: 35, lines: 20 });
  await old.addBatch({ age: 1, lines: 1 });
};

describe('slices', () => {
  test('no statement deletes more than a slice, and all slices together delete everything', async () => {
    await fill();
    const sizes: number[] = [];
    let before = 0;
    const sliceDone = async ({ counts }: PurgeState) => {
      const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
      sizes.push(rows - before);
      before = rows;
    };
    expect(await purge({ slice: 10, sliceDone })).toMatchObject({ syncLogLines: 45, syncBatches: 2 });
    expect(Math.max(...sizes)).toBe(10);
    expect(sizes.length).toBeGreaterThan(5);
  });

  test('stopped between two slices it keeps what it did, and going on ends with the counts of both parts', async () => {
    await fill();
    const stop = new AbortController();
    let kept = beginPurge(NOW);
    const sliceDone = async (state: PurgeState) => {
      kept = state;
      if ((state.counts.syncLogLines ?? 0) >= 20) stop.abort(new Error('The worker stops.'));
    };
    await expect(purge({ slice: 10, sliceDone, signal: stop.signal })).rejects.toThrow('The worker stops.');
    expect(await old.rows('SELECT count(*)::int AS lines FROM upcoming_course_runs_log')).toEqual([{ lines: 26 }]);
    const { counts } = await purgeOperationalLogs(kept, {
      inTransaction: (work) => inTransaction(old.deps.database.pool, work),
      sliceDone: nobodyWaits,
      signal: new AbortController().signal,
    });
    expect(counts).toMatchObject({ syncLogLines: 45, syncBatches: 2 });
  });

  test('counting tells what a purge then deletes, and deletes nothing', async () => {
    await fill();
    await old.addChainRun({ age: 31, status: 'failed', steps: { find_runs: 'failed' }, events: 3 });
    const { counts } = await countOperationalLogs(old.deps.database.pool, beginPurge(NOW));
    expect(await old.left('sync_batch')).toHaveLength(3);
    expect(await purge()).toEqual(counts);
  });

  test('a second purge finds nothing', async () => {
    await fill();
    await purge();
    expect(Object.values(await purge()).every((rows) => rows === 0)).toBe(true);
  });
});
