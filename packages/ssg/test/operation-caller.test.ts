import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { UNLIMITED } from '../src/call-limiter.js';
import { CallScope } from '../src/call-scope.js';
import { createOperationCaller } from '../src/operation-caller.js';
import { createSender } from '../src/sender.js';
import { createCipher } from '../src/wire/cipher.js';
import { createTransport } from '../src/wire/transport.js';
import { type Reply, startScriptedServer } from './support/scripted-server.js';
import { QUICK_RETRY, rejectionOf, TEST_KEY } from './support/test-client.js';

const cipher = createCipher(TEST_KEY);

/** Cancels one enrolment: a write, which the resources of the client do not offer. */
async function cancel(reply: Reply, baseUrlSuffix = '') {
  const server = await startScriptedServer([reply]);
  const transport = createTransport(null);
  const sender = createSender({
    transport,
    limiter: UNLIMITED,
    retryPolicy: { ...QUICK_RETRY, maxRetryAfterMs: 10 },
    hooks: {},
    timeoutMs: 5_000,
  });
  const callOperation = createOperationCaller({
    sender,
    credentials: { headers: async () => ({}), check: () => Promise.reject(new Error('not asked for')) },
    baseUrl: new URL(`${server.url}${baseUrlSuffix}`),
    cipher,
    environment: undefined,
    apiVersions: {},
    uenHeader: undefined,
    now: () => new Date('2025-10-28T04:00:00Z'),
  });
  const scope = new CallScope('c-1', []);
  onTestFinished(async () => {
    scope.close();
    await transport.close();
    await server.stop();
  });
  const body = { enrolment: { action: 'Cancel', course: { run: { id: '850064' } } } };
  const pathParameters = { referenceNumber: 'ENR-2510-000505' };
  const shape = z.object({ data: z.looseObject({}), meta: z.looseObject({}) });
  return { server, body, sending: callOperation({ operation: 'enrolments.update', pathParameters, body, shape }, scope) };
}

test('bug 5 a 404 for a write is a failure, not "none"', async () => {
  const { sending } = await cancel({ status: 404, body: { status: 404, data: {}, meta: {}, error: { message: 'Not Found' } } });
  expect(await rejectionOf(sending)).toMatchObject({
    kind: 'invalid-request',
    status: 404,
    remedy: expect.stringContaining('no such record'),
  });
});

test('a write is encrypted as the table says', async () => {
  const { server, body, sending } = await cancel({ body: cipher.encrypt('{"status":200,"data":{},"meta":{},"error":{}}') });
  expect(await sending).toEqual({ data: {}, meta: {} });
  expect(JSON.parse(cipher.decrypt(server.requests[0]?.body ?? ''))).toEqual(body);
});

test('a base URL with a path keeps it', async () => {
  const { server, sending } = await cancel({ body: { status: 200, data: {}, meta: {}, error: {} } }, '/prefix/');
  await sending;
  expect(server.requests[0]?.path).toBe('/prefix/tpg/enrolments/details/ENR-2510-000505');
});
