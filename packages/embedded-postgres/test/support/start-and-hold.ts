import { startEmbeddedPostgres } from '../../src/server.js';
import { quickSettings } from './quick-settings.js';

// Started by startInChild(): says what it got in one line, and lives until it is killed.
const server = await startEmbeddedPostgres({ directory: process.argv[2] ?? '', database: 'rollcall', settings: quickSettings });
process.stdout.write(`${JSON.stringify(server)}\n`);
setInterval(() => undefined, 60_000);
