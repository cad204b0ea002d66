import { afterEach, expect, test } from 'vitest';
import type { StepHandler } from '../../src/workflow/step-handler.js';
import { type ChainWorld, createChainWorld, done, testChain } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

/** An error that nobody listens to ends the process; here it fails the test run. */
test('a connection that breaks within a transaction, between two statements, does not end the process', async () => {
  let broken: Promise<unknown> = Promise.resolve();
  const handle: StepHandler = async ({ inTransaction }) => {
    await inTransaction(async (transaction) => {
      const { rows } = await transaction.query('SELECT pg_backend_pid() AS pid');
      broken = new Promise((resolve) => transaction.once('end', () => resolve(undefined)));
      await world.rows('SELECT pg_terminate_backend($1)', [rows[0].pid]);
      await broken;
    });
    return done;
  };
  world = await createChainWorld([testChain('nightly', [{ name: 'find', handle, retry: { attempts: 1, backoffMs: 0 } }])]);
  const id = await world.start();
  expect(await world.work(id, 'find')).toEqual({ kind: 'worked', outcome: 'failed' });
  expect(await world.statuses(id)).toEqual({ find: 'ready' });
});
