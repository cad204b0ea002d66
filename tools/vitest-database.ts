import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../packages/embedded-postgres/src/server.js';
import { createTemplateDatabase } from '../packages/embedded-postgres/src/test-database.js';
import { applyMigrations } from '../prisma/src/migrate.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A database of the throw-away server; give it to `createTestDatabase` for a migrated database of your own. */
    databaseServerUrl: string;
  }
}

/** One throw-away server for the whole run, and in it the template that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(path.join(tmpdir(), 'rollcall-test-'));
  // As root the server runs as another user, who must be able to pass the folder that mkdtemp closes.
  chmodSync(directory, 0o711);
  const server = await startEmbeddedPostgres({
    directory,
    database: 'rollcall',
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  const tearDown = async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await createTemplateDatabase(server.url, applyMigrations);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('databaseServerUrl', server.url);
  return tearDown;
}
