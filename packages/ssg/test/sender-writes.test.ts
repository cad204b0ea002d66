import { describe, expect, onTestFinished, test } from 'vitest';
import { UNLIMITED } from '../src/call-limiter.js';
import { CallScope } from '../src/call-scope.js';
import { errorFromFailure } from '../src/errors/from-failure.js';
import { createSender, type Exchange } from '../src/sender.js';
import { readAnswer } from '../src/wire/answer.js';
import { createTransport } from '../src/wire/transport.js';
import { type Reply, startScriptedServer } from './support/scripted-server.js';
import { QUICK_RETRY, rejectionOf } from './support/test-client.js';

/** Sends one create, which SSG would carry out twice if it came twice (ssg-api.md §10.7, §10.18). */
async function create(replies: readonly Reply[], timeoutMs = 5_000) {
  const server = await startScriptedServer(replies);
  const transport = createTransport(null);
  const sender = createSender({
    transport,
    limiter: UNLIMITED,
    retryPolicy: { ...QUICK_RETRY, maxRetryAfterMs: 10 },
    hooks: {},
    timeoutMs,
  });
  const scope = new CallScope('c-1', []);
  onTestFinished(async () => {
    scope.close();
    await transport.close();
    await server.stop();
  });
  const exchange: Exchange<string> = {
    operation: 'enrolments.create',
    method: 'POST',
    path: '/tpg/enrolments',
    url: new URL(`${server.url}/tpg/enrolments`),
    body: '{}',
    repeatable: false,
    headers: async () => ({}),
    read({ httpStatus, body }, context) {
      const answer = readAnswer(httpStatus, body, null);
      if (answer.kind === 'success') return 'created';
      throw errorFromFailure(context, { httpStatus, answer, retryAfterMs: undefined });
    },
  };
  return { server, sending: sender.send(exchange, scope) };
}

const created: Reply = { body: { status: 200, data: {}, meta: {}, error: {} } };

describe('habit 21 a write that may have happened is not sent again', () => {
  test.each([
    ['500', { status: 500 }, { reason: 'server' }],
    ['a cut connection', { hangUp: 'before-answer' as const }, { reason: 'network' }],
    ['a cut answer', { ...created, hangUp: 'in-the-middle' as const }, { reason: 'network' }],
    ['a text that asks to try later', { status: 400, body: { error: 'try again later' } }, { limit: 'busy' }],
  ])('after %s', async (_, reply, expected) => {
    const { server, sending } = await create([reply, created]);
    expect(await rejectionOf(sending)).toMatchObject({ ...expected, repeatable: false, attempt: 1 });
    expect(server.requests).toHaveLength(1);
  });

  test('after a timeout', async () => {
    const { server, sending } = await create([{ silent: true }, created], 200);
    expect(await rejectionOf(sending)).toMatchObject({
      reason: 'timeout',
      remedy: expect.stringContaining('look the record up'),
    });
    expect(server.requests).toHaveLength(1);
  });

  test('429 is another matter: the gateway did not pass it on', async () => {
    const { server, sending } = await create([{ status: 429 }, created]);
    expect(await sending).toBe('created');
    expect(server.requests).toHaveLength(2);
  });
});
