#!/usr/bin/env node
// The prisma CLI, offline: it would download a native schema engine before every command, so it is given schema-engine.mjs instead.
// Runs in the folder of this package: paths in arguments are relative to prisma/. The database is the one in DATABASE_URL.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const [command, ...rest] = process.argv.slice(2);

// The engine connects before it looks at the command, so even `migrate diff` between files needs a server.
if (['migrate', 'db', 'studio'].includes(command ?? '') && !process.env.DATABASE_URL && !rest.includes('--help')) {
  process.stderr.write(
    `prisma ${command} works on a database, and DATABASE_URL names none.\n` +
      'Set DATABASE_URL=postgresql://user:password@host:port/database and run the command again.\n',
  );
  process.exit(1);
}

const run = spawnSync(process.execPath, [require.resolve('prisma/build/index.js'), ...process.argv.slice(2)], {
  cwd: packageFolder,
  stdio: 'inherit',
  env: {
    ...process.env,
    // prisma looks for generators (prisma-pothos-types) on PATH
    PATH: [fileURLToPath(new URL('../node_modules/.bin', import.meta.url)), process.env.PATH].join(delimiter),
    PRISMA_SCHEMA_ENGINE_BINARY: fileURLToPath(new URL('./schema-engine.mjs', import.meta.url)),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
});
if (run.error) process.stderr.write(`prisma could not be started: ${run.error.message}\n`);
process.exit(run.status ?? 1);
