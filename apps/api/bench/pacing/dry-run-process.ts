import { createDependencies } from '../../src/dependencies.js';
import { createLogger } from '../../src/logger.js';
import { dryRunSync } from '../../src/modules/sync/dry-run.js';
import { listProviders } from '../../src/modules/training-providers/find-provider.js';
import { benchSettings } from '../sync/ours.js';

const [url = '', port = '', interval = '', today = ''] = process.argv.slice(2);
const deps = createDependencies(benchSettings({ SSG_RATE_LIMIT_MS: interval, SSG_SIMULATOR_PORT: port }), url, {
  log: createLogger({ level: 'silent' }),
});
const [provider] = await listProviders(deps.database.pool);
let runs = 0;
for await (const unit of dryRunSync(deps, { providerId: provider?.id ?? '', trigger: 'cli', today }))
  runs += unit.ssgRunId === null ? 0 : 1;
await deps.close();
if (runs === 0) process.exitCode = 1;
