import { afterAll, afterEach, describe, expect, onTestFinished, test } from 'vitest';
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

/** Two workers, the whole chain: what its steps tell of themselves. */
async function stepsOf(
  jobsUrl: string | null,
): Promise<{ run: unknown; started: unknown[]; completed: unknown[]; tries: unknown[] }> {
  world = await createNight();
  const workers = chainWorkers(world, 'nowhere', jobsUrl ?? '');
  onTestFinished(workers.end);
  await Promise.all([workers.add(), workers.add()]);
  const run = await runTgsDaily(world, jobsUrl);
  const told = async (kind: string) =>
    (await world.rows('SELECT step FROM task_chain_events WHERE kind = $1 ORDER BY number', [kind])).map(({ step }) => step);
  const tries = await world.rows('SELECT DISTINCT attempt, interruptions FROM task_chain_steps');
  return { run, started: await told('step_started'), completed: await told('step_completed'), tries };
}

const EACH_ONCE = {
  run: expect.objectContaining({ status: 'completed' }),
  started: STEPS,
  completed: STEPS,
  tries: [{ attempt: 1, interruptions: 0 }],
};

test('habit 28 the whole chain with two workers on PostgreSQL: every step once', async () => {
  expect(await stepsOf(null)).toEqual(EACH_ONCE);
});

const mongo: MongoServer | null = await openMongoServer();
afterAll(() => mongo?.stop());

describe.skipIf(mongo === null)('with the job store over the MongoDB wire', () => {
  test(`habit 28 the whole chain with two workers on ${mongo?.kind}: every step once`, async () => {
    const url = new URL(mongo?.url ?? '');
    url.pathname = `/chains_${process.pid}_${Math.floor(performance.now())}`;
    expect(await stepsOf(url.href)).toEqual(EACH_ONCE);
  });
});
