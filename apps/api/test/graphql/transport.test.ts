import { request as nodeRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Authenticator, CredentialsRefusedError } from '../../src/access/authenticator.js';
import { EXTERNAL_KEY_PRINCIPAL } from '../../src/access/external-key-principal.js';
import { openSocket } from '../events/follow.js';
import { EXTERNAL_KEY, startTestApi, type TestApi } from '../http/test-api.js';
import { ask, WITH_EXTERNAL_KEY } from './ask.js';

const CONSOLE = 'https://console.example.org';
const SESSION = { cookie: 'session=an-invented-session' };
const JSON_TYPE = { 'content-type': 'application/json' };
const QUERY = '{ courses { totalCount } }';

/** Knows one key and one session's cookie, and notes from where it was asked. */
function authenticatorOfOne() {
  const askedFrom: string[] = [];
  const authenticator: Authenticator = {
    async authenticate(headers, from) {
      askedFrom.push(from);
      const key = headers.get('x-api-key') ?? headers.get('authorization')?.replace('Bearer ', '');
      if (key === 'tried-too-often') throw new CredentialsRefusedError('Too many attempts.', 'Wait.', 42);
      if (key != null && key !== EXTERNAL_KEY) throw new CredentialsRefusedError('The key is wrong.', 'Send another.');
      return key != null || headers.get('cookie') === SESSION.cookie ? EXTERNAL_KEY_PRINCIPAL : null;
    },
    refresh: async (principal) => principal,
  };
  return { authenticator, askedFrom };
}

const { authenticator, askedFrom } = authenticatorOfOne();
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    authenticator,
    environment: { CORS_ORIGINS: CONSOLE, PUBLIC_URL: 'https://rollcall.example.org' },
  });
});
afterAll(() => api.close());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[] };
}

/** As a browser or a program would: fetch sends headers of its own that a page could not leave out. */
function send(headers: Record<string, string>, body = JSON.stringify({ query: QUERY }), method = 'POST', path = '/graphql') {
  return new Promise<Answer>((resolve, reject) => {
    const request = nodeRequest({ port: api.server.port, method, path, headers }, async (response) => {
      const text = await response.setEncoding('utf8').reduce((all: string, chunk: string) => all + chunk, '');
      const json = text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {};
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: json });
    });
    request.once('error', reject).end(method === 'POST' ? body : undefined);
  });
}

const codeOf = ({ body }: Answer) => body.errors?.[0]?.extensions.code;
const get = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;

describe('credentials over HTTP', () => {
  test('X6 wrong ones are refused before the body is read, as an error of GraphQL', async () => {
    const { result, statements } = await api.statements.during(() => send({ ...JSON_TYPE, 'x-api-key': 'wrong' }, 'no JSON'));
    expect(result).toMatchObject({ status: 401, body: { errors: [{ message: 'The key is wrong.' }] } });
    expect(result.body.errors?.[0]?.extensions).toEqual({ code: 'INVALID_CREDENTIALS', remedy: 'Send another.' });
    expect(statements).toEqual([]);
  });

  test('tried too often is 429 and says how long to wait', async () => {
    const answer = await send({ ...JSON_TYPE, 'x-api-key': 'tried-too-often' });
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '42' } });
    expect(answer.body.errors?.[0]?.extensions).toEqual({ code: 'INVALID_CREDENTIALS', remedy: 'Wait.', retryAfter: 42 });
  });

  test('the authenticator is told the caller’s address', async () => {
    await send({ ...JSON_TYPE, ...WITH_EXTERNAL_KEY });
    expect(askedFrom.at(-1)).toMatch(/127\.0\.0\.1$/);
  });
});

const ownOrigin = () => `http://127.0.0.1:${api.server.port}`;
const ownHost = () => ({ host: `127.0.0.1:${api.server.port}` });
const corsHeadersOf = ({ headers }: Answer) => Object.keys(headers).filter((name) => name.startsWith('access-control'));

describe('CSRF: a cookie alone is not enough', () => {
  const passes: [string, () => Record<string, string>][] = [
    ['of its own origin', () => ({ origin: ownOrigin() })],
    ['of the public origin', () => ({ origin: 'https://rollcall.example.org' })],
    ['of an allowed origin', () => ({ origin: CONSOLE })],
    ['that the browser calls same-origin', () => ({ 'sec-fetch-site': 'same-origin' })],
    ['that the visitor began', () => ({ 'sec-fetch-site': 'none' })],
    ['with the header that pages of other sites cannot send', () => ({ 'x-rollcall-csrf': '1' })],
  ];
  test.each(passes)('a request %s passes', async (_name, headers) => {
    const answer = await send({ ...JSON_TYPE, ...SESSION, ...ownHost(), ...headers() });
    expect(answer).toMatchObject({ status: 200, body: { data: { courses: { totalCount: 0 } } } });
  });

  const refused: [string, Record<string, string>][] = [
    ['of another origin', { origin: 'https://elsewhere.example.org' }],
    ['of another port of this machine', { origin: 'http://127.0.0.1:3000' }],
    ['of the public name without TLS', { origin: 'http://rollcall.example.org' }],
    ['of no origin that could be told', { origin: 'null' }],
    ['of another origin, with the header', { origin: 'https://elsewhere.example.org', 'x-rollcall-csrf': '1' }],
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site', 'x-rollcall-csrf': '1' }],
    ['that says nothing', {}],
  ];
  test.each(refused)('a request %s is refused', async (_name, headers) => {
    const answer = await send({ ...JSON_TYPE, ...SESSION, ...headers });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'CROSS_SITE_REFUSED']);
  });

  test('nor does a form pass, wherever it comes from', async () => {
    const body = new URLSearchParams({ query: QUERY }).toString();
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/graphql']) {
      const answer = await send({ 'content-type': type, ...SESSION, origin: CONSOLE }, body);
      expect([answer.status, codeOf(answer)]).toEqual([415, 'JSON_REQUIRED']);
    }
  });

  test('GET reads with a cookie, but not for a page of another site, and never changes anything', async () => {
    expect((await send(SESSION, '', 'GET', get(QUERY))).status).toBe(200);
    const foreign = await send({ ...SESSION, 'sec-fetch-site': 'cross-site' }, '', 'GET', get(QUERY));
    expect([foreign.status, codeOf(foreign)]).toEqual([403, 'CROSS_SITE_REFUSED']);
    const act = await send(SESSION, '', 'GET', get('mutation { chainRunStart(input: { chain: "x" }) { __typename } }'));
    expect([act.status, act.headers.allow]).toEqual([405, 'POST']);
  });

  test('a key needs none of it', async () => {
    const headers = { ...JSON_TYPE, ...SESSION, ...WITH_EXTERNAL_KEY, origin: 'https://elsewhere.example.org' };
    expect((await send(headers)).status).toBe(200);
  });
});

describe('CORS', () => {
  const asksAhead = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };

  test('an allowed origin may ask with the cookie, and nobody is answered with a star', async () => {
    const ahead = await send({ origin: CONSOLE, ...asksAhead }, '', 'OPTIONS');
    expect(ahead.status).toBe(204);
    expect(ahead.headers).toMatchObject({
      'access-control-allow-origin': CONSOLE,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, POST',
      vary: 'Origin',
    });
    const answer = await send({ ...JSON_TYPE, ...SESSION, origin: CONSOLE });
    expect(answer.headers['access-control-allow-origin']).toBe(CONSOLE);
    expect(answer.headers['access-control-expose-headers']).toContain('ratelimit-remaining');
  });

  test.each([
    'https://elsewhere.example.org',
    `${CONSOLE}.elsewhere.example.org`,
    'null',
    'https://rollcall.example.org.evil.example.org',
  ])('the origin %s is told nothing', async (origin) => {
    expect(corsHeadersOf(await send({ origin, ...asksAhead }, '', 'OPTIONS'))).toEqual([]);
    expect(corsHeadersOf(await send({ ...JSON_TYPE, ...WITH_EXTERNAL_KEY, origin }))).toEqual([]);
  });
});

/** What a socket that was opened so is answered. */
const courses = async (options: Parameters<typeof openSocket>[1]) => {
  const { subscribe, receive, socket } = await openSocket(api.server.url, options);
  subscribe(QUERY);
  const { payload } = await receive();
  socket.close();
  return payload as { data?: unknown } | { extensions: Record<string, unknown> }[];
};

describe('credentials over WebSocket', () => {
  const known = { data: { courses: { totalCount: 0 } } };

  test('are a key or a token in the introduction, or the headers of the handshake', async () => {
    expect(await courses({ payload: { apiKey: EXTERNAL_KEY } })).toMatchObject(known);
    expect(await courses({ payload: { authorization: `Bearer ${EXTERNAL_KEY}` } })).toMatchObject(known);
    expect(await courses({ payload: {}, headers: WITH_EXTERNAL_KEY })).toMatchObject(known);
    expect(await courses({ payload: {}, headers: { ...SESSION, origin: CONSOLE } })).toMatchObject(known);
  });

  test('without any, the socket is open and nothing is answered', async () => {
    const payload = await courses({ payload: {} });
    expect(payload).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(JSON.stringify(payload)).not.toContain('"http"');
  });

  test.each<[string, Record<string, unknown>]>([
    ['a wrong key', { apiKey: 'wrong' }],
    ['a key that is no text', { apiKey: { $ne: null } }],
    ['a key with a line break', { apiKey: 'a\r\nx-api-key: b' }],
    ['two at once', { apiKey: EXTERNAL_KEY, authorization: `Bearer ${EXTERNAL_KEY}` }],
  ])('%s closes it with 4403', async (_name, payload) => {
    const { send: say, closed } = await openSocket(api.server.url, { init: false });
    say({ type: 'connection_init', payload });
    expect(await closed).toBe(4403);
  });

  test('the introduction wins over the handshake, and the answer says which it was', async () => {
    const { send: say, closed } = await openSocket(api.server.url, { init: false, headers: WITH_EXTERNAL_KEY });
    say({ type: 'connection_init', payload: { apiKey: 'wrong' } });
    expect(await closed).toBe(4403);
    for (const [payload, from] of [
      [{ apiKey: EXTERNAL_KEY }, 'connection_init'],
      [{}, 'handshake'],
    ] as const) {
      const opened = await openSocket(api.server.url, { init: false, headers: WITH_EXTERNAL_KEY });
      opened.send({ type: 'connection_init', payload });
      expect(await opened.receive()).toEqual({ type: 'connection_ack', payload: { authenticatedBy: from } });
      opened.socket.close();
    }
  });

  test('a mutation is refused whoever asks', async () => {
    const { subscribe, receive, socket } = await openSocket(api.server.url);
    subscribe('mutation { chainRunStart(input: { chain: "tidy" }) { __typename } }');
    expect(await receive()).toMatchObject({ payload: { errors: [{ extensions: { code: 'JSON_REQUIRED' } }] } });
    socket.close();
  });
});

describe('what the API tells about itself', () => {
  test.each([
    [{}, true],
    [{ GRAPHQL_INTROSPECTION: '0', GRAPHIQL: '0' }, false],
  ] as const)('with %j', async (environment, open) => {
    const other = await startTestApi({ environment });
    try {
      const { data } = await ask(other, '{ __schema { queryType { name } } }');
      expect(data != null).toBe(open);
      const { errors } = await ask(other, '{ courseRunz { totalCount } }');
      expect(errors?.[0]?.message).toContain('Cannot query field "courseRunz"');
      expect(errors?.[0]?.message.includes('Did you mean')).toBe(open);
      expect((await ask(other, '{ __typename }')).data).toEqual({ __typename: 'Query' });
      const page = await fetch(`${other.server.url}/graphql`, { headers: { accept: 'text/html' } });
      expect((await page.text()).includes('YogaGraphiQL')).toBe(open);
    } finally {
      await other.close();
    }
  });
});
