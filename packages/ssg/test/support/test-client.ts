import { onTestFinished } from 'vitest';
import { createSsgClient, type SsgClient } from '../../src/client.js';
import type { SsgClientOptions } from '../../src/client-options.js';
import { type Reply, type Script, type ScriptedServer, startScriptedServer } from './scripted-server.js';

/** Bytes 0 … 31, the key of the published test vectors (ssg-api.md §2.2). */
export const TEST_KEY = Buffer.from(Array.from({ length: 32 }, (_, byte) => byte)).toString('base64');
/** Bytes 32 … 63. */
export const OTHER_KEY = Buffer.from(Array.from({ length: 32 }, (_, byte) => byte + 32)).toString('base64');

export const OAUTH = { kind: 'oauth', clientId: 'invented-client', clientSecret: 'invented-secret' } as const;

/** Retries at once: time is shrunk by options, never faked. */
export const QUICK_RETRY = { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 2, random: () => 0 };

export interface Fixture {
  server: ScriptedServer;
  client: SsgClient;
}

/** A scripted server and a client of it; both end with the test. */
export async function startFixture(
  script: Script | readonly Reply[],
  options: Partial<SsgClientOptions> = {},
  serverOptions: Parameters<typeof startScriptedServer>[1] = {},
): Promise<Fixture> {
  const server = await startScriptedServer(script, serverOptions);
  const client = createSsgClient({ baseUrl: server.url, auth: OAUTH, retry: QUICK_RETRY, timeoutMs: 5_000, ...options });
  onTestFinished(async () => {
    await client.close();
    await server.stop();
  });
  return { server, client };
}

/** What a call rejected with; fails the test when it did not reject. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('Expected a rejection, but the call succeeded.');
    },
    (error: unknown) => error,
  );
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
