import { isAction } from '@rollcall/domain/permission/actions';
import { may } from '@rollcall/domain/permission/can';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import { ask, WITH_EXTERNAL_KEY } from './ask.js';
import { failuresOf, faultsOf, leaksOf, send, wordless } from './schema-walk-answers.js';
import { NAMES_NOTHING, NODE_TABLES, REFUSE_UNKNOWN, ROOT_FIELDS } from './schema-walk-knowledge.js';
import { type Asked, operationOf, waysOf } from './schema-walk-operation.js';
import {
  type Caller,
  createWalkWorld,
  FOREIGN,
  FOREIGN_UEN,
  mixedNames,
  type Names,
  nodeId,
  type WalkWorld,
} from './schema-walk-world.js';

let world: WalkWorld;
beforeAll(async () => {
  world = await createWalkWorld();
});
afterAll(() => world?.api.close());

/** Hundreds of questions each, on machines that do other things too. */
const LONG = 120_000;

type Field = GraphQLField<unknown, unknown>;
type Kind = 'Query' | 'Mutation' | 'Subscription';

const fieldsOf = (root: GraphQLObjectType | null | undefined): Field[] => Object.values(root?.getFields() ?? {});
const ROOTS: Record<Kind, Field[]> = {
  Query: fieldsOf(schema.getQueryType()),
  Mutation: fieldsOf(schema.getMutationType()),
  Subscription: fieldsOf(schema.getSubscriptionType()),
};
const byName = (kind: Kind) => ROOTS[kind].map((field) => [field.name, field] as const);
/** They find rows of every type, and have a test of their own. */
const LOOK_UPS = ['node', 'nodes'];

/** Everybody who asks, by what they are. */
const people = (): [string, Caller][] => [...Object.entries(world.principals), ['nobody', null]];

/** What the domain's table says to somebody who uses a root field; null lets them in. */
function verdictOf(kind: Kind, name: string, principal: Caller): 'UNAUTHENTICATED' | 'FORBIDDEN' | null {
  const needed = ROOT_FIELDS[`${kind}.${name}`];
  if (needed === undefined)
    throw new Error(`Say who may use ${kind}.${name}: add it to ROOT_FIELDS in schema-walk-knowledge.ts.`);
  if (needed === 'anyone') return null;
  if (!principal) return 'UNAUTHENTICATED';
  return needed === 'signedIn' || may(principal, needed) ? null : 'FORBIDDEN';
}

/** What a query that cannot answer nothing says of a provider that somebody does not see; null: it answers nothing. */
const unknownVerdict = (name: string, principal: Caller): 'NOT_FOUND' | null =>
  REFUSE_UNKNOWN.includes(name) && !principal?.grants.some(({ providerId }) => providerId === 'every') ? 'NOT_FOUND' : null;

test('the walk knows every root field, and no other', () => {
  const fields = Object.entries(ROOTS).flatMap(([kind, known]) => known.map(({ name }) => `${kind}.${name}`));
  expect(Object.keys(ROOT_FIELDS).sort(), 'say who may use it in ROOT_FIELDS of schema-walk-knowledge.ts').toEqual(fields.sort());
  expect(Object.values(ROOT_FIELDS).filter((needed) => !['signedIn', 'anyone'].includes(needed) && !isAction(needed))).toEqual(
    [],
  );
});

test('the walk would see what leaks: who sees every provider is answered with it', async () => {
  const field = ROOTS.Query.find(({ name }) => name === 'courseRuns') as Field;
  const { text } = await ask(world.api, operationOf('query', field, world.foreign).query, {}, WITH_EXTERNAL_KEY);
  expect(leaksOf(world, text)).toEqual(expect.arrayContaining([FOREIGN, FOREIGN_UEN, world.foreign.ids['CourseRun']]));
});

describe('S1.25 every query × every role, with names of the own provider, of another one, and of none', () => {
  test.each(byName('Query').filter(([name]) => !LOOK_UPS.includes(name)))(
    '%s',
    async (name, field) => {
      const faults: string[] = [];
      for (const [who, principal] of people()) {
        const answers: string[] = [];
        for (const names of [world.own, world.foreign, world.missing]) {
          const asked = operationOf('query', field, names);
          const answer = await send(world, principal, asked);
          const verdict = verdictOf('Query', name, principal) ?? (names === world.own ? null : unknownVerdict(name, principal));
          faults.push(...faultsOf(world, answer, asked, verdict).map((fault) => `${who} ${fault}`));
          answers.push(wordless(answer, asked));
        }
        if (answers[1] !== answers[2]) faults.push(`${who}: ${answers[1]} differs from ${answers[2]}`);
      }
      expect(faults).toEqual([]);
    },
    LONG,
  );
});

const nodeInterface = schema.getType('Node') as Parameters<typeof schema.getPossibleTypes>[0];
const NODE_TYPES = schema.getPossibleTypes(nodeInterface).map(({ name }) => name);

describe('S1.25 every node type × every role', () => {
  test.each(NODE_TYPES)('%s of another provider is not there', async (type) => {
    expect(Object.keys(NODE_TABLES), 'name its table in NODE_TABLES of schema-walk-knowledge.ts').toContain(type);
    const query = 'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { __typename id } nodes(ids: $ids) { __typename id } }';
    const ids = [nodeId(world.foreign, type), nodeId(world.missing, type)];
    const asked = { query, variables: { id: ids[0], ids }, named: [], kinds: [] };
    for (const principal of Object.values(world.principals)) {
      const { data, errors } = await send(world, principal, asked);
      expect({ data, errors }).toEqual({ data: { node: null, nodes: [null, null] }, errors: undefined });
    }
  });

  test('an admin finds every one of their own, in one answer', async () => {
    const ids = NODE_TYPES.map((type) => nodeId(world.own, type));
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
    const { data } = await send(world, world.principals['admin'] ?? null, { query, variables: { ids }, named: [], kinds: [] });
    expect(data).toEqual({ nodes: NODE_TYPES.map((type, index) => ({ __typename: type, id: ids[index] })) });
  });
});

describe('S1.25 every mutation × every role', () => {
  test.each(byName('Mutation'))(
    '%s is refused before anything is written, and finds nothing of another provider',
    async (name, field) => {
      const before = await world.fingerprint();
      const named = operationOf('mutation', field, world.foreign).kinds.length > 0;
      expect(named, 'does it name nothing of a provider? Then say so in NAMES_NOTHING').toBe(!NAMES_NOTHING.includes(name));
      const faults: string[] = [];
      for (const [who, principal] of people()) {
        const verdict = verdictOf('Mutation', name, principal);
        const found = verdict ? await letIn(principal, field, verdict) : await findsSomething(principal, field);
        faults.push(...found.map((fault) => `${who} ${fault}`));
      }
      expect(faults).toEqual([]);
      expect(await world.fingerprint()).toBe(before);
    },
    LONG,
  );

  // What takes rows away comes last.
  const [taking = [], others = []] = [true, false].map((takes) =>
    byName('Mutation').filter(([name]) => /(Remove|Revoke)$/.test(name) === takes),
  );
  test.each([...others, ...taking])(
    '%s lets in whom it should, with names of the own provider, and touches no other one',
    async (name, field) => {
      const before = await world.fingerprint('foreign');
      const faults: string[] = [];
      for (const [who, principal] of people().filter(([, somebody]) => !verdictOf('Mutation', name, somebody)))
        for (const leftOut of waysOf(field)) {
          const asked = operationOf('mutation', field, world.own, leftOut);
          const answer = await send(world, principal, asked);
          faults.push(...faultsOf(world, answer, asked, null).map((fault) => `${who} ${fault}`));
          // An admin comes first; they may take away what the others look for.
          if (who === 'admin' && failuresOf(answer).includes('NOT_FOUND')) faults.push(`${who} does not find their own`);
        }
      expect(faults).toEqual([]);
      expect(await world.fingerprint('foreign')).toBe(before);
    },
    LONG,
  );
});

/** How a mutation that is to be refused is not. */
async function letIn(principal: Caller, field: Field, verdict: string): Promise<string[]> {
  const faults: string[] = [];
  for (const names of [world.own, world.foreign]) {
    const asked = operationOf('mutation', field, names);
    faults.push(...faultsOf(world, await send(world, principal, asked), asked, verdict));
  }
  return faults;
}

/** Names that SSG gave: they may be new here. */
const BY_SSG = ['ssgRunId', 'courseCode', 'referenceNumber'];

/**
 * How a mutation tells what is another provider's from what does not exist. So it must not do either beside what is one's own,
 * where the answer may also be about how the two fit together.
 */
async function findsSomething(principal: Caller, field: Field): Promise<string[]> {
  const faults: string[] = [];
  for (const leftOut of waysOf(field)) {
    const { kinds } = operationOf('mutation', field, world.foreign, leftOut);
    if (kinds.length === 0) continue;
    const whole = await compare(principal, field, [world.foreign, world.missing], leftOut);
    const wrong = whole.codes.filter((code) => code !== 'NOT_FOUND');
    faults.push(...whole.faults, ...wrong.map((code) => `answers ${code} to names of another provider`));
    if (whole.codes.length === 0) faults.push('does it with names of another provider');
    for (const kind of kinds.length > 1 ? kinds.filter((name) => !BY_SSG.includes(name)) : []) {
      const [foreign, missing] = [mixedNames(world, kind, world.foreign), mixedNames(world, kind, world.missing)];
      const part = await compare(principal, field, [foreign, missing], leftOut);
      faults.push(...part.faults);
      if (part.codes.length === 0) faults.push(`does it with the ${kind} of another provider`);
    }
  }
  return faults;
}

/** How the answers to two questions differ, or are wrong both, and the codes of their failures. */
async function compare(principal: Caller, field: Field, pair: readonly Names[], leftOut: readonly string[]) {
  const faults: string[] = [];
  const codes: string[] = [];
  const answers: string[] = [];
  for (const names of pair) {
    const asked = operationOf('mutation', field, names, leftOut);
    const answer = await send(world, principal, asked);
    faults.push(...faultsOf(world, answer, asked, null));
    codes.push(...failuresOf(answer));
    answers.push(wordless(answer, asked));
  }
  if (answers[0] !== answers[1]) faults.push(`answers ${answers[0]} and not ${answers[1]}`);
  return { faults, codes };
}

describe('S1.25 every subscription × every role', () => {
  test.each(byName('Subscription'))('%s', async (name, field) => {
    const faults: string[] = [];
    for (const [who, principal] of people()) {
      const verdict = verdictOf('Subscription', name, principal);
      for (const names of verdict ? [world.own, world.foreign] : [world.own]) {
        const asked = operationOf('subscription', field, names);
        const text = verdict ? await followToTheEnd(principal, asked) : await followBriefly(principal, asked);
        faults.push(...leaksOf(world, text, asked.named).map((leak) => `${who} is told ${leak}`));
        const isRight = verdict ? text.includes(`"code":"${verdict}"`) : !text.includes('"errors"');
        if (!isRight) faults.push(`${who} is answered ${text} instead of ${verdict}`);
      }
    }
    expect(faults).toEqual([]);
  });

  test('a chain run of another provider is followed like one that is not there', async () => {
    const field = ROOTS.Subscription.find(({ name }) => name === 'chainRunEvents') as Field;
    const answers = [world.foreign, world.missing].map(async (names) => {
      const asked = operationOf('subscription', field, names);
      const text = await followToTheEnd(world.principals['admin'] ?? null, asked);
      return asked.named.reduce((left, word, index) => left.replaceAll(word, `<${index}>`), text);
    });
    const [foreign, missing] = await Promise.all(answers);
    expect(foreign).toContain('"code":"NOT_FOUND"');
    expect(foreign).toBe(missing);
  });
});

const follow = (principal: Caller, { query, variables }: Asked, signal?: AbortSignal): Promise<Response> =>
  fetch(`${world.api.server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(principal ? world.callers.as(principal) : {}),
    },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });

/** What is refused ends by itself. */
const followToTheEnd = async (principal: Caller, asked: Asked): Promise<string> => (await follow(principal, asked)).text();

/** The first that comes of a stream that is open: its greeting, or an event. */
async function followBriefly(principal: Caller, asked: Asked): Promise<string> {
  const hangUp = new AbortController();
  const { body } = await follow(principal, asked, hangUp.signal);
  const first = await body?.getReader().read();
  hangUp.abort();
  return Buffer.from(first?.value ?? []).toString('utf8');
}
