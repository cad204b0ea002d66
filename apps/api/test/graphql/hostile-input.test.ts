import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSocket } from '../events/follow.js';
import { EXTERNAL_KEY, startTestApi, type TestApi } from '../http/test-api.js';
import { WITH_EXTERNAL_KEY } from './ask.js';
import { createExample } from './example-data.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await createExample(api.deps, 1);
});
afterAll(() => api.close());

/** What tells how it is made inside: stacks, files, the words of the database and of its driver. */
const INSIDE =
  /\bat .*:\d+:\d+|node_modules|\.(ts|js|mjs)\b|prisma|postgres|\bpg\b|SELECT |INSERT |syntax error at|invalid input syntax|relation "|column "|P\d{4}|ECONN/i;
const GLOBAL_ID = (text: string) => Buffer.from(text).toString('base64');
const deep = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
const find = 'query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }';
const runs =
  'query ($filter: CourseRunFilter, $first: Int, $after: String) { courseRuns(filter: $filter, first: $first, after: $after) { totalCount nodes { id } } }';

const HOSTILE: [name: string, body: unknown][] = [
  ...[
    '',
    'nonsense',
    GLOBAL_ID('CourseRun'),
    GLOBAL_ID('CourseRun:'),
    GLOBAL_ID('CourseRun:1'),
    GLOBAL_ID("CourseRun:' OR 1=1 --"),
    GLOBAL_ID('__proto__:constructor'),
    GLOBAL_ID('CourseRun:\0'),
    GLOBAL_ID(`CourseRun:${'9'.repeat(500)}`),
    GLOBAL_ID('ChainRun:99999999999999999999999'),
    GLOBAL_ID('ChainRun:-1'),
    'ÿþ\u0000',
    '\ud800',
  ].map((id): [string, unknown] => [`the id ${JSON.stringify(id).slice(0, 40)}`, { query: find, variables: { id } }]),
  ['an id that is a number', { query: find, variables: { id: -1 } }],
  ['an id that is a list', { query: find, variables: { id: [['x']] } }],
  ['a negative page', { query: runs, variables: { first: -1 } }],
  ['a page beyond 32 bits', { query: runs, variables: { first: 4_294_967_296 } }],
  ['a page that is no number', { query: runs, variables: { first: '100; DROP TABLE course' } }],
  ['a cursor with NUL', { query: runs, variables: { after: GLOBAL_ID('GPC:S:\0') } }],
  ['an unknown filter', { query: runs, variables: { filter: { nothing: 1 } } }],
  ['a filter that pollutes', { query: runs, variables: JSON.parse('{"filter":{"__proto__":{"text":"x"}}}') }],
  ['a filter of operators', { query: runs, variables: { filter: { text: { contains: 'x' } } } }],
  ['a text with NUL', { query: runs, variables: { filter: { text: 'a\0b' } } }],
  ['a text with half a character', { query: runs, variables: { filter: { text: 'a\ud800b' } } }],
  ['a text of patterns', { query: runs, variables: { filter: { text: '%_\\\\%' } } }],
  ['a text without end', { query: runs, variables: { filter: { text: 'x'.repeat(50_000) } } }],
  ['a date that is none', { query: runs, variables: { filter: { startFrom: '2026-02-31' } } }],
  ['a date before all', { query: runs, variables: { filter: { startFrom: '-271821-04-20' } } }],
  ['a date after all', { query: runs, variables: { filter: { startTo: '+275760-09-13' } } }],
  ['an enum that is none', { query: runs, variables: { filter: { trainer: 'toString' } } }],
  ['an operation that is not there', { query: 'query A { __typename }', operationName: 'constructor' }],
  ['two operations and no name', { query: 'query A { __typename } query B { __typename }' }],
  ['a document that is endless', { query: `{ ${'a '.repeat(20_000)} }` }],
  ['a list that is deep', { query: `{ nodes(ids: ${deep(2000)}) { id } }` }],
  ['a variable that is deep', `{"query":"query ($x: [Int]) { __typename }","variables":{"x":${deep(20_000)}}}`],
  [
    'an unknown variable that is deep',
    `{"query":"subscription { chainRunEvents(chainRunId: 1) { number } }","variables":{"x":${deep(20_000)}}}`,
  ],
  ['fields that are deep', { query: `${'{ node(id: "x") '.repeat(500)}{ id }${' }'.repeat(500)}` }],
  ['a selection that is deep', { query: `${'{ a '.repeat(1500)}${'}'.repeat(1500)}` }],
  ['fragments in a ring', { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' }],
  ['directives without end', { query: `{ __typename ${'@skip(if: false) '.repeat(1200)} }` }],
  [
    'introspection that multiplies',
    { query: `{ __schema { types { ${'fields { type { '.repeat(6)} name ${'} }'.repeat(6)} } } }` },
  ],
  ['variables that are no object', { query: '{ __typename }', variables: [1] }],
  ['extensions that are no object', { query: '{ __typename }', extensions: 'x' }],
  ['a query that is an object', { query: { kind: 'Document' } }],
  ['null', null],
  ['deep JSON', '['.repeat(50_000)],
  ['no JSON', '{"query": "\u0000'],
];

/** As JSON, or as it is where it is text: not all of it could be written by a program that means well. */
const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

const post = (body: unknown) =>
  fetch(`${api.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...WITH_EXTERNAL_KEY },
    body: textOf(body),
  });

describe('hostile input is answered with an error for callers, or with nothing found', () => {
  test.each(HOSTILE)('over HTTP: %s', async (_name, body) => {
    const before = api.logged.length;
    const response = await post(body);
    const text = await response.text();
    expect(response.status).toBeLessThan(500);
    expect(text).not.toMatch(INSIDE);
    const { errors, data } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[]; data?: object | null };
    expect(errors ?? data).toBeTruthy();
    expect(errors?.map(({ extensions }) => extensions?.code) ?? []).not.toContain('INTERNAL_ERROR');
    expect(api.logged.slice(before).filter(({ event }) => event === 'graphql_error' || event === 'http_error')).toEqual([]);
  });

  test.each(HOSTILE)('over WebSocket: %s', async (_name, body) => {
    const { receive, socket, closed } = await openSocket(api.server.url);
    const ended = closed.then((closeCode) => ({ closeCode }));
    socket.send(`{"id":"1","type":"subscribe","payload":${textOf(body)}}`);
    const answer = await Promise.race([receive().catch(() => ended), ended]);
    socket.terminate();
    expect(JSON.stringify(answer)).not.toMatch(INSIDE);
    // The socket lives, or is closed for what was wrong with the message.
    expect(JSON.stringify(answer)).not.toMatch(/INTERNAL_ERROR|"closeCode":4500/);
  });
});

test('a path, a method or a header that is hostile is no other', async () => {
  for (const [path, init] of [
    ['/graphql?query=%00', {}],
    ['/graphql?query=%7B__typename%7D&variables=%7B', {}],
    ['/graphql?query=%7B__typename%7D&extensions=1', {}],
    ['/graphql/..%2f..%2fetc', {}],
    ['/graphql', { method: 'DELETE' }],
    ['/graphql', { method: 'POST', headers: { 'content-type': 'application/json; charset=nonsense' }, body: '{}' }],
    ['/graphql', { method: 'POST', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: 'x' }],
  ] as [string, RequestInit][]) {
    const response = await fetch(api.server.url + path, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), 'x-api-key': EXTERNAL_KEY },
    });
    expect([path, response.status < 500]).toEqual([path, true]);
    expect(await response.text()).not.toMatch(INSIDE);
  }
});
