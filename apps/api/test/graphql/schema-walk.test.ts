import { isAction } from '@rollcall/domain/permission/actions';
import { may } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.js';
import { type Answer, ask, WITH_EXTERNAL_KEY } from './ask.js';
import { NAMES_NOTHING, NODE_TABLES, ROOT_FIELDS } from './schema-walk-knowledge.js';
import { type Asked, operationOf } from './schema-walk-operation.js';
import { createWalkWorld, FOREIGN, FOREIGN_UEN, type Names, nodeId, type WalkWorld } from './schema-walk-world.js';

let world: WalkWorld;
beforeAll(async () => {
  world = await createWalkWorld();
}, 60_000);
afterAll(() => world?.api.close());

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
const people = (): [string, Principal | null][] => [...Object.entries(world.principals), ['nobody', null]];

const send = (principal: Principal | null, { query, variables }: Asked): Promise<Answer> =>
  ask(world.api, query, variables, principal ? world.callers.as(principal) : {});

/** What the domain's table says to somebody who uses a root field; null lets them in. */
function verdictOf(kind: Kind, name: string, principal: Principal | null): 'UNAUTHENTICATED' | 'FORBIDDEN' | null {
  const needed = ROOT_FIELDS[`${kind}.${name}`];
  if (needed === undefined)
    throw new Error(`Say who may use ${kind}.${name}: add it to ROOT_FIELDS in schema-walk-knowledge.ts.`);
  if (needed === 'anyone') return null;
  if (!principal) return 'UNAUTHENTICATED';
  return needed === 'signedIn' || may(principal, needed) ? null : 'FORBIDDEN';
}

/** What became of a root field, as text: why it was refused, what else went wrong, what the answer tells and must not. */
function outcomeOf(answer: Answer, asked: Asked) {
  const errors = (answer.errors ?? []).map(({ path = [], extensions, message }) => ({ path, code: extensions?.code ?? message }));
  // Fields further down are refused with less than the whole.
  const refused = errors.find(({ path, code }) => path.length <= 1 && (code === 'FORBIDDEN' || code === 'UNAUTHENTICATED'))?.code;
  const unforeseen = errors.filter(({ code }) => code !== 'FORBIDDEN' && code !== 'UNAUTHENTICATED');
  return JSON.stringify({ refused: refused ?? null, unforeseen, leaks: leaksOf(answer, asked.named) });
}

/** An outcome with nothing amiss. */
const clean = (refused: string | null): string => JSON.stringify({ refused, unforeseen: [], leaks: [] });

const TOKEN = /[A-Za-z0-9+/]{8,}={0,2}/g;

/** What an answer tells of the other provider or of the installation, but for what the question said. */
function leaksOf({ text }: Answer, said: readonly string[] = []): string[] {
  const rest = said.reduce((left, word) => left.replaceAll(word, ''), text);
  const inside = (rest.match(TOKEN) ?? []).map((token) => Buffer.from(token, 'base64').toString('latin1'));
  const words = [FOREIGN, FOREIGN_UEN, FOREIGN_UEN.toLowerCase()].filter((word) => rest.includes(word));
  const tells = (id: string) => rest.includes(id) || inside.some((token) => token === id || token.endsWith(`:${id}`));
  return [...words, ...[...world.hiddenIds].filter(tells)];
}

/** An answer with gaps for what the question said, to be compared with the answer to another question. */
const wordless = ({ data, errors }: Answer, { named }: Asked): string =>
  named.reduce((text, word, index) => text.replaceAll(word, `<${index}>`), JSON.stringify({ data, errors }));

/** Codes of the failures that an answer has as values. */
const failuresOf = ({ data }: Answer): string[] =>
  [...JSON.stringify(data ?? null).matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code ?? '');

/** The viewer's own names but for one, which is the other provider's. */
const mixed = (kind: string, other: Names): Names =>
  kind in other.ids
    ? { ...world.own, ids: { ...world.own.ids, [kind]: other.ids[kind] ?? '' } }
    : { ...world.own, [kind]: other[kind as keyof Names] };

test('the walk knows every root field, and no other', () => {
  const fields = Object.entries(ROOTS).flatMap(([kind, known]) => known.map(({ name }) => `${kind}.${name}`));
  expect(Object.keys(ROOT_FIELDS).sort(), 'say who may use it in ROOT_FIELDS of schema-walk-knowledge.ts').toEqual(fields.sort());
  for (const needed of Object.values(ROOT_FIELDS)) expect(['signedIn', 'anyone'].includes(needed) || isAction(needed)).toBe(true);
});

test('the walk would see what leaks: who sees every provider is answered with it', async () => {
  const field = ROOTS.Query.find(({ name }) => name === 'courseRuns') as Field;
  const { query } = operationOf('query', field, world.foreign);
  const answer = await ask(world.api, query, {}, WITH_EXTERNAL_KEY);
  expect(leaksOf(answer)).toEqual(expect.arrayContaining([FOREIGN, FOREIGN_UEN, world.foreign.ids['CourseRun']]));
});

describe('S1.25 every query × every role, with names of the own provider, of another one, and of none', () => {
  test.each(byName('Query').filter(([name]) => !LOOK_UPS.includes(name)))('%s', async (name, field) => {
    for (const [who, principal] of people()) {
      const verdict = verdictOf('Query', name, principal);
      const answers: string[] = [];
      for (const names of [world.own, world.foreign, world.missing]) {
        const asked = operationOf('query', field, names);
        const answer = await send(principal, asked);
        expect(`${who}: ${outcomeOf(answer, asked)}`).toBe(`${who}: ${clean(verdict)}`);
        answers.push(wordless(answer, asked));
      }
      expect([who, answers[1]]).toEqual([who, answers[2]]);
    }
  });
});

describe('S1.25 every mutation × every role', () => {
  test.each(byName('Mutation'))(
    '%s is refused before anything is written, and finds nothing of another provider',
    async (name, field) => {
      const before = await world.fingerprint();
      const named = operationOf('mutation', field, world.foreign).kinds.length > 0;
      expect(named, 'does it name nothing of a provider? Then say so in NAMES_NOTHING').toBe(!NAMES_NOTHING.includes(name));
      for (const [who, principal] of people()) {
        const verdict = verdictOf('Mutation', name, principal);
        if (verdict) {
          for (const names of [world.own, world.foreign]) {
            const asked = operationOf('mutation', field, names);
            const answer = await send(principal, asked);
            expect(`${who}: ${outcomeOf(answer, asked)}`).toBe(`${who}: ${clean(verdict)}`);
            expect([who, answer.data ?? null]).toEqual([who, null]);
          }
        } else if (named) await expectUnknown(who, principal, field);
      }
      expect(await world.fingerprint()).toBe(before);
    },
  );

  /** Whatever of another provider is named, alone or beside one's own, is answered as what does not exist. */
  async function expectUnknown(who: string, principal: Principal | null, field: Field): Promise<void> {
    const { kinds } = operationOf('mutation', field, world.foreign);
    const pairs: [Names, Names][] = [[world.foreign, world.missing]];
    if (kinds.length > 1) for (const kind of kinds) pairs.push([mixed(kind, world.foreign), mixed(kind, world.missing)]);
    for (const pair of pairs) {
      const answers: string[] = [];
      for (const names of pair) {
        const asked = operationOf('mutation', field, names);
        const answer = await send(principal, asked);
        expect(`${who}: ${outcomeOf(answer, asked)}`).toBe(`${who}: ${clean(null)}`);
        expect([who, asked.variables, new Set(failuresOf(answer))]).toEqual([who, asked.variables, new Set(['NOT_FOUND'])]);
        answers.push(wordless(answer, asked));
      }
      expect([who, answers[0]]).toEqual([who, answers[1]]);
    }
  }
});

describe('S1.25 every mutation × every role that may, with names of the own provider', () => {
  test.each(byName('Mutation'))('%s lets them in, and touches no other provider', async (name, field) => {
    const before = await world.fingerprint('foreign');
    for (const [who, principal] of people()) {
      if (verdictOf('Mutation', name, principal)) continue;
      const asked = operationOf('mutation', field, world.own);
      const answer = await send(principal, asked);
      expect(`${who}: ${outcomeOf(answer, asked)}`).toBe(`${who}: ${clean(null)}`);
      expect([who, failuresOf(answer)]).not.toEqual([who, expect.arrayContaining(['NOT_FOUND'])]);
    }
    expect(await world.fingerprint('foreign')).toBe(before);
  });
});

const NODE_TYPES = schema
  .getPossibleTypes(schema.getType('Node') as Parameters<typeof schema.getPossibleTypes>[0])
  .map(({ name }) => name);

describe('S1.25 every node type × every role', () => {
  test.each(NODE_TYPES)('%s of another provider is not there', async (type) => {
    expect(Object.keys(NODE_TABLES), 'name its table in NODE_TABLES of schema-walk-knowledge.ts').toContain(type);
    const query = 'query ($id: ID!, $ids: [ID!]!) { node(id: $id) { __typename id } nodes(ids: $ids) { __typename id } }';
    for (const [who, principal] of people()) {
      if (!principal) continue;
      const [foreign, missing] = [nodeId(world.foreign, type), nodeId(world.missing, type)];
      const answer = await send(principal, { query, variables: { id: foreign, ids: [foreign, missing] }, named: [], kinds: [] });
      expect([who, answer.errors, answer.data]).toEqual([who, undefined, { node: null, nodes: [null, null] }]);
    }
  });

  test('an admin finds every one of their own, in one answer', async () => {
    const admin = world.principals['admin'] ?? null;
    const ids = NODE_TYPES.map((type) => nodeId(world.own, type));
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
    const { data } = await send(admin, { query, variables: { ids }, named: [], kinds: [] });
    expect(data).toEqual({ nodes: NODE_TYPES.map((type, index) => ({ __typename: type, id: ids[index] })) });
  });
});
