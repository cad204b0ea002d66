import { syncEnrolmentsStep } from '../../../src/chains/tgs-daily/sync-enrolments-step.js';
import { createDependencies } from '../../../src/dependencies.js';
import { createLogger } from '../../../src/logger.js';
import { readSettings } from '../../../src/settings/settings.js';
import { startTestChain } from '../../support/step-context.js';
import { KEY } from '../../support/sync-world-constants.js';

/** A process of its own that does sync_enrolments and holds before writing the nth run, tells its parent, and waits to be killed. */
const [databaseUrl = '', providerId = '', simulatorPort = '', chainRunId = '', batchId = '', holdAt = ''] = process.argv.slice(2);
const settings = readSettings({
  SSG_SIMULATOR_PORT: simulatorPort,
  SSG_RATE_LIMIT_MS: '0',
  SSG_CONCURRENCY: '1',
  SECRET_KEY: KEY,
  IDENTIFIER_HASH_KEY: KEY,
  IDENTIFIER_SEAL_KEY: KEY,
});
let fetched = 0;
const deps = createDependencies(settings, databaseUrl, {
  log: createLogger({ level: 'silent' }),
  pausePoint: async (name) => {
    if (name !== 'after-fetch-before-apply' || ++fetched < Number(holdAt)) return;
    process.send?.('held');
    await new Promise(() => {});
  },
});
const chain = await startTestChain(deps, { providerId, id: chainRunId });
Object.assign(chain.outputs, { find_runs: { batchId } });
await chain.work('sync_enrolments', syncEnrolmentsStep);
