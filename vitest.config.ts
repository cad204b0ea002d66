import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Packages are tested on their sources: with this condition `@rollcall/…` means src/*.ts, and nothing has to be built first. */
const conditions = ['rollcall-source', 'node'];

export default defineConfig({
  // Pothos and yoga load graphql's CommonJS file; vite would take the other one, and two copies refuse each other's types.
  resolve: {
    conditions,
    alias: [
      { find: /^graphql$/, replacement: 'graphql/index.js' },
      { find: /^~\//, replacement: fileURLToPath(new URL('apps/admin/app/', import.meta.url)) },
    ],
  },
  esbuild: { jsx: 'automatic' },
  ssr: { resolve: { conditions, externalConditions: ['rollcall-source'] } },
  test: {
    include: ['{apps,packages}/*/test/**/*.test.ts', 'prisma/test/**/*.test.ts', 'tools/test/**/*.test.ts'],
    // A throw-away PostgreSQL with a migrated template database; each test file copies its own (createTestDatabase).
    globalSetup: ['tools/vitest-database.ts'],
    pool: 'forks',
    // Files share their worker's modules: loading the schema anew for each of them took a third of all time. So no module may
    // keep what a test puts into it; what a test makes, it makes for itself and closes.
    isolate: false,
    maxWorkers: 2,
    // Far beyond what any takes: an end for what hangs, however busy the machine is.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
