import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { serveConsole } from './console.js';
import { serve } from './serve.js';

const Who = graphql(`
  query Who {
    viewer {
      name
    }
  }
`);
const page = { default: () => null };
const fails = (): never => {
  throw new TypeError('nobody thought of this');
};

let error: object;
let api: Awaited<ReturnType<typeof serve>>;
let served: Awaited<ReturnType<typeof serveConsole>>;
beforeAll(async () => {
  api = await serve((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ errors: [error] }));
  });
  served = await serveConsole(
    {
      asking: { ...page, loader: pageLoader(({ ask }) => ask(Who)) },
      broken: { ...page, loader: pageLoader(async () => fails()) },
      'broken-besides': { ...page, loader: fails },
      acting: { ...page, action: pageAction(async () => 'done') },
    },
    api.url,
  );
});
afterAll(async () => {
  await served.close();
  await api.close();
});
beforeEach(() => {
  served.lines.length = 0;
});

const open = (path: string, init: RequestInit = {}) =>
  fetch(`${served.url}${path}`, { headers: { accept: 'text/html' }, ...init });

test.each([
  [403, { code: 'FORBIDDEN' }],
  [404, { code: 'NOT_FOUND' }],
  [400, { code: 'BAD_USER_INPUT' }],
  [400, { code: 'BAD_USER_INPUT', argument: 'after' }],
])('a %i that the API answers %j with is no error of the console, as a page and to its script', async (status, extensions) => {
  error = { message: 'No.', extensions };
  for (const path of ['/asking', '/asking.data']) expect((await open(path)).status).toBe(status);
  expect(served.errors()).toEqual([]);
});

test('what fails in the API is an error, under the id that the page shows', async () => {
  error = { message: 'It failed.', extensions: { code: 'INTERNAL_ERROR', requestId: 'request-of-the-api' } };
  expect(await (await open('/asking')).text()).toContain('request-of-the-api');
  expect(served.errors()).toMatchObject([{ event: 'api_error', errorId: 'request-of-the-api' }]);
});

test.each(['/broken', '/broken.data'])(
  'what nobody expected is an error, and %s shows its id and nothing else of it',
  async (path) => {
    const answer = await open(path);
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(text).not.toContain('nobody thought');
    const [line, ...others] = served.errors();
    expect(others).toEqual([]);
    expect(line).toMatchObject({ event: 'page_error', failure: { message: 'nobody thought of this' } });
    expect(text).toContain(line?.['requestId']);
  },
);

test('an error outside of what asks the API is one too', async () => {
  expect((await open('/broken-besides')).status).toBe(500);
  expect(served.errors()).toMatchObject([{ event: 'page_error', url: '/broken-besides' }]);
});

test('neither an address that is none, nor a form that no page takes, nor one that cannot be read is an error', async () => {
  const form = { method: 'POST', body: new URLSearchParams({ a: 'b' }) };
  expect((await open('/nowhere')).status).toBe(404);
  expect((await open('/asking', form)).status).toBe(405);
  expect((await open('/acting', { ...form, headers: { 'content-type': 'multipart/form-data' } })).status).toBe(400);
  expect(served.errors()).toEqual([]);
  expect(served.lines).toMatchObject([
    { event: 'page_refused', status: 404 },
    { event: 'page_refused', status: 405 },
  ]);
});
