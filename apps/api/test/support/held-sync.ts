import { createDependencies } from '../../src/dependencies.js';
import { createLogger } from '../../src/logger.js';
import { beginSync } from '../../src/modules/sync/begin-sync.js';
import { readSettings } from '../../src/settings/settings.js';
import { KEY, TODAY } from './sync-world-constants.js';

/** A process of its own that syncs and holds before writing the nth run, tells its parent, and waits to be killed. */
const [databaseUrl = '', providerId = '', simulatorPort = '', holdAt = ''] = process.argv.slice(2);
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
await beginSync(deps, { providerId, trigger: 'cli', today: TODAY });
