import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { withClient } from '../src/connection.js';
import { isAlive } from '../src/process.js';
import { type EmbeddedPostgres, startEmbeddedPostgres, stopEmbeddedPostgres } from '../src/server.js';
import { makeDirectory } from './support/directory.js';
import { quickSettings } from './support/quick-settings.js';

// A busy machine makes a cluster slowly; nothing here depends on how long that takes.

const directory = makeDirectory(afterAll);
const start = (database = 'rollcall') => startEmbeddedPostgres({ directory, database, settings: quickSettings });

async function select<T>(server: Pick<EmbeddedPostgres, 'url'>, sql: string): Promise<T[]> {
  return withClient(server.url, async (client) => (await client.query(sql)).rows);
}

test('the first start makes everything, a later start keeps the data', async () => {
  const lines: string[] = [];
  const options = { directory, database: 'rollcall', log: (line: string) => lines.push(line) };
  const first = await startEmbeddedPostgres(options);
  expect(first.adopted).toBe(false);
  expect(lines).toEqual([expect.stringMatching(/Making a new PostgreSQL \d+ database cluster/)]);
  await select(first, `CREATE TABLE kept AS SELECT 'yes' AS answer`);
  await first.stop();

  const second = await startEmbeddedPostgres({ ...options, settings: { ...quickSettings, max_connections: '17' } });
  expect(second.adopted).toBe(false);
  expect(lines).toHaveLength(1);
  expect(await select(second, 'SELECT answer FROM kept')).toEqual([{ answer: 'yes' }]);
  expect(await select(second, 'SHOW max_connections')).toEqual([{ max_connections: '17' }]);
  await second.stop();
});

test('the defaults are durable, of one time zone and locale everywhere, and reachable from this machine only', async () => {
  const server = await startEmbeddedPostgres({ directory, database: 'rollcall' });
  const rows = await select<{ name: string; setting: string }>(
    server,
    `SELECT name, setting FROM pg_settings WHERE name IN
     ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'unix_socket_directories', 'TimeZone', 'server_encoding')`,
  );
  expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    TimeZone: expect.stringMatching(/UTC/),
    server_encoding: 'UTF8',
  });
  expect(await select(server, `SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'rollcall'`)).toEqual([
    { datlocprovider: 'b', datlocale: 'C.UTF-8' },
  ]);
  await server.stop();
});

test('nobody connects without the password, which only the server user may read', async () => {
  const server = await start();
  const passwordFile = path.join(directory, 'cluster', 'password');
  expect(statSync(passwordFile).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(directory, 'cluster')).mode & 0o777).toBe(0o700);
  expect(new URL(server.url).password).toBe(readFileSync(passwordFile, 'utf8'));
  const guessed = new URL(server.url);
  guessed.password = 'guessed';
  await expect(select({ url: guessed.href }, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
});

test('a database that is not there yet is made in a cluster that is', async () => {
  await start();
  const other = await start('Other "one"');
  expect(await select(other, 'SELECT current_database() AS name')).toEqual([{ name: 'Other "one"' }]);
});

test('stop ends the server for all who share it, and stopping what is stopped is no error', async () => {
  const server = await start();
  const sharer = await start();
  expect(sharer).toMatchObject({ adopted: true, pid: server.pid, port: server.port });
  await Promise.all([server.stop(), server.stop()]);
  expect(isAlive(server.pid)).toBe(false);
  await sharer.stop();
  await stopEmbeddedPostgres(directory);
});

test('stop does not wait for idle clients, nor for open transactions', async () => {
  const server = await start();
  const abandoned = withClient(server.url, async (client) => {
    await client.query('BEGIN');
    await client.query('CREATE TABLE never_committed ()');
    await server.stop();
    await client.query('COMMIT');
  });
  await expect(abandoned).rejects.toThrow(/connection|terminat/i);
});
