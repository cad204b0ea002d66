import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../../src/persistence/transaction.js';
import { appendEvents } from '../../src/workflow/append-events.js';
import { append, createEventWorld, type EventWorld, progress, startRun, upTo } from './chain-runs.js';

let world: EventWorld;
beforeAll(async () => {
  world = await createEventWorld();
});
afterAll(() => world.close());

const stored = async (runId: string) =>
  (
    await world.pool.query(
      'SELECT number, kind, step, message, data, created_at AS at FROM task_chain_events WHERE chain_log_id = $1 ORDER BY number',
      [runId],
    )
  ).rows;

/** An invented identifier of the right shape; its letter is not checked by what masks it. */
const invented = (serial: number): string => `S${String(serial).padStart(7, '0')}D`;

describe('appending events', () => {
  test('stores them as they are, in order, and answers with the last number', async () => {
    const runId = await startRun(world.pool);
    const data = { counts: { runs: 3 }, list: [1, null, 'x'] };
    expect(await append(world.pool, runId, { kind: 'step_completed', step: 'sync_runs', message: 'Done.', data })).toBe(1);
    expect(await append(world.pool, runId, { kind: 'run_started', step: null, message: 'a' }, ...progress(2))).toBe(4);
    expect(await stored(runId)).toMatchObject([
      { number: 1, kind: 'step_completed', step: 'sync_runs', message: 'Done.', data },
      { number: 2, kind: 'run_started', step: null, message: 'a', data: null },
      { number: 3, message: '1 done' },
      { number: 4, message: '2 done' },
    ]);
  });

  test('concurrent writers, some of whom roll back, leave no gap, and later numbers are not earlier', async () => {
    const runId = await startRun(world.pool);
    const writes = Array.from({ length: 60 }, (_, index) =>
      inTransaction(world.pool, async (transaction) => {
        await appendEvents(transaction, runId, progress(1 + (index % 3)));
        if (index % 5 === 0) throw new Error('rolled back');
      }).catch(() => undefined),
    );
    await Promise.all(writes);
    const events = await stored(runId);
    const kept = Array.from({ length: 60 }, (_, index) => (index % 5 === 0 ? 0 : 1 + (index % 3))).reduce(
      (sum, count) => sum + count,
      0,
    );
    expect(events.map(({ number }) => number)).toEqual(upTo(kept));
    const times = events.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  test('S1.26 no identifier stands in an event in the clear, and ids of rows stay whole', async () => {
    const runId = await startRun(world.pool);
    const rowId = '019a0000-0000-7000-8000-f1234567a000';
    const message = `SSG refused ${invented(1_234_567)} (${rowId})`;
    await append(world.pool, runId, { kind: 'step_note', step: 'x', message, data: { deep: [invented(1_234_567)], rowId } });
    const [event] = await stored(runId);
    expect(event.message).toBe(`SSG refused *****567D (${rowId})`);
    expect(event.data).toEqual({ deep: ['*****567D'], rowId });
  });

  test('what PostgreSQL cannot store does not cost the run its record', async () => {
    const runId = await startRun(world.pool);
    await append(world.pool, runId, {
      kind: 'step_failed',
      step: 'x',
      message: 'a\0b\ud800c😀',
      data: { text: '\0', path: 'C:\\u0000' },
    });
    expect(await stored(runId)).toMatchObject([{ message: 'a\ufffdb\ufffdc😀', data: { text: '\ufffd', path: 'C:\\u0000' } }]);
  });

  test('to a run that does not exist fails', async () => {
    await expect(append(world.pool, '987654321', ...progress(1))).rejects.toThrow('no chain run 987654321');
  });
});
