import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { CallEvent, ErrorEvent, ResponseEvent } from '../src/call-hooks.js';
import type { CallLimiter } from '../src/call-limiter.js';
import { createSsgClient } from '../src/client.js';
import { SsgAbortedError } from '../src/errors/aborted-error.js';
import { SsgRateLimitedError } from '../src/errors/rate-limited-error.js';
import { SsgUnavailableError } from '../src/errors/unavailable-error.js';
import { enrolmentPage, runPage, runView } from './support/answers.js';
import { startScriptedServer } from './support/scripted-server.js';
import { collect, OAUTH, QUICK_RETRY, rejectionOf, startFixture } from './support/test-client.js';

const SEARCH = { uen: '201900001A', code: '201900001A-01', courseRunId: '850001' };
/** Long enough to be noticed if anything really waited for it. */
const NEVER_MS = 3_600_000;

/** Lets everything through and keeps a log. */
function logged(): CallLimiter & { log: string[] } {
  const log: string[] = [];
  return {
    log,
    acquire: async ({ operation, attempt }) => void log.push(`${operation} ${attempt}`),
    pauseFor: async (milliseconds) => void log.push(`pause ${milliseconds}`),
  };
}

describe('retries (bug 22)', () => {
  test.each([
    ['500 with an empty body', { status: 500 }],
    ['503 with HTML', { status: 503, body: '<html>Maintenance</html>' }],
    ['HTTP 200 with an inner 500', { body: { status: 500, data: {}, meta: {}, error: {} } }],
    ['429', { status: 429, body: { error: 'Rate limit exceeded' } }],
    ['a text that asks to try later', { status: 400, body: { error: 'Please try again later' } }],
    ['a connection that breaks before the answer', { hangUp: 'before-answer' as const }],
    ['a connection that breaks in the middle of it', { body: runView(), hangUp: 'in-the-middle' as const }],
  ])('%s is tried again', async (_, reply) => {
    const { client, server } = await startFixture([reply, { body: runView() }]);
    expect((await client.courseRuns.get('850001'))?.run.id).toBe('850001');
    expect(server.requests).toHaveLength(2);
  });

  test('a search is repeated although it is a POST (habit 20)', async () => {
    const { client, server } = await startFixture([{ status: 502 }, { body: enrolmentPage([1], 1) }]);
    expect(await collect(client.enrolments.search(SEARCH))).toHaveLength(1);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  test('an attempt that takes too long is given up and tried again', async () => {
    const { client } = await startFixture([{ silent: true }, { body: runView() }], { timeoutMs: 500 });
    expect(await client.courseRuns.get('850001')).not.toBeNull();
  });

  test.each([
    ['400', { status: 400, body: { status: 400, data: {}, meta: {}, error: { message: 'Invalid input parameter(s).' } } }],
    ['403', { status: 403, body: { error: 'Access to this API has been disallowed' } }],
    ['403 quota', { status: 403, body: { error: 'Quota exceeded' } }],
    ['an unreadable 200', { body: '<html>Login</html>' }],
    ['a shape that is not known', { body: { status: 200, data: { course: {} }, meta: {}, error: {} } }],
  ])('%s is final', async (_, reply) => {
    const { client, server } = await startFixture([reply]);
    await rejectionOf(client.courseRuns.get('850001'));
    expect(server.requests).toHaveLength(1);
  });

  test('the last failure is thrown, with the number of its attempt', async () => {
    const { client, server } = await startFixture([{ status: 500 }, { status: 502 }, { status: 503 }]);
    const error = await rejectionOf(client.courseRuns.get('850001'));
    expect(error).toBeInstanceOf(SsgUnavailableError);
    expect(error).toMatchObject({ reason: 'server', httpStatus: 503, attempt: 3, operation: 'courseRuns.get', repeatable: true });
    expect(server.requests).toHaveLength(3);
  });

  test('no connection at all is an error of its own: nothing was sent', async () => {
    const server = await startScriptedServer([]);
    await server.stop();
    const client = createSsgClient({ baseUrl: server.url, auth: OAUTH, retry: { ...QUICK_RETRY, maxAttempts: 2 } });
    const error = await rejectionOf(client.courseRuns.get('850001'));
    await client.close();
    expect(error).toMatchObject({ kind: 'unavailable', reason: 'not-connected', code: 'ECONNREFUSED', attempt: 2 });
  });
});

describe('the limiter (S0.34)', () => {
  test('every HTTP attempt asks for a slot once, token minting and further pages included', async () => {
    const limiter = logged();
    const replies = [{ status: 500 }, { body: runPage([1, 2], 3) }, { body: runPage([3], 3) }];
    const { client, server } = await startFixture(replies, { limiter });
    await collect(client.courseRuns.listByReference({ uen: '201900001A', courseReferenceNumber: 'TGS-2020000001' }));
    expect(limiter.log).toEqual([
      'oauth.mintToken 1',
      'courseRuns.listByReference 1',
      'courseRuns.listByReference 2',
      'courseRuns.listByReference 1',
    ]);
    expect(server.requests.length + server.tokenRequests.length).toBe(4);
  });

  test('Retry-After of a 429 pauses everybody and is waited for', async () => {
    const limiter = logged();
    const { client } = await startFixture([{ status: 429, headers: { 'retry-after': '0' } }, { body: runView() }], { limiter });
    await client.courseRuns.get('850001');
    expect(limiter.log).toEqual(['oauth.mintToken 1', 'courseRuns.get 1', 'pause 0', 'courseRuns.get 2']);
  });

  test('Retry-After of a 503 pauses too; a 429 without it pauses for the backoff', async () => {
    const limiter = logged();
    const replies = [{ status: 503, headers: { 'retry-after': '0' } }, { status: 429 }, { body: runView() }];
    const { client } = await startFixture(replies, { limiter, retry: { ...QUICK_RETRY, baseDelayMs: 2, maxDelayMs: 4 } });
    await client.courseRuns.get('850001');
    expect(limiter.log.filter((line) => line.startsWith('pause'))).toEqual(['pause 0', 'pause 2']);
  });

  test('the pause is announced even when this call gives up', async () => {
    const limiter = logged();
    const replies = [{ status: 429, headers: { 'retry-after': '120' } }];
    const { client } = await startFixture(replies, { limiter, retry: { ...QUICK_RETRY, maxAttempts: 1 } });
    expect(await rejectionOf(client.courseRuns.get('850001'))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 120_000 });
    expect(limiter.log).toContain('pause 120000');
  });

  test('an error of the limiter itself is not dressed up as one of SSG', async () => {
    const limiter: CallLimiter = { acquire: () => Promise.reject(new RangeError('no slots table')) };
    const { client, server } = await startFixture([{ body: runView() }], { limiter });
    await expect(client.courseRuns.get('850001')).rejects.toThrow(RangeError);
    expect(server.requests).toHaveLength(0);
  });
});

describe('cancellation and the time budget (habit 23)', () => {
  test('a signal that has fired already sends nothing', async () => {
    const { client, server } = await startFixture([{ body: runView() }]);
    const error = await rejectionOf(client.courseRuns.get('850001', {}, { signal: AbortSignal.abort() }));
    expect(error).toBeInstanceOf(SsgAbortedError);
    expect(server.requests.length + server.tokenRequests.length).toBe(0);
  });

  test('a signal stops an attempt under way', async () => {
    const abort = new AbortController();
    const { client } = await startFixture(() => {
      abort.abort();
      return { silent: true };
    });
    const error = await rejectionOf(client.courseRuns.get('850001', {}, { signal: abort.signal }));
    expect(error).toMatchObject({ kind: 'aborted', operation: 'courseRuns.get' });
  });

  test('a signal stops the wait between two attempts', async () => {
    const abort = new AbortController();
    const { client, server } = await startFixture([{ status: 500 }], {
      retry: { ...QUICK_RETRY, baseDelayMs: NEVER_MS, maxDelayMs: NEVER_MS },
      onError: () => abort.abort(),
    });
    expect(await rejectionOf(client.courseRuns.get('850001', {}, { signal: abort.signal }))).toMatchObject({ kind: 'aborted' });
    expect(server.requests).toHaveLength(1);
  });

  test('a signal stops the wait for a slot', async () => {
    const abort = new AbortController();
    const limiter: CallLimiter = {
      async acquire(_, signal) {
        queueMicrotask(() => abort.abort());
        if (signal !== undefined) await once(signal, 'abort');
        throw new Error('the slot was given up');
      },
    };
    const { client, server } = await startFixture([{ body: runView() }], { limiter });
    expect(await rejectionOf(client.checkCredentials({ signal: abort.signal }))).toMatchObject({ kind: 'aborted' });
    expect(server.tokenRequests).toHaveLength(0);
  });

  test('a signal stops a list between two pages', async () => {
    const abort = new AbortController();
    const { client, server } = await startFixture([{ body: enrolmentPage([1], 2) }, { body: enrolmentPage([2], 2) }]);
    const reading = (async () => {
      for await (const _ of client.enrolments.search(SEARCH, { signal: abort.signal })) abort.abort();
    })();
    expect(await rejectionOf(reading)).toMatchObject({ kind: 'aborted', operation: 'enrolments.search' });
    expect(server.requests).toHaveLength(1);
  });

  test('the budget ends an attempt that would outlast it', async () => {
    const { client } = await startFixture([{ silent: true }]);
    const error = await rejectionOf(client.courseRuns.get('850001', {}, { totalTimeoutMs: 60 }));
    expect(error).toMatchObject({ kind: 'unavailable', reason: 'time-budget', message: expect.stringContaining('60 ms') });
  });

  test('no wait is begun that would exceed the budget', async () => {
    const decisions: ErrorEvent['decision'][] = [];
    const { client } = await startFixture([{ status: 429, headers: { 'retry-after': '3600' } }], {
      retry: { ...QUICK_RETRY, maxRetryAfterMs: NEVER_MS },
      onError: ({ decision }) => decisions.push(decision),
    });
    const error = await rejectionOf(client.courseRuns.get('850001', {}, { totalTimeoutMs: 60_000 }));
    expect(error).toBeInstanceOf(SsgRateLimitedError);
    expect(decisions).toEqual([{ retry: false, why: 'waiting 3600000 ms would exceed the time budget of the call' }]);
  });

  test('one budget covers all pages', async () => {
    const { client } = await startFixture((_, index) => (index < 2 ? { body: enrolmentPage([index], 3) } : { silent: true }));
    const error = await rejectionOf(collect(client.enrolments.search(SEARCH, { totalTimeoutMs: 300 })));
    expect(error).toMatchObject({ reason: 'time-budget' });
  });

  test('a closed client calls nobody', async () => {
    const { client, server } = await startFixture([{ body: runView() }]);
    await client.close();
    expect(await rejectionOf(client.courseRuns.get('850001'))).toMatchObject({ kind: 'aborted' });
    expect(server.requests.length + server.tokenRequests.length).toBe(0);
  });

  test('closing the client stops what is under way', async () => {
    const { client } = await startFixture(() => {
      closing = client.close();
      return { silent: true };
    });
    let closing: Promise<void> | undefined;
    expect(await rejectionOf(client.courseRuns.get('850001'))).toMatchObject({ kind: 'aborted' });
    await closing;
  });
});

describe('hooks (habit 18)', () => {
  test('tell each attempt without identifiers, bodies or personal query values (bug 25)', async () => {
    const requests: CallEvent[] = [];
    const responses: ResponseEvent[] = [];
    const errors: ErrorEvent[] = [];
    const trainers = { status: 200, data: { trainers: [] }, meta: { total: 0 }, error: {} };
    const { client, server } = await startFixture([{ status: 500 }, { body: trainers }], {
      newCorrelationId: () => 'correlation-1',
      onRequest: (event) => requests.push(event),
      onResponse: (event) => responses.push(event),
      onError: (event) => errors.push(event),
    });
    await client.checkCredentials();
    requests.length = responses.length = 0;
    await collect(client.trainers.list({ uen: '201900001A', keyword: 'Invented Name' }));

    const event = {
      operation: 'trainers.list',
      method: 'GET',
      path: '/trainingProviders/{uen}/trainers',
      query: { page: '0', pageSize: '20' },
      correlationId: 'correlation-1',
    };
    expect(requests).toEqual([
      { ...event, attempt: 1 },
      { ...event, attempt: 2 },
    ]);
    const elapsedMs = expect.any(Number);
    expect(responses).toEqual([
      { ...event, attempt: 1, httpStatus: 500, elapsedMs, outcome: 'unavailable' },
      { ...event, attempt: 2, httpStatus: 200, elapsedMs, outcome: 'success' },
    ]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ error: { reason: 'server' }, decision: { retry: true, waitMs: 1 } });
    expect(server.requests.map(({ headers }) => headers['x-correlation-id'])).toEqual(['correlation-1', 'correlation-1']);
  });

  test('"none" is an outcome of its own, and a failed connection has no status', async () => {
    const outcomes: (string | number | undefined)[] = [];
    const replies = [{ hangUp: 'before-answer' as const }, { status: 404, body: { status: 404, data: {}, meta: {}, error: {} } }];
    const { client } = await startFixture(replies, {
      onResponse: ({ outcome, httpStatus }) => outcomes.push(outcome, httpStatus),
    });
    expect(await client.courseRuns.get('850001')).toBeNull();
    expect(outcomes).toEqual(['success', 200, 'unavailable', undefined, 'none', 404]);
  });

  test("the caller's correlation id is used on every attempt and page", async () => {
    const { client, server } = await startFixture([
      { body: enrolmentPage([1], 2) },
      { status: 500 },
      { body: enrolmentPage([2], 2) },
    ]);
    await collect(client.enrolments.search(SEARCH, { correlationId: 'sync-42' }));
    expect(server.requests.map(({ headers }) => headers['x-correlation-id'])).toEqual(['sync-42', 'sync-42', 'sync-42']);
  });

  test('a hook that throws fails the call: a broken log must not go unnoticed', async () => {
    const { client } = await startFixture([{ body: runView() }], {
      onRequest: () => {
        throw new RangeError('log is full');
      },
    });
    await expect(client.courseRuns.get('850001')).rejects.toThrow(RangeError);
  });
});
