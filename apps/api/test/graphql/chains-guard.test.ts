import { type GraphQLField, getNamedType, isNonNullType, isObjectType, isUnionType } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { schema } from '../../src/graphql/schema.js';
import { EXTERNAL_KEY, startTestApi } from '../http/test-api.js';
import { KEY, type ServedChains, serveChains } from '../support/test-chains.js';
import { ask } from './ask.js';

const fields = Object.values(schema.getMutationType()?.getFields() ?? {});

/** Invented values that fit each input's type, so that the mutation would be executed. */
const INPUTS: Record<string, Record<string, unknown>> = {
  chainRunStart: { chain: 'tidy' },
  chainRunCancel: { chainRunId: '1' },
  chainRunResume: { chainRunId: '1' },
  chainRunApprove: { chainRunId: '1', decision: 'APPROVE' },
  scheduleUpdate: { scheduleId: 'x' },
  schedulePause: { scheduleId: 'x', paused: true },
  incidentNoteWrite: { incidentId: 'x', note: 'x' },
};

const operationOf = ({ name, args }: GraphQLField<unknown, unknown>) =>
  `mutation ($input: ${String(args[0]?.type)}) { ${name}(input: $input) { __typename } }`;

let open: ServedChains;
let closed: ServedChains;
beforeAll(async () => {
  [open, closed] = await Promise.all([serveChains(), serveChains({ key: null })]);
});
afterAll(() => Promise.all([open.close(), closed.close()]));

test('every mutation is a business act: one required input, a union of success and failures', () => {
  expect(fields.map(({ name }) => name).sort()).toEqual(Object.keys(INPUTS).sort());
  for (const { name, args, type } of fields) {
    expect(args.map((argument) => [argument.name, isNonNullType(argument.type)])).toEqual([['input', true]]);
    const union = getNamedType(type);
    if (!isUnionType(union)) throw new Error(`${name} does not answer a union`);
    const [successes, failures] = [true, false].map((isSuccess) =>
      union.getTypes().filter((member) => member.getInterfaces().every(({ name: of }) => of !== 'ActError') === isSuccess),
    );
    expect(successes?.map((member) => member.name)).toEqual([`${name[0]?.toUpperCase()}${name.slice(1)}Success`]);
    expect(failures?.length).toBeGreaterThan(0);
  }
});

describe('closed by default: every mutation of the schema', () => {
  test.each(fields.map((field) => [field.name, field] as const))(
    '%s is refused without the key, before anything is read',
    async (name, field) => {
      const variables = { input: INPUTS[name] };
      const cases: [ServedChains, Record<string, string>][] = [
        [open, { 'x-api-key': '' }],
        [open, { 'x-api-key': 'another-key-altogether' }],
        [open, { 'x-api-key': KEY.slice(0, -1) }],
        [open, { 'x-api-key': '', authorization: `Bearer ${KEY}` }],
        [closed, {}],
        [closed, { 'x-api-key': '' }],
      ];
      for (const [world, headers] of cases) {
        const { result, statements } = await world.statements.during(() => world.ask(operationOf(field), variables, headers));
        expect(result.status).toBe(401);
        expect(result.data ?? null).toBeNull();
        expect(result.errors).toEqual([
          expect.objectContaining({
            extensions: { code: 'UNAUTHENTICATED', remedy: expect.stringContaining('EXTERNAL_API_KEY_FOR_CLAWDBOT') },
          }),
        ]);
        expect(statements).toEqual([]);
      }
      expect((await open.ask(operationOf(field), variables)).errors).toBeUndefined();
    },
  );

  test('queries need no key', async () => {
    expect((await closed.ask('{ chains { name } }', {}, { 'x-api-key': '' })).data).toEqual({
      chains: [{ name: 'nightly' }, { name: 'tidy' }],
    });
  });
});

const runs = async () => (await open.rows('SELECT count(*)::int AS count FROM task_chain_logs'))[0]?.count;

describe('a mutation is asked for by POST with JSON (CSRF)', () => {
  const query = 'mutation { chainRunStart(input: { chain: "tidy", dryRun: true }) { __typename } }';

  test('GET is refused', async () => {
    const before = await runs();
    const response = await fetch(`${open.url}?query=${encodeURIComponent(query)}`, { headers: { 'x-api-key': KEY } });
    expect(response.status).toBe(405);
    expect(await runs()).toBe(before);
  });

  test.each([
    ['application/x-www-form-urlencoded', new URLSearchParams({ query }).toString()],
    ['application/graphql', query],
    ['application/graphql+json', JSON.stringify({ query })],
    ['text/plain', JSON.stringify({ query })],
  ])('a body of type %s is refused, even with the key', async (type, body) => {
    const before = await runs();
    const response = await fetch(open.url, { method: 'POST', headers: { 'content-type': type, 'x-api-key': KEY }, body });
    expect(response.status).toBe(415);
    expect(await runs()).toBe(before);
  });

  test('JSON with a character set is JSON', async () => {
    const { errors } = await open.ask(query, {}, { 'content-type': 'application/json; charset=utf-8' });
    expect(errors).toBeUndefined();
  });
});

test('the endpoint itself: pages of events have a cap, and mutations are closed over WebSocket', async () => {
  const api = await startTestApi();
  try {
    const { errors } = await ask(api, '{ chainRun(id: "1") { events(first: 101) { totalCount } } }');
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    const client = createClient({
      url: `${api.server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { 'x-api-key': EXTERNAL_KEY },
    });
    const { value } = await client
      .iterate({ query: 'mutation { chainRunStart(input: { chain: "tidy" }) { __typename } }' })
      .next();
    await client.dispose();
    expect(value.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  } finally {
    await api.close();
  }
});

test('what nobody foresaw is masked in a mutation too', async () => {
  const broken = await serveChains();
  try {
    await broken.rows('ALTER TABLE task_chain_logs RENAME COLUMN requested_by TO another_name');
    const { errors, text } = await broken.ask('mutation { chainRunStart(input: { chain: "tidy" }) { __typename } }');
    expect(errors?.[0]?.extensions?.code).toBe('INTERNAL_ERROR');
    expect(text).not.toMatch(/another_name|requested_by|does not exist/);
    expect(broken.logged).toContainEqual(expect.objectContaining({ event: 'graphql_error', path: 'chainRunStart' }));
  } finally {
    await broken.close();
  }
});

test('every failure is an ActError with code, message, remedy and path', () => {
  const failures = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'ActError'),
  );
  expect(failures.map(({ name }) => name).sort()).toEqual([
    'AlreadyRunningError',
    'InvalidInputError',
    'NotFoundError',
    'RefusedError',
  ]);
});
