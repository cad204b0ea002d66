import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { ask, dataOf, WITH_EXTERNAL_KEY } from './ask.js';
import { createExample } from './example-data.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await createExample(api.deps, 1);
});
afterAll(() => api.close());

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${api.server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

describe('the endpoint', () => {
  test('answers GET for programs', async () => {
    const url = `${api.server.url}/graphql?query=${encodeURIComponent('{ courses { totalCount } }')}`;
    expect(await (await fetch(url, { headers: WITH_EXTERNAL_KEY })).json()).toMatchObject({
      data: { courses: { totalCount: 1 } },
    });
  });

  test('describes itself: introspection is on and every type and field has a description', async () => {
    const { __schema: described } = await dataOf<{
      __schema: {
        mutationType: unknown;
        types: { name: string; description: string | null; fields?: { name: string; description: string | null }[] }[];
      };
    }>(api, getIntrospectionQuery());
    const own = described.types.filter(
      ({ name }) => !name.startsWith('__') && !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(name),
    );
    const bare = own.flatMap((type) => [
      ...(type.description ? [] : [type.name]),
      // What Relay itself prescribes needs no words of ours.
      ...(type.fields ?? [])
        .filter((field) => !field.description && !/(Connection|Edge|PageInfo)$|^Node$/.test(type.name) && field.name !== 'id')
        .map((field) => `${type.name}.${field.name}`),
    ]);
    expect(bare).toEqual([]);
    expect(described.mutationType).toMatchObject({ name: 'Mutation' });
  });

  test('does not answer several operations at once', async () => {
    const response = await post(JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]));
    expect(response.status).toBe(400);
  });

  test('refuses a body that is too large', async () => {
    expect((await post(JSON.stringify({ query: '{ __typename }', variables: { text: 'x'.repeat(120_000) } }))).status).toBe(413);
  });

  test.each(['', '{', '{}', '[]', 'null', '{"query":1}'])('answers the body %s with an error and no stack', async (body) => {
    const response = await post(body, { accept: 'application/graphql-response+json' });
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ errors: [{ message: expect.any(String) }] });
    expect(response.status).toBe(400);
    expect(text).not.toMatch(/\bat .*:\d+:\d+|node_modules/);
  });

  test('gives other sites’ pages no leave to read its answers', async () => {
    const response = await post('{"query":"{ __typename }"}', { origin: 'https://elsewhere.example.org' });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('has a request id as every answer has', async () => {
    expect((await post('{"query":"{ __typename }"}', { 'x-request-id': 'caller-0002' })).headers.get('x-request-id')).toBe(
      'caller-0002',
    );
  });
});

describe('GraphiQL', () => {
  test('is served to browsers and loads nothing from elsewhere', async () => {
    const response = await fetch(`${api.server.url}/graphql`, { headers: { accept: 'text/html' } });
    const html = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(html).toContain('YogaGraphiQL');
    const head = html.slice(0, html.indexOf('<style>'));
    expect(head).not.toMatch(/(?:src|href)="https?:/);
    expect(html).not.toMatch(/<script[^>]+src=/);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*connect-src 'self'/);
  });
});

describe('errors', () => {
  test('a malformed global id is told as such', async () => {
    const { errors, text } = await ask(api, '{ node(id: "nonsense") { id } }');
    expect(errors?.[0]?.message).toContain('nonsense');
    expect(text).not.toContain('node_modules');
  });

  test('what nobody foresaw is masked, and logged under the id of the request', async () => {
    const broken = await startTestApi();
    try {
      await broken.deps.database.pool.query('ALTER TABLE course RENAME COLUMN title TO another_title');
      const { errors, text } = await ask(broken, '{ courses { nodes { courseCode title } } }');
      expect(errors).toHaveLength(1);
      const requestId = String(errors?.[0]?.extensions?.requestId);
      expect(errors?.[0]).toMatchObject({
        message: expect.stringContaining(requestId),
        path: ['courses'],
        extensions: { code: 'INTERNAL_ERROR' },
      });
      expect(text).not.toMatch(/another_title|prisma|does not exist/i);
      expect(broken.logged).toContainEqual(
        expect.objectContaining({
          event: 'graphql_error',
          requestId,
          path: 'courses',
          failure: expect.objectContaining({ stack: expect.any(Array) }),
        }),
      );
    } finally {
      await broken.close();
    }
  });
});
