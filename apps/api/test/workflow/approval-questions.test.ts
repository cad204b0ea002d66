import { afterEach, expect, test } from 'vitest';
import { cancelChainRun } from '../../src/workflow/cancel-chain-run.js';
import { StepFailedError, type StepHandler } from '../../src/workflow/step-handler.js';
import { type ChainWorld, createChainWorld, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

const asks: StepHandler = async () => ({
  kind: 'awaiting_approval',
  sentence: '14 cancellations.',
  counts: { cancels: 14, removals: 0, touched: 100 },
  samples: [],
});

const fails: StepHandler = async () => Promise.reject(new StepFailedError('No.', { retryable: false }));

const questions = () => world.rows('SELECT status FROM task_chain_approval');

test('bug 49 a step that asks although its run was being cancelled leaves no question behind', async () => {
  const asksLate: StepHandler = async (context) => {
    await cancelChainRun(world.engine, { chainRunId: context.run.id, by: 'ops' });
    return asks(context);
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'sync', handle: asksLate }])]);
  const id = await world.start();
  await world.drive();
  expect(await world.run(id)).toMatchObject({ status: 'cancelled' });
  expect(await questions()).toEqual([{ status: 'superseded' }]);
});

test('bug 49 where another required step fails, the question of the one beside it is closed with the run', async () => {
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'sync', handle: asks },
      { name: 'check', handle: fails },
    ]),
  ]);
  const id = await world.start();
  await world.drive();
  expect(await world.run(id)).toMatchObject({ status: 'failed' });
  expect(await world.statuses(id)).toEqual({ sync: 'skipped', check: 'failed' });
  expect(await questions()).toEqual([{ status: 'superseded' }]);
});
