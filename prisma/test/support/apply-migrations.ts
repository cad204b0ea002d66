import { applyMigrations } from '../../src/migrate.js';

// A process of its own that migrates one database and says what it applied.
const [url = '', directory] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await applyMigrations(url, { directory })));
