import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { isAlive } from '../packages/embedded-postgres/src/process.js';
import { startEmbeddedPostgres, stopEmbeddedPostgres } from '../packages/embedded-postgres/src/server.js';
import { createTemplateDatabase } from '../packages/embedded-postgres/src/test-database.js';
import { applyMigrations } from '../prisma/src/migrate.js';

/** What this setup provides. A test file that calls `inject` imports this type, which also makes the name known to vitest. */
export interface ProvidedDatabase {
  /** A database of the throw-away server; give it to `createTestDatabase` for a migrated database of your own. */
  databaseServerUrl: string;
}

declare module 'vitest' {
  export interface ProvidedContext extends ProvidedDatabase {}
}

/** One throw-away server for the whole run, and in it the template that every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeServersOfKilledRuns();
  const directory = mkdtempSync(path.join(hasRoom(MEMORY) ? MEMORY : tmpdir(), `rollcall-test-${process.pid}-`));
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

/** A folder in memory, where Linux has one: hundreds of databases come and go, and none of them is worth a disk's time. */
const MEMORY = '/dev/shm';
const ROOM_BYTES = 2 * 1024 ** 3;

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > ROOM_BYTES;
}

/** A run that was killed could not stop its server, which would live until the next reboot. The folder's name says whose it was. */
async function removeServersOfKilledRuns(): Promise<void> {
  for (const folder of [tmpdir(), MEMORY].filter((place) => existsSync(place)))
    for (const name of readdirSync(folder)) {
      const maker = /^rollcall-test-(\d+)-/.exec(name)?.[1];
      if (!maker || isAlive(Number(maker))) continue;
      const directory = path.join(folder, name);
      await stopEmbeddedPostgres(directory);
      rmSync(directory, { recursive: true, force: true });
    }
}
