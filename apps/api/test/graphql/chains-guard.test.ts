import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredInputField,
  isUnionType,
} from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { schema } from '../../src/graphql/schema.js';
import { EXTERNAL_KEY, startTestApi } from '../http/test-api.js';
import { KEY, type ServedChains, serveChains } from '../support/test-chains.js';
import { ask } from './ask.js';

const fields = Object.values(schema.getMutationType()?.getFields() ?? {});

/** Invented input for the acts that the installation's key may do, so that they would be executed. */
const INPUTS: Record<string, Record<string, unknown>> = {
  chainRunStart: { chain: 'tidy' },
  chainRunCancel: { chainRunId: '1' },
  chainRunResume: { chainRunId: '1' },
  chainRunApprove: { chainRunId: '1', decision: 'APPROVE' },
  scheduleUpdate: { scheduleId: 'x' },
  schedulePause: { scheduleId: 'x', paused: true },
  incidentNoteWrite: { incidentId: 'x', note: 'x' },
};

/** The least that fits a type. */
function inventedValue(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return inventedValue(type.ofType);
  if (isListType(type)) return [inventedValue(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) return inventedInput(type);
  const known: Record<string, unknown> = {
    Int: 1,
    Float: 1,
    Boolean: true,
    Date: '2026-03-02',
    DateTime: '2026-03-02T00:00:00Z',
  };
  return known[type.name] ?? 'invented';
}

function inventedInput(type: GraphQLInputObjectType): Record<string, unknown> {
  const required = Object.values(type.getFields()).filter((field) => isRequiredInputField(field));
  // One of several may be asked for, though none alone is required.
  const oneOf = type.isOneOf ? Object.values(type.getFields()).slice(0, 1) : required;
  return Object.fromEntries(oneOf.map((field) => [field.name, inventedValue(field.type)]));
}

const variablesOf = ({ name, args }: GraphQLField<unknown, unknown>) => ({
  input: INPUTS[name] ?? (args[0] && inventedValue(args[0].type)),
});

const operationOf = ({ name, args }: GraphQLField<unknown, unknown>) =>
  `mutation ($input: ${String(args[0]?.type)}) { ${name}(input: $input) { __typename } }`;

let open: ServedChains;
let closed: ServedChains;
beforeAll(async () => {
  [open, closed] = await Promise.all([serveChains(), serveChains({ key: null })]);
});
afterAll(() => Promise.all([open.close(), closed.close()]));

test('every mutation is a business act: one required input, a union of success and failures', () => {
  expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(INPUTS)));
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

const NOBODY = {
  code: 'UNAUTHENTICATED',
  remedy: 'Sign in at /sign-in, or send an API key in the header x-api-key.',
};
const WRONG = { code: 'INVALID_CREDENTIALS', remedy: expect.any(String) };

describe('closed by default', () => {
  test.each(fields.map((field) => [field.name, field] as const))(
    '%s is refused to nobody, before anything is read',
    async (_name, field) => {
      const variables = variablesOf(field);
      const { result, statements } = await open.statements.during(() => askAsNobody(open, operationOf(field), variables));
      expect(result).toMatchObject({ status: 401, errors: [{ extensions: NOBODY }] });
      expect(result.data ?? null).toBeNull();
      expect(statements).toEqual([]);
    },
  );

  test.each<[string, () => ServedChains, Record<string, string>]>([
    ['another key', () => open, { 'x-api-key': 'another-key-altogether' }],
    ['a key cut short', () => open, { 'x-api-key': KEY.slice(0, -1) }],
    ['an empty key', () => open, { 'x-api-key': '' }],
    ['a key where there is none', () => closed, { 'x-api-key': KEY }],
  ])('%s is never taken for no key', async (_name, world, headers) => {
    for (const query of ['mutation { chainRunStart(input: { chain: "tidy" }) { __typename } }', '{ __typename }']) {
      const { result, statements } = await world().statements.during(() => world().ask(query, {}, headers));
      expect(result).toMatchObject({ status: 401, errors: [{ extensions: WRONG }] });
      expect(result.data ?? null).toBeNull();
      expect(statements).toEqual([]);
    }
  });

  test.each(fields.filter(({ name }) => name in INPUTS).map((field) => [field.name, field] as const))(
    '%s is done for the key that may',
    async (_name, field) => {
      expect((await open.ask(operationOf(field), variablesOf(field))).errors).toBeUndefined();
    },
  );

  test('nothing is answered to nobody but __typename and introspection', async () => {
    for (const query of ['{ chains { name } }', '{ node(id: "Q2hhaW46MQ==") { id } }', '{ chainRuns { totalCount } }']) {
      const answer = await askAsNobody(closed, query);
      expect(answer).toMatchObject({ status: 401, errors: [{ extensions: NOBODY }] });
      expect(Object.values(answer.data ?? {}).every((value) => value === null)).toBe(true);
    }
    expect(await askAsNobody(closed, '{ __typename }')).toMatchObject({ status: 200, data: { __typename: 'Query' } });
    expect((await askAsNobody(closed, '{ __schema { queryType { name } } }')).errors).toBeUndefined();
  });
});

/** Without any credentials. */
async function askAsNobody(world: ServedChains, query: string, variables: Record<string, unknown> = {}) {
  const response = await fetch(world.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return {
    status: response.status,
    ...((await response.json()) as { data?: Record<string, unknown> | null; errors?: unknown[] }),
  };
}

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
      connectionParams: { apiKey: EXTERNAL_KEY },
    });
    const { value } = await client
      .iterate({ query: 'mutation { chainRunStart(input: { chain: "tidy" }) { __typename } }' })
      .next();
    await client.dispose();
    expect(value.errors[0].extensions).toEqual({ code: 'JSON_REQUIRED', remedy: expect.stringContaining('POST') });
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
  expect(failures.map(({ name }) => name).sort()).toEqual(
    expect.arrayContaining([
      'AlreadyRunningError',
      'ForbiddenError',
      'InvalidInputError',
      'NotFoundError',
      'RefusedError',
      'StaleVersionError',
    ]),
  );
  for (const failure of failures)
    expect(isObjectType(failure) && Object.keys(failure.getFields())).toEqual(
      expect.arrayContaining(['code', 'message', 'remedy', 'path']),
    );
});
