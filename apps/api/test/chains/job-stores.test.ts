import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { loadChains } from '../../src/chains/registry.js';
import { chainWorkers } from '../support/chain-workers.js';
import { type MongoServer, openMongoServer } from '../support/mongodb-server.js';
import { createNight, runTgsDaily } from '../support/night.js';
import type { SyncWorld } from '../support/sync-world.js';

const STEPS = loadChains()
  .get('tgs_daily')
  .declaration.steps.map(({ name }) => name);

let world: SyncWorld;
afterEach(() => world.close());

/** Two workers, the whole chain: every step begins once and completes once, however often the store handed it out. */
async function expectEachStepOnce(jobsUrl: string | null): Promise<void> {
  world = await createNight();
  const workers = chainWorkers(world, 'nowhere', jobsUrl ?? '');
  await Promise.all([workers.add(), workers.add()]);
  expect(await runTgsDaily(world, jobsUrl)).toMatchObject({ status: 'completed' });
  for (const kind of ['step_started', 'step_completed']) {
    const rows = await world.rows('SELECT step FROM task_chain_events WHERE kind = $1 ORDER BY number', [kind]);
    expect(rows.map(({ step }) => step)).toEqual(STEPS);
  }
  expect(await world.rows('SELECT DISTINCT attempt, interruptions FROM task_chain_steps')).toEqual([
    { attempt: 1, interruptions: 0 },
  ]);
}

test('habit 28 the whole chain with two workers on PostgreSQL: every step once', () => expectEachStepOnce(null), 60_000);

const mongo: MongoServer | null = await openMongoServer();
afterAll(() => mongo?.stop());

describe.skipIf(mongo === null)('with the job store over the MongoDB wire', () => {
  test(`habit 28 the whole chain with two workers on ${mongo?.kind}: every step once`, async () => {
    const url = new URL(mongo?.url ?? '');
    url.pathname = `/chains_${process.pid}_${Math.floor(performance.now())}`;
    await expectEachStepOnce(url.href);
  }, 60_000);
});
