import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PersistedOperationsError, readPersistedOperations } from '../../src/graphql/persisted-operations.js';
import { openSocket } from '../events/follow.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { WITH_EXTERNAL_KEY } from './ask.js';

const hashOf = (document: string) => createHash('sha256').update(document).digest('hex');
const KNOWN = 'query Known($first: Int) { courses(first: $first) { totalCount } }';
const OTHER = '{ courseRuns { totalCount } }';
const byHash = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
const ANSWER = { data: { courses: { totalCount: 0 } } };

const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-persisted-'));
const write = (name: string, content: string) => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};
const PERSISTED_OPERATIONS_FILE = write('operations.json', JSON.stringify({ [hashOf(KNOWN)]: KNOWN }));

let beside: TestApi;
let only: TestApi;
beforeAll(async () => {
  [beside, only] = await Promise.all([
    startTestApi({ environment: { PERSISTED_OPERATIONS_FILE } }),
    startTestApi({ environment: { PERSISTED_OPERATIONS_FILE, PERSISTED_OPERATIONS_ONLY: '1' } }),
  ]);
});
afterAll(async () => {
  await Promise.all([beside.close(), only.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** The answer to one payload over HTTP, and over WebSocket. */
async function answers(api: TestApi, payload: { query?: string; variables?: object; extensions?: object }) {
  const response = await fetch(`${api.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...WITH_EXTERNAL_KEY },
    body: JSON.stringify(payload),
  });
  const overHttp = (await response.json()) as object;
  const { send, receive, socket } = await openSocket(api.server.url);
  // The protocol insists on a query; an empty one stands for none.
  send({ id: '1', type: 'subscribe', payload: { query: '', ...payload } });
  const message = await receive();
  socket.close();
  return [overHttp, message.type === 'error' ? { errors: message.payload } : message.payload];
}

describe('operations that are on the list', () => {
  test('are asked for by their hash, with variables', async () => {
    for (const api of [beside, only])
      for (const answer of await answers(api, { ...byHash(hashOf(KNOWN)), variables: { first: 5 } }))
        expect(answer).toMatchObject({ ...ANSWER, extensions: { cost: { requested: 2 + 5 } } });
  });

  test.each<[string, object, string]>([
    ['a hash of something else', byHash(hashOf(OTHER)), 'PERSISTED_QUERY_NOT_IN_LIST'],
    ['a hash that is none', byHash('__proto__'), 'PERSISTED_QUERY_NOT_IN_LIST'],
    ['nothing at all', { extensions: {} }, 'PERSISTED_QUERY_ID_REQUIRED'],
  ])('%s is refused', async (_name, payload, code) => {
    for (const api of [beside, only])
      for (const answer of await answers(api, payload)) expect(answer).toMatchObject({ errors: [{ extensions: { code } }] });
  });
});

test('others are answered beside them, or not at all', async () => {
  for (const answer of await answers(beside, { query: OTHER })) expect(answer).toMatchObject({ data: { courseRuns: {} } });
  for (const query of [OTHER, KNOWN])
    for (const answer of await answers(only, { query }))
      expect(answer).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_ONLY', remedy: expect.any(String) } }] });
});

test.each([
  ['no JSON', '{', /JSON/],
  ['a list', '[]', /holds no object/],
  ['a hash that is not its document’s', JSON.stringify({ [hashOf(OTHER)]: KNOWN }), /is not the sha256 of its document/],
])('a file with %s keeps the API from starting, and says why', (name, content, reason) => {
  const file = write(`${name}.json`, content);
  expect(() => readPersistedOperations({ file, only: false })).toThrow(PersistedOperationsError);
  expect(() => readPersistedOperations({ file, only: false })).toThrow(reason);
});

test('no file, no list', () => {
  expect(readPersistedOperations({ file: null, only: false })).toBeNull();
});
