import { expect, onTestFinished, test } from 'vitest';
import { withClient } from '../src/connection.js';
import { createTemplateDatabase, createTestDatabase } from '../src/test-database.js';

import { databaseServerUrl as serverUrl } from './support/database-server.js';

async function countOf(url: string, sql: string): Promise<number> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${sql}`),
  );
  return rows[0]?.count ?? -1;
}

test('a test database is a migrated copy of its own', async () => {
  const [one, other] = await Promise.all([createTestDatabase(serverUrl), createTestDatabase(serverUrl)]);
  onTestFinished(() => one.drop());
  onTestFinished(() => other.drop());
  expect(await countOf(one.url, '_prisma_migrations WHERE finished_at IS NOT NULL')).toBeGreaterThan(0);
  await withClient(one.url, (client) => client.query('CREATE TABLE only_here ()'));
  expect(await countOf(one.url, `pg_tables WHERE tablename = 'only_here'`)).toBe(1);
  expect(await countOf(other.url, `pg_tables WHERE tablename = 'only_here'`)).toBe(0);
});

test('eight copies at once: none is refused because another one reads the template', async () => {
  const databases = await Promise.all(Array.from({ length: 8 }, () => createTestDatabase(serverUrl)));
  onTestFinished(async () => {
    await Promise.all(databases.map((database) => database.drop()));
  });
  expect(new Set(databases.map((database) => database.url)).size).toBe(8);
});

test('drop closes connections that a test left open', async () => {
  const database = await createTestDatabase(serverUrl);
  await withClient(database.url, async (client) => {
    await database.drop();
    await expect(client.query('SELECT 1')).rejects.toThrow(/connection|terminat/i);
  });
  await expect(withClient(database.url, async () => undefined)).rejects.toMatchObject({ code: '3D000' });
});

test('a finished template lets nobody connect, so that copying cannot fail on a forgotten connection', async () => {
  const name = 'template_of_this_test';
  let templateUrl = '';
  await createTemplateDatabase(
    serverUrl,
    async (url) => {
      templateUrl = url;
      await withClient(url, (client) => client.query('CREATE TABLE seeded ()'));
    },
    name,
  );
  await expect(withClient(templateUrl, async () => undefined)).rejects.toThrow(/not currently accepting connections/);
  const copy = await createTestDatabase(serverUrl, name);
  onTestFinished(() => copy.drop());
  expect(await countOf(copy.url, `pg_tables WHERE tablename = 'seeded'`)).toBe(1);
});
