import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findFreePort } from '../src/port.js';
import { startEmbeddedPostgres } from '../src/server.js';
import { startInChild } from './support/child.js';
import { makeDirectory } from './support/directory.js';
import { quickSettings } from './support/quick-settings.js';

// A busy machine makes clusters and starts processes slowly; nothing here depends on how long that takes.

test('starts of one new folder at once, in one process and in others: one cluster, one server, shared', async () => {
  const directory = makeDirectory();
  const own = Array.from({ length: 3 }, () =>
    startEmbeddedPostgres({ directory, database: 'rollcall', settings: quickSettings }),
  );
  const children = Array.from({ length: 2 }, () => startInChild(directory).started);
  const servers = await Promise.all([...own, ...children]);
  expect(new Set(servers.map((server) => server.pid)).size).toBe(1);
  expect(new Set(servers.map((server) => server.url)).size).toBe(1);
  expect(servers.filter((server) => !server.adopted)).toHaveLength(1);
  expect(readdirSync(directory)).toEqual(['cluster']);
});

test('starts at once that ask for the same port share the server too', async () => {
  const directory = makeDirectory();
  const port = await findFreePort();
  const options = { directory, database: 'rollcall', settings: quickSettings, port };
  const servers = await Promise.all([
    startEmbeddedPostgres(options),
    startEmbeddedPostgres(options),
    startEmbeddedPostgres(options),
  ]);
  expect(servers.map((server) => server.port)).toEqual([port, port, port]);
  expect(servers.filter((server) => !server.adopted)).toHaveLength(1);
});
