import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CLEANUP } from '../../../src/chains/cleanup/cleanup.js';
import { purgeOperationalLogsStep } from '../../../src/chains/cleanup/purge-operational-logs-step.js';
import { OPERATIONAL_LOGS } from '../../../src/modules/retention/operational-logs.js';
import { inTransaction } from '../../../src/persistence/transaction.js';
import { createChainRegistry } from '../../../src/workflow/chain-registry.js';
import { nextTicks } from '../../../src/workflow/cron.js';
import type { StepContext } from '../../../src/workflow/step-handler.js';
import { createOldRows, NOW, type OldRows } from '../../modules/retention/old-rows.js';
import { createChainWorld } from '../../support/chain-world.js';

let old: OldRows;
beforeAll(async () => {
  old = await createOldRows();
});
afterEach(() => old.reset());
afterAll(() => old.close());

async function runStep(options: { dryRun?: boolean; checkpoint?: unknown; now?: number } = {}) {
  const checkpoints: unknown[] = [];
  const context: StepContext = {
    deps: { ...old.deps, now: () => options.now ?? NOW },
    run: {
      id: '1',
      chainName: 'cleanup',
      mode: 'full',
      trigger: 'schedule',
      today: '2026-03-29',
      dryRun: options.dryRun ?? false,
      dueAt: NOW,
      resumedFromId: null,
    },
    provider: null,
    step: {
      id: old.deps.newId(),
      name: 'purge_operational_logs',
      attempt: 1,
      checkpoint: options.checkpoint ?? null,
      approved: null,
    },
    outputs: {},
    leaseToken: old.deps.newId(),
    signal: new AbortController().signal,
    progress: () => undefined,
    saveCheckpoint: async (checkpoint) => void checkpoints.push(JSON.parse(JSON.stringify(checkpoint))),
    note: async () => undefined,
    inTransaction: (work) => inTransaction(old.deps.database.pool, work),
  };
  const result = await purgeOperationalLogsStep(context);
  if (result.kind !== 'completed') throw new Error('The step asks for nobody’s approval.');
  return { ...result, checkpoints };
}

test('S4.10 the cleanup is declared for Sundays at 04:00 UTC', () => {
  expect(createChainRegistry([CLEANUP]).get('cleanup').declaration.scope).toBe('system');
  const { cron, timeZone } = CLEANUP.schedule;
  const ticks = nextTicks(cron, timeZone, Date.parse('2026-03-25T00:00:00Z'), 2).map((tick) => new Date(tick).toISOString());
  expect(ticks).toEqual(['2026-03-29T04:00:00.000Z', '2026-04-05T04:00:00.000Z']);
});

test('X18 no table of the audit, of provenance or of learners is deleted from', () => {
  const deletedFrom = OPERATIONAL_LOGS.filter(({ unlink }) => unlink === undefined).map(({ table }) => table);
  expect(deletedFrom.sort()).toEqual([
    'activity',
    'alert_delivery',
    'data_export',
    'data_export_chunk',
    'idempotency_key',
    'incident',
    'sync_batch',
    'sync_batch_course',
    'task_chain_approval',
    'task_chain_events',
    'task_chain_logs',
    'task_chain_steps',
    'upcoming_course_runs_log',
    'webhook_delivery',
    'worker',
  ]);
});

test('it tells what it deleted', async () => {
  await old.addBatch({ age: 31, lines: 3 });
  await old.addBatch({ age: 1 });
  const { message, counts } = await runStep();
  expect(message).toBe('Deleted: sync log lines 3, sync batch courses 1, sync batches 1.');
  expect(counts).toMatchObject({ syncLogLines: 3, syncBatches: 1, chainRuns: 0 });
});

test('nothing to delete is a message', async () => {
  expect((await runStep()).message).toBe('Nothing is old enough to be deleted.');
});

test('a dry run counts and deletes nothing', async () => {
  await old.addBatch({ age: 31, lines: 3 });
  await old.addBatch({ age: 1 });
  const { message } = await runStep({ dryRun: true });
  expect(message).toBe('Dry run: sync log lines 3, sync batch courses 1, sync batches 1 would be deleted.');
  expect(await old.left('sync_batch')).toHaveLength(2);
});

test('taken over from a dead worker it keeps the day it began on, and adds to the counts it had', async () => {
  await old.addBatch({ age: 31, lines: 3 });
  const young = await old.addBatch({ age: 25, lines: 1 });
  await old.addBatch({ age: 1 });
  const { checkpoints } = await runStep();
  await old.addBatch({ age: 40, lines: 2 });
  const tenDaysLater = NOW + 10 * 24 * 60 * 60 * 1000;
  const { counts } = await runStep({ checkpoint: checkpoints.at(-1), now: tenDaysLater });
  expect(counts).toMatchObject({ syncLogLines: 5, syncBatches: 2 });
  expect(await old.left('sync_batch')).toContain(young);
});

test('in the engine it ends completed, and spares its own run', async () => {
  const world = await createChainWorld([CLEANUP]);
  try {
    await world.rows(`INSERT INTO worker (id, name, heartbeat_at) VALUES ($1, 'dead', '2026-01-01T00:00:00Z')`, [
      world.deps.newId(),
    ]);
    const id = await world.start({ providerId: null });
    await world.drive();
    expect(await world.run(id)).toMatchObject({ status: 'completed' });
    expect(await world.rows('SELECT counts FROM task_chain_steps')).toMatchObject([{ counts: { workers: 1, chainRuns: 0 } }]);
  } finally {
    await world.close();
  }
});
