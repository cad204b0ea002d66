import { afterEach, expect, test } from 'vitest';
import { decideDueTicks } from '../../src/modules/schedules/decide-due-ticks.js';
import { ensureSchedules } from '../../src/modules/schedules/ensure-schedules.js';
import { inTransaction } from '../../src/persistence/transaction.js';
import { startChainRunIn } from '../../src/workflow/start-chain-run.js';
import { sweep } from '../../src/workflow/sweep.js';
import { type ChainWorld, createChainWorld, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

/** A run that gets in line while the one before it ends: neither transaction sees the other's rows. */
async function runThatNobodyCalls(): Promise<string> {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const first = await world.start();
  return inTransaction(world.deps.database.pool, async (transaction) => {
    const outcome = await startChainRunIn(world.engine, transaction, {
      chain: 'nightly',
      providerId: world.providerId,
      trigger: 'schedule',
      requestedBy: 'system',
      mode: 'full',
      whileRunning: 'buffer',
    });
    await world.drive();
    expect(await world.run(first)).toMatchObject({ status: 'completed' });
    expect(outcome.kind).toBe('queued');
    return outcome.chainRunId;
  });
}

test('row 68 a run that got in line just when the one before it ended is begun by the sweep', async () => {
  const second = await runThatNobodyCalls();
  expect(await world.run(second)).toMatchObject({ status: 'queued' });
  expect(await sweep(world.engine)).toMatchObject({ begun: 1 });
  await world.drive();
  expect(await world.run(second)).toMatchObject({ status: 'completed' });
  expect(await world.events(second)).toEqual([
    'run_queued',
    'run_started',
    'step_started find',
    'step_completed find',
    'run_completed',
  ]);
});

test('row 68 sweeps at once begin it once, and the next night is not skipped for it', async () => {
  const second = await runThatNobodyCalls();
  await ensureSchedules(world.engine);
  await Promise.all(Array.from({ length: 4 }, () => sweep(world.engine)));
  await world.drive();
  expect((await world.events(second)).filter((event) => event === 'run_started')).toHaveLength(1);
  world.clock.now += 18 * 60 * 60 * 1000;
  await decideDueTicks(world.engine);
  expect(await world.rows('SELECT status FROM task_chain_logs WHERE due_at IS NOT NULL')).toEqual([{ status: 'running' }]);
});

test('row 68 the sweep lets a run wait while the one before it works or waits for a person', async () => {
  world = await createChainWorld([
    testChain('nightly', [
      {
        name: 'find',
        handle: async () => ({
          kind: 'awaiting_approval',
          sentence: '1.',
          counts: { cancels: 1, removals: 0, touched: 1 },
          samples: [],
        }),
      },
    ]),
  ]);
  await world.start();
  const second = await world.start({ whileRunning: 'buffer' });
  expect(await sweep(world.engine)).toMatchObject({ begun: 0 });
  await world.drive();
  expect(await sweep(world.engine)).toMatchObject({ begun: 0 });
  expect(await world.run(second)).toMatchObject({ status: 'queued' });
});
