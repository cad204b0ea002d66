import { createDependencies } from '../../src/dependencies.js';
import { startServer } from '../../src/http/server.js';
import { createLogger } from '../../src/logger.js';
import { benchSettings } from '../sync/ours.js';
import { serveParent, tellParent } from './child.js';
import { KEY } from './plan.js';

/** The API as it is, on a port of its own. */
const [databaseUrl = ''] = process.argv.slice(2);
const deps = createDependencies(benchSettings({ EXTERNAL_API_KEY_FOR_CLAWDBOT: KEY }), databaseUrl, {
  log: createLogger({ level: 'warn' }),
});
const server = await startServer(deps, { port: 0 });
serveParent({}, async () => {
  await server.close();
  await deps.close();
});
tellParent({ type: 'ready', url: server.url.replace('http', 'ws') });
