import { afterEach, expect, test } from 'vitest';
import { decideDueTicks } from '../../src/modules/schedules/decide-due-ticks.js';
import { ensureSchedules } from '../../src/modules/schedules/ensure-schedules.js';
import { warnOfUnknownChains } from '../../src/modules/schedules/warn-of-unknown-chains.js';
import { cancelChainRun } from '../../src/workflow/cancel-chain-run.js';
import { createChainRegistry } from '../../src/workflow/chain-registry.js';
import type { Engine } from '../../src/workflow/engine.js';
import { sweep } from '../../src/workflow/sweep.js';
import { workStep } from '../../src/workflow/work-step.js';
import { type ChainWorld, createChainWorld, testChain } from '../support/chain-world.js';

/** From the world's clock to 02:00 in Singapore. */
const TO_THE_NIGHT = 18 * 60 * 60 * 1000;
const WORK = { worker: 'other', leaseMs: 30_000, heartbeatMs: 100, signal: new AbortController().signal };

let world: ChainWorld;
afterEach(() => world.close());

const nightly = testChain('nightly', [{ name: 'find' }]);
const weekly = testChain('weekly', [{ name: 'report' }]);

/** A process of a release that does not have `weekly`, on the same database. */
const without = (): Engine => ({ ...world.engine, chains: createChainRegistry([nightly]) });

const killWorkers = () =>
  world.rows(`UPDATE task_chain_steps SET lease_until = clock_timestamp() - interval '1 second' WHERE status = 'running'`);

/** As a worker that took the step and was killed. */
const claimedByTheDead = (chainRunId: string) =>
  world.rows(
    `UPDATE task_chain_steps SET status = 'running', lease_token = gen_random_uuid(), lease_until = clock_timestamp() - interval '1 second' WHERE chain_log_id = $1`,
    [chainRunId],
  );

test('bug 47 a dead step of a chain that this release does not have keeps no other from being found', async () => {
  world = await createChainWorld([nightly, weekly]);
  const unknown = await world.start({ chain: 'weekly' });
  const known = await world.start();
  await claimedByTheDead(unknown);
  await claimedByTheDead(known);
  await killWorkers();
  world.wakes.length = 0;
  expect(await sweep(without())).toMatchObject({ interrupted: 2 });
  expect(world.wakes).toContainEqual({ chainRunId: known, step: 'find' });
  expect(world.wakes).not.toContainEqual({ chainRunId: unknown, step: 'report' });
  await sweep(world.engine);
  expect(world.wakes).toContainEqual({ chainRunId: unknown, step: 'report' });
  expect(await world.work(unknown, 'report')).toEqual({ kind: 'worked', outcome: 'result' });
});

test('a step of a chain that this release does not have is left to a worker that has it', async () => {
  world = await createChainWorld([nightly, weekly]);
  const id = await world.start({ chain: 'weekly' });
  expect(await workStep(without(), id, 'report', WORK)).toEqual({
    kind: 'not_now',
    reason: 'This release does not know the chain weekly.',
  });
  expect(await world.statuses(id)).toEqual({ report: 'ready' });
  await world.drive();
  expect(await world.run(id)).toMatchObject({ status: 'completed' });
});

test('ticks of a chain that this release does not have stay due, and the others are decided', async () => {
  const told: object[] = [];
  world = await createChainWorld([nightly, weekly]);
  await ensureSchedules(world.engine);
  world.clock.now += TO_THE_NIGHT;
  const engine = without();
  engine.deps = {
    ...engine.deps,
    log: { ...engine.deps.log, error: (line: object) => void told.push(line) } as typeof engine.deps.log,
  };
  expect(await decideDueTicks(engine)).toBe(1);
  expect(told).toEqual([]);
  expect(await decideDueTicks(world.engine)).toBe(1);
  expect(await world.rows('SELECT chain_name, status FROM task_chain_logs ORDER BY chain_name')).toEqual([
    { chain_name: 'nightly', status: 'running' },
    { chain_name: 'weekly', status: 'running' },
  ]);
});

test('a process that starts says which chains its release does not have', async () => {
  const warned: object[] = [];
  world = await createChainWorld([nightly, weekly]);
  await ensureSchedules(world.engine);
  await world.start({ chain: 'weekly' });
  const engine = without();
  engine.deps = {
    ...engine.deps,
    log: { ...engine.deps.log, warn: (line: object) => void warned.push(line) } as typeof engine.deps.log,
  };
  await warnOfUnknownChains(engine);
  expect(warned).toEqual([{ event: 'unknown_chains', chains: ['weekly'] }]);
  warned.length = 0;
  await warnOfUnknownChains({ ...world.engine, deps: engine.deps });
  expect(warned).toEqual([]);
});

test('a run of a chain that was removed can be cancelled, also where a worker died in it', async () => {
  world = await createChainWorld([nightly, weekly]);
  const id = await world.start({ chain: 'weekly' });
  await claimedByTheDead(id);
  await killWorkers();
  expect(await cancelChainRun(without(), { chainRunId: id, by: 'ops' })).toEqual({ status: 'running' });
  await sweep(without());
  expect(await world.run(id)).toMatchObject({ status: 'cancelled' });
  expect(await world.statuses(id)).toEqual({ report: 'cancelled' });
});
