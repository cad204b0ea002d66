import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXTERNAL_KEY, startTestApi, type TestApi } from '../http/test-api.js';
import { createExample, EXAMPLE_NOW } from './example-data.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ now: () => EXAMPLE_NOW });
  await createExample(api.deps, 2);
});
afterAll(() => api.close());

/** What differs from one answer to the next, whoever gives it. */
const CHANGES = ['date', 'ratelimit-remaining', 'ratelimit-reset', 'x-request-id', 'connection', 'keep-alive'];

async function answer(body: string, headers: Record<string, string>) {
  const response = await fetch(`${api.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'always-this-one', 'x-api-key': EXTERNAL_KEY, ...headers },
    body,
  });
  const told = [...response.headers].filter(([name]) => !CHANGES.includes(name));
  return { status: response.status, headers: told, body: await response.text() };
}

const REQUESTS: [what: string, body: object, headers?: Record<string, string>][] = [
  ['a page', { query: '{ courseRuns(first: 1) { totalCount nodes { id course { title } enrolmentCounts { live } } } }' }],
  ['variables', { query: 'query ($first: Int) { courses(first: $first) { nodes { id } } }', variables: { first: 1 } }],
  ['an operation by its name', { query: 'query A { __typename } query B { b: __typename }', operationName: 'B' }],
  ['no operation of this name', { query: 'query A { __typename a: __typename }', operationName: 'B' }],
  ['which of two is not said', { query: 'query A { __typename } query B { c: __typename }' }],
  [
    'a variable of another type',
    { query: 'query ($first: Int!) { courses(first: $first) { nodes { id } } }', variables: { first: 'x' } },
  ],
  ['a field that fails, and the rest', { query: '{ node(id: "x") { id } __typename }' }],
  ['a field that fails the whole', { query: '{ courses(first: 101) { nodes { id } } }' }],
  ['what the caller may not', { query: '{ __typename auditEntries: webhooks { totalCount } }' }],
  ['nobody’s question', { query: '{ courses { totalCount } }' }, { 'x-api-key': '' }],
  ['a wrong key', { query: '{ courses { totalCount pageInfo { hasNextPage } } }' }, { 'x-api-key': 'rck_wrong' }],
  ['a mutation', { query: 'mutation { __typename }' }],
  ['extensions', { query: '{ a: __typename }', extensions: { known: 1 } }],
  ['no query', { variables: {} }],
  ['a parameter that is none', { query: '{ d: __typename }', other: 1 }],
  ['variables that are a list', { query: '{ e: __typename }', variables: [] }],
];

const ACCEPTED = [
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json;q=0.9',
  'text/html, application/json, */*',
  'text/event-stream, application/json',
  'text/html',
];

// The first answer to a document is yoga's, which has to validate it; the second is the quick one's where that is plain.
test.each(REQUESTS)('%s is answered alike by yoga and without it', async (_what, body, headers = {}) => {
  const texts = ACCEPTED.map((accept, index) => {
    const query = (body as { query?: string }).query;
    return [accept, JSON.stringify(query === undefined ? body : { ...body, query: `#${index}\n${query}` })] as const;
  });
  for (const [accept, text] of texts) {
    const first = await answer(text, { ...headers, accept });
    const second = await answer(text, { ...headers, accept });
    expect({ accept, ...second }).toEqual({ accept, ...first });
  }
});

test('a body that is no JSON, or too long, is refused as ever', async () => {
  expect(await answer('{', {})).toMatchObject({ status: 400, body: expect.stringContaining('POST body sent invalid JSON') });
  const long = JSON.stringify({ query: `{ __typename } #${'x'.repeat(100_000)}` });
  expect(await answer(long, {})).toMatchObject({ status: 413, body: expect.stringContaining('too large') });
});

test('a request whose caller is refused costs one attempt, not two', async () => {
  const body = JSON.stringify({ query: '{ counted: __typename }' });
  const remaining = async () => {
    const response = await fetch(`${api.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return Number(response.headers.get('ratelimit-remaining'));
  };
  const before = await remaining();
  await answer(body, { 'x-api-key': 'rck_wrong_again' });
  // One for the refused request; one for the request and one for its field.
  expect(before - (await remaining())).toBe(3);
});
