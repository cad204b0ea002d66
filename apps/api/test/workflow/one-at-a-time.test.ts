import { afterEach, expect, test } from 'vitest';
import { cancelChainRun } from '../../src/workflow/cancel-chain-run.js';
import { RefusedError } from '../../src/workflow/refused-error.js';
import { startChainRun } from '../../src/workflow/start-chain-run.js';
import { type ChainWorld, createChainWorld, done, holding, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

function createDoor(): { opened: Promise<void>; open(): void } {
  const door = { open: () => {} };
  const opened = new Promise<void>((resolve) => {
    door.open = resolve;
  });
  return { opened, open: () => door.open() };
}

test('bug 48 steps of one upstream and provider do not run at the same time, whatever their chain', async () => {
  const door = createDoor();
  const slow = async () => {
    await door.opened;
    return done;
  };
  world = await createChainWorld([
    testChain('nightly', [{ name: 'find', upstream: 'ssg', handle: slow }]),
    testChain('hourly', [{ name: 'look', upstream: 'ssg' }]),
  ]);
  const nightly = await world.start();
  const hourly = await world.start({ chain: 'hourly' });
  const working = world.work(nightly, 'find');
  await expect.poll(() => world.statuses(nightly)).toEqual({ find: 'running' });
  expect(await world.work(hourly, 'look')).toEqual({
    kind: 'not_now',
    reason: `Waits for ssg: find of chain run ${nightly} uses it.`,
  });
  door.open();
  await working;
  expect(await world.work(hourly, 'look')).toEqual({ kind: 'worked', outcome: 'result' });
});

test('of two starts at once one begins and the other learns of it', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const request = {
    chain: 'nightly',
    providerId: world.providerId,
    trigger: 'manual',
    requestedBy: 'test',
    mode: 'full',
  } as const;
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => startChainRun(world.engine, request)));
  expect(outcomes.filter(({ kind }) => kind === 'started')).toHaveLength(1);
  expect(outcomes.filter(({ kind }) => kind === 'already_running')).toHaveLength(7);
});

test('row 68 a buffered run begins when the one before it ends', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  const first = await world.start();
  const second = await world.start({ whileRunning: 'buffer' });
  expect((await world.run(second))['status']).toBe('queued');
  await expect(world.start({ whileRunning: 'buffer' })).rejects.toThrow('in the way');
  await world.drive();
  expect((await world.run(first))['status']).toBe('completed');
  expect((await world.run(second))['status']).toBe('completed');
});

test('cancel stops a running step at its safe point and begins nothing new', async () => {
  world = await createChainWorld([
    testChain('nightly', [
      { name: 'find', handle: holding },
      { name: 'sync', needs: ['find'] },
    ]),
  ]);
  const id = await world.start();
  const working = world.work(id, 'find');
  await expect.poll(() => world.statuses(id)).toMatchObject({ find: 'running' });
  expect(await cancelChainRun(world.engine, { chainRunId: id, by: 'test' })).toEqual({ status: 'running' });
  expect(await working).toEqual({ kind: 'worked', outcome: 'cancelled' });
  expect(await world.run(id)).toMatchObject({ status: 'cancelled', cancel_requested_by: 'test' });
  expect(await world.statuses(id)).toEqual({ find: 'cancelled', sync: 'cancelled' });
  await expect(cancelChainRun(world.engine, { chainRunId: id, by: 'test' })).rejects.toThrow(RefusedError);
});

test('a step that takes longer than it may is stopped, and that counts as a failure', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle: holding, timeoutMs: 20 }])]);
  const id = await world.start();
  await world.drive();
  expect((await world.rows('SELECT error_code FROM task_chain_steps'))[0]).toEqual({ error_code: 'timed_out' });
  expect((await world.run(id))['status']).toBe('failed');
});

test('an unknown chain run and an unknown chain are typed refusals with a remedy', async () => {
  world = await createChainWorld([testChain('nightly', [{ name: 'find' }])]);
  for (const id of ['999999', '0', 'x', '1; DROP TABLE course', '99999999999999999999'])
    await expect(cancelChainRun(world.engine, { chainRunId: id, by: 'test' })).rejects.toMatchObject({
      name: 'UnknownChainRunError',
    });
  await expect(world.start({ chain: 'nothing' })).rejects.toMatchObject({
    name: 'UnknownChainError',
    remedy: 'The chains are nightly.',
  });
});
