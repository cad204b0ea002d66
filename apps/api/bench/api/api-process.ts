import { createDependencies } from '../../src/dependencies.js';
import { startServer } from '../../src/http/server.js';
import { createLogger } from '../../src/logger.js';
import { readSettings } from '../../src/settings/settings.js';
import { serveParent, tellParent } from '../events/child.js';
import { TODAY } from './seed.js';

/** The API as it is, with its checks of who asks and its limits on what one asks; only the rate is raised. */
const [databaseUrl = '', dataDirectory = '', key = ''] = process.argv.slice(2);
const settings = readSettings({
  ROLLCALL_DATA_DIR: dataDirectory,
  EXTERNAL_API_KEY_FOR_CLAWDBOT: key,
  API_RATE_PER_MINUTE: '10000000',
});
const deps = createDependencies(settings, databaseUrl, {
  log: createLogger({ level: 'warn' }),
  now: () => Date.parse(`${TODAY}T10:00:00+08:00`),
});
const server = await startServer(deps, { port: 0 });
serveParent({}, async () => {
  await server.close();
  await deps.close();
});
tellParent({ type: 'ready', url: `${server.url}/graphql` });
