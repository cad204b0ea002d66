import { describe, expect, test } from 'vitest';
import { SsgAuthError } from '../../src/errors/auth-error.js';
import { runView } from '../support/answers.js';
import { type Reply, startScriptedServer } from '../support/scripted-server.js';
import { QUICK_RETRY, rejectionOf, startFixture } from '../support/test-client.js';

const found: Reply = { body: runView() };
const refused: Reply = { status: 401, body: { error: 'Key not authorised' } };
const bearerTokens = (requests: { headers: { authorization?: string } }[]) =>
  requests.map(({ headers }) => headers.authorization);

describe('X10 OAuth client credentials (ssg-api.md §1.2)', () => {
  test('the token is asked for with Basic authentication and no scope', async () => {
    const { client, server } = await startFixture([found]);
    await client.courseRuns.get('1');
    expect(server.tokenRequests).toHaveLength(1);
    expect(server.tokenRequests[0]).toMatchObject({
      method: 'POST',
      body: 'grant_type=client_credentials',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from('invented-client:invented-secret').toString('base64')}`,
      },
    });
    expect(bearerTokens(server.requests)).toEqual(['Bearer token-1']);
  });

  test('one token serves many calls until 60 s before it expires', async () => {
    let now = new Date('2025-10-28T04:00:00Z');
    const { client, server } = await startFixture([found], { now: () => now });
    await client.courseRuns.get('1');
    now = new Date('2025-10-28T04:58:59Z');
    await client.courseRuns.get('1');
    now = new Date('2025-10-28T04:59:00Z');
    await client.courseRuns.get('1');
    expect(bearerTokens(server.requests)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  test('a token that lives for less than two minutes is still used more than once', async () => {
    const shortLived = { body: { access_token: 'short', expires_in: '60' } };
    const { client, server } = await startFixture([found], {}, { tokens: () => shortLived });
    await client.courseRuns.get('1');
    await client.courseRuns.get('1');
    expect(server.tokenRequests).toHaveLength(1);
  });

  test('callers at the same time share one mint', async () => {
    const { client, server } = await startFixture([found]);
    await Promise.all(Array.from({ length: 8 }, () => client.courseRuns.get('1')));
    expect(server.tokenRequests).toHaveLength(1);
  });

  test('a caller that gives up does not stop the mint for the others', async () => {
    const abort = new AbortController();
    const tokens = async () => {
      abort.abort();
      return { body: { access_token: 'shared', expires_in: 3600 } };
    };
    const { client } = await startFixture([found], {}, { tokens });
    const [stopped, served] = await Promise.allSettled([
      client.courseRuns.get('1', {}, { signal: abort.signal }),
      client.courseRuns.get('1'),
    ]);
    expect(stopped).toMatchObject({ status: 'rejected', reason: { kind: 'aborted', operation: 'courseRuns.get' } });
    expect(served.status).toBe('fulfilled');
  });

  test('401 drops the token, mints once and tries once more, outside the count of retries', async () => {
    const { client, server } = await startFixture([refused, found], { retry: { maxAttempts: 1 } });
    expect(await client.courseRuns.get('1')).not.toBeNull();
    expect(bearerTokens(server.requests)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('a renewal leaves every retry for later failures', async () => {
    const { client, server } = await startFixture([refused, { status: 500 }, found], {
      retry: { ...QUICK_RETRY, maxAttempts: 2 },
    });
    expect(await client.courseRuns.get('1')).not.toBeNull();
    expect(server.requests).toHaveLength(3);
  });

  test('a second 401 is the end, with a remedy', async () => {
    const { client, server } = await startFixture([refused]);
    const error = await rejectionOf(client.courseRuns.get('1'));
    expect(error).toBeInstanceOf(SsgAuthError);
    expect(error).toMatchObject({ operation: 'courseRuns.get', status: 401, remedy: expect.stringContaining('client id') });
    expect(server.requests).toHaveLength(2);
    expect(server.tokenRequests).toHaveLength(2);
  });

  test('many callers refused with one token cause one new mint', async () => {
    const waiting: (() => void)[] = [];
    const { client, server } = await startFixture(async ({ headers }) => {
      if (headers.authorization !== 'Bearer token-1') return found;
      // All four are refused only once all four are there.
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 4) for (const release of waiting) release();
      });
      return refused;
    });
    await Promise.all(Array.from({ length: 4 }, () => client.courseRuns.get('1')));
    expect(server.tokenRequests).toHaveLength(2);
  });

  test.each([
    [400, { error: 'invalid_client' }],
    [401, { error: 'invalid_client', error_description: 'Bad client credentials' }],
    [403, { error: 'Key not authorised' }],
    [401, ''],
  ])('wrong credentials (HTTP %i %j) are an auth error and are asked for once only', async (status, body) => {
    const { client, server } = await startFixture([found], {}, { tokens: () => ({ status, body }) });
    const error = await rejectionOf(client.courseRuns.get('1'));
    expect(error).toMatchObject({ kind: 'auth', operation: 'oauth.mintToken', httpStatus: status });
    expect(String(error)).not.toMatch(/invented-secret|invented-client/);
    expect(server.tokenRequests).toHaveLength(1);
    expect(server.requests).toHaveLength(0);
  });

  test('a mint that fails for the moment is retried, and a failed mint is not remembered', async () => {
    const minted = { body: { access_token: 'late', expires_in: 3600 } };
    const { client, server } = await startFixture([found], {}, { tokens: (_, index) => (index < 4 ? { status: 503 } : minted) });
    expect(await rejectionOf(client.courseRuns.get('1'))).toMatchObject({
      kind: 'unavailable',
      operation: 'oauth.mintToken',
      attempt: 3,
    });
    expect(await client.courseRuns.get('1')).not.toBeNull();
    expect(server.tokenRequests).toHaveLength(5);
  });

  test.each([
    ['HTML', '<html>Login</html>'],
    ['no token', { token_type: 'bearer' }],
    ['a blank token', { access_token: '', expires_in: 3600 }],
    ['a lifetime of nothing', { access_token: 'x', expires_in: 0 }],
  ])('a token answer with %s is a shape error', async (_, body) => {
    const { client } = await startFixture([found], {}, { tokens: () => ({ body }) });
    expect(await rejectionOf(client.courseRuns.get('1'))).toMatchObject({ kind: 'answer-shape', operation: 'oauth.mintToken' });
  });

  test('checkCredentials mints a fresh token and tells when it expires', async () => {
    const { client, server } = await startFixture([found], { now: () => new Date('2025-10-28T04:00:00Z') });
    await client.courseRuns.get('1');
    expect(await client.checkCredentials()).toEqual({ kind: 'oauth', tokenExpiresAt: new Date('2025-10-28T05:00:00Z') });
    expect(server.tokenRequests).toHaveLength(2);
  });

  test('another token URL can be named', async () => {
    const other = await startScriptedServer([{ body: { access_token: 'elsewhere' } }]);
    const { client, server } = await startFixture([found], { tokenUrl: `${other.url}/oauth/token` });
    await client.courseRuns.get('1');
    await other.stop();
    expect(other.requests.map(({ path }) => path)).toEqual(['/oauth/token']);
    expect(bearerTokens(server.requests)).toEqual(['Bearer elsewhere']);
  });
});
