import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../src/settings/settings.js';
import { withConsolePort } from '../../src/start/console-port.js';
import {
  type ConsoleProcess,
  type ConsoleProcessOptions,
  ConsoleStartError,
  startConsoleProcess,
  urlOf,
} from '../../src/start/console-process.js';
import { PortTakenError } from '../../src/start/port-taken.js';
import { writeFakeConsole } from '../support/fake-console.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-console-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const freePort = async () => (await withConsolePort(readSettings({ ADMIN_PORT: '0' }))).admin.port;
const statusOf = (url: string): Promise<number | 'nobody answers'> =>
  fetch(url).then(
    ({ status }) => status,
    () => 'nobody answers' as const,
  );

async function startFake(
  program?: string,
  options: Partial<ConsoleProcessOptions> = {},
): Promise<ConsoleProcess & { warnings: string[] }> {
  const warnings: string[] = [];
  const fake = await startConsoleProcess({
    program: writeFakeConsole(folder, program),
    host: '127.0.0.1',
    port: await freePort(),
    environment: { API_URL: 'http://127.0.0.1:9' },
    warn: (text) => void warnings.push(text),
    signal: new AbortController().signal,
    pauseMs: 10,
    ...options,
  });
  onTestFinished(() => fake.stop());
  return { ...fake, warnings };
}

test('it is started once it answers, with what it is handed and nothing else', async () => {
  const { url, stop } = await startFake();
  const environment = (await (await fetch(`${url}/environment`)).json()) as Record<string, string>;
  // Besides what Node adds for the channel.
  expect(Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('NODE_CHANNEL_')))).toEqual({
    API_URL: 'http://127.0.0.1:9',
    NODE_ENV: 'production',
    ADMIN_HOST: '127.0.0.1',
    ADMIN_PORT: new URL(url).port,
  });
  await stop();
  expect(await statusOf(`${url}/healthz`)).toBe('nobody answers');
  await stop();
});

test('one that dies is started again, and again', async () => {
  const { url, warnings, stop } = await startFake();
  for (const deaths of [1, 2]) {
    expect(await statusOf(`${url}/die`)).toBe('nobody answers');
    await expect.poll(() => statusOf(`${url}/healthz`), { timeout: 60_000 }).toBe(200);
    expect(warnings).toHaveLength(deaths);
  }
  expect(warnings[0]).toMatch(/^The console ended by itself \(exit code 7\); another one is started/);
  await stop();
  expect(await statusOf(`${url}/healthz`)).toBe('nobody answers');
  expect(warnings).toHaveLength(2);
});

test('stopping while the next one is waited for starts none', async () => {
  const { url, warnings, stop } = await startFake(undefined, { pauseMs: 60_000 });
  await statusOf(`${url}/die`);
  await expect.poll(() => warnings).toHaveLength(1);
  await stop();
  expect(await statusOf(`${url}/healthz`)).toBe('nobody answers');
});

test('one that ends before it answers fails the start, and says how it ended', async () => {
  await expect(startFake('process.exit(3)')).rejects.toThrow(
    expect.objectContaining({
      message: 'The console ended before it was ready (exit code 3).',
      remedy: expect.stringContaining('ROLLCALL_ADMIN=0'),
    }),
  );
});

test('one that never answers fails the start, and is not left running', async () => {
  const port = await freePort();
  const mute = 'import { createServer } from "node:net"; createServer().listen(Number(process.env.ADMIN_PORT), "127.0.0.1");';
  await expect(startFake(mute, { port, startWithinMs: 300 })).rejects.toThrow(ConsoleStartError);
  expect(await statusOf(`http://127.0.0.1:${port}`)).toBe('nobody answers');
});

test('a start that is stopped waits for no console', async () => {
  const stopping = new AbortController();
  stopping.abort(new Error('Ctrl-C'));
  await expect(startFake(undefined, { signal: stopping.signal })).rejects.toThrow('Ctrl-C');
});

test('a port that is taken is told before the console is started, with the setting that chooses another', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  const refused = withConsolePort(readSettings({ ADMIN_PORT: port }));
  await expect(refused).rejects.toThrow(PortTakenError);
  await expect(refused).rejects.toMatchObject({ remedy: expect.stringContaining('ADMIN_PORT') });
  expect((await withConsolePort(readSettings({ ADMIN_PORT: port, ROLLCALL_ADMIN: '0' }))).admin.port).toBe(Number(port));
});

test('with any free port links lead to the one it got; an address that was named stays', async () => {
  const { admin, peopleUrl } = await withConsolePort(readSettings({ ADMIN_PORT: '0' }));
  expect(admin.port).toBeGreaterThan(0);
  expect(peopleUrl).toBe(`http://localhost:${admin.port}`);
  const named = await withConsolePort(readSettings({ ADMIN_PORT: '0', ADMIN_URL: 'https://console.example.org' }));
  expect(named.peopleUrl).toBe('https://console.example.org');
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:3000'],
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::', 'http://[::1]:3000'],
  ['10.0.0.5', 'http://10.0.0.5:3000'],
])('what listens on %s is reached at %s', (host, url) => {
  expect(urlOf(host, 3000)).toBe(url);
});
