import { once } from 'node:events';
import { createDependencies } from '../../src/dependencies.js';
import { createLogger } from '../../src/logger.js';
import { readSettings } from '../../src/settings/settings.js';
import { openEngine } from '../../src/worker/open-engine.js';
import { startWorker } from '../../src/worker/start-worker.js';
import { KEY, TODAY } from './sync-world-constants.js';

/**
 * A worker in a process of its own. It tells its parent when it is ready, and asks it at each pause point of the given name
 * whether it may go on: the parent answers, or kills it.
 */
const [databaseUrl = '', simulatorPort = '', askAt = '', jobsUrl = ''] = process.argv.slice(2);
const settings = readSettings({
  SSG_SIMULATOR_PORT: simulatorPort,
  SSG_RATE_LIMIT_MS: '0',
  SECRET_KEY: KEY,
  IDENTIFIER_HASH_KEY: KEY,
  IDENTIFIER_SEAL_KEY: KEY,
  JOBS_URL: jobsUrl,
});
const deps = createDependencies(settings, databaseUrl, {
  log: createLogger({ level: 'silent' }),
  // The world's day, so that every process decides the same one.
  now: () => Date.parse(`${TODAY}T04:00:00Z`),
  pausePoint: async (name, where) => {
    if (name !== askAt || where === undefined) return;
    const answered = once(process, 'message');
    process.send?.({ mayGoOn: where });
    await answered;
  },
});
const open = openEngine(deps);
const worker = await startWorker(open.engine, await open.queue(), {
  concurrency: 2,
  leaseMs: 2000,
  heartbeatMs: 400,
  tickEveryMs: 60_000,
  sweepEveryMs: 400,
});
process.send?.({ ready: true });
process.once('SIGTERM', async () => {
  await worker.close();
  await open.close();
  await deps.close();
  process.disconnect?.();
});
