import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAsk } from '~/api/ask.server';
import { graphql } from '~/api/graphql';
import { serve } from '../server/serve.js';
import { loadContext } from './load-context.js';

const Who = graphql(`
  query Who {
    viewer {
      name
    }
  }
`);

let answer: (response: ServerResponse) => void;
let asked: IncomingHttpHeaders;
let api: Awaited<ReturnType<typeof serve>>;
beforeEach(async () => {
  api = await serve((request, response) => {
    asked = request.headers;
    request.resume();
    answer(response);
  });
});
afterEach(() => api.close());

const page = new Request('http://console.invalid/p/X/classes?status=OPEN&_routes=a', {
  headers: { cookie: 'rollcall.session_token=s' },
});
const ask = (url = api.url, request = page) => createAsk(request, loadContext(url))(Who);
const json =
  (status: number, body: object, headers = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const failed = (extensions: object, message = 'No.') => json(200, { errors: [{ message, extensions }] });
const thrown = async (asking: Promise<unknown>): Promise<Response> => {
  const response = await asking.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(response instanceof Response)) throw new Error(`no response was thrown but ${String(response)}`);
  return response;
};

test('asks in the caller’s name, and says so to no other site', async () => {
  answer = json(200, { data: { viewer: { name: 'Mei' } } });
  expect(await ask()).toEqual({ viewer: { name: 'Mei' } });
  expect(asked).toMatchObject({
    cookie: 'rollcall.session_token=s',
    'x-rollcall-csrf': '1',
    'x-rollcall-console': 'a key',
    'x-forwarded-for': '192.0.2.7',
  });
});

test('an expired session leads to the sign-in page, and from there back to where one was', async () => {
  answer = failed({ code: 'UNAUTHENTICATED' });
  const response = await thrown(ask());
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent('/p/X/classes?status=OPEN')}`);
  expect(response.headers.get('x-remix-reload-document')).toBe('true');
});

test('a missing right is a 403 that says which', async () => {
  answer = failed({ code: 'FORBIDDEN' }, 'This needs the right audit.read.');
  const response = await thrown(ask());
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ kind: 'forbidden', message: 'This needs the right audit.read.' });
});

test('an error of the API is a 500 with the id its log has', async () => {
  answer = failed({ code: 'INTERNAL_ERROR', requestId: 'request-of-the-api' }, 'Something went wrong here.');
  const response = await thrown(ask());
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ errorId: 'request-of-the-api' });
});

test('what the API does not take of an address is a 400 that says so, and no failure', async () => {
  answer = failed({ code: 'BAD_USER_INPUT', argument: 'filter.text' }, '`filter.text` contains a NUL character.');
  const response = await thrown(ask());
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ kind: 'bad-input', message: '`filter.text` contains a NUL character.' });
});

test('an id that is none is a page that is not there', async () => {
  answer = failed({}, 'Invalid global ID: zzz');
  expect((await thrown(ask())).status).toBe(404);
});

test('what the API does not find is a page that is not there', async () => {
  answer = failed({ code: 'NOT_FOUND' });
  expect((await thrown(ask())).status).toBe(404);
});

test('a question that the API gave up is a 504, as one that it leaves unanswered', async () => {
  answer = failed({ code: 'TIMEOUT' });
  const response = await thrown(ask());
  expect(response.status).toBe(504);
  expect(await response.json()).toMatchObject({ kind: 'slow', errorId: 'request-1' });
});

test('too many questions are a 429 with the time to wait', async () => {
  answer = json(429, { errors: [{ message: 'slow down' }] }, { 'retry-after': '7' });
  const response = await thrown(ask());
  expect(response.status).toBe(429);
  expect(await response.json()).toMatchObject({ remedy: 'Wait 7 seconds and try again.' });
});

test('an API that is away is a 503 that says nothing is lost', async () => {
  const response = await thrown(ask('http://127.0.0.1:1'));
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ kind: 'unreachable', errorId: 'request-1' });
});

test('an API that breaks off, or answers something else than JSON, is a 503 too', async () => {
  answer = (response) => response.destroy();
  expect((await thrown(ask())).status).toBe(503);
  answer = (response) => response.writeHead(502).end('<html>Bad gateway</html>');
  expect((await thrown(ask())).status).toBe(503);
});

test('a browser that has gone ends the question', async () => {
  const gone = new AbortController();
  const request = new Request(page.url, { signal: gone.signal });
  const closed = new Promise((resolve) => {
    answer = (response) => {
      response.on('close', resolve);
      gone.abort();
    };
  });
  await expect(ask(api.url, request)).rejects.toThrow(/abort/i);
  await closed;
});
