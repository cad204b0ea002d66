import { inject, onTestFinished } from 'vitest';
import { withClient } from '../../../packages/embedded-postgres/src/connection.js';
import { createTestDatabase } from '../../../packages/embedded-postgres/src/test-database.js';
import type { ProvidedDatabase } from '../../../tools/vitest-database.js';

export const databaseServerUrl = inject('databaseServerUrl' satisfies keyof ProvidedDatabase);

/** A database with every migration applied, for one test. */
export async function makeMigratedDatabase(): Promise<string> {
  const database = await createTestDatabase(databaseServerUrl);
  onTestFinished(() => database.drop());
  return database.url;
}

/** A database with nothing in it, for one test. */
export async function makeEmptyDatabase(): Promise<string> {
  const database = await createTestDatabase(databaseServerUrl, 'template0');
  onTestFinished(() => database.drop());
  return database.url;
}

/** The rows of one statement, on a connection of its own. */
export async function select<T>(url: string, sql: string): Promise<T[]> {
  return withClient(url, async (client) => (await client.query(sql)).rows);
}
