import { runInNewContext } from 'node:vm';
import { buildSchema, type ExecutionArgs, execute, type GraphQLObjectType, type GraphQLSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { executePlanned } from '../../src/graphql/execute-planned.js';
import { infoOf, pathOf, RowFieldInfo } from '../../src/graphql/field-info.js';
import { planOf } from '../../src/graphql/query-plan.js';

const later = <Value>(value: Value): Promise<Value> => new Promise((resolve) => setImmediate(() => resolve(value)));

/** As Prisma's promises are: not those of this realm. */
const Foreign = runInNewContext('Promise') as PromiseConstructor;

const thing = (id: number, more: object = {}): Record<string, unknown> => ({
  id,
  name: `Thing ${id}`,
  count: id,
  colour: 'RED',
  ...more,
});

/** Made anew for each test, with how often its fields were resolved. */
function world() {
  const schema: GraphQLSchema = buildSchema(`
    interface Named { name: String }
    union Any = Thing | Other
    union No = Other
    type Other { name: String }
    enum Colour { RED }
    type Thing implements Named { id: ID! name: String count: Int! colour: Colour child: Thing children: [Thing!]! parents: [Thing] plus(n: Int = 1): Int }
    type Query { any: Any thing(id: ID): Thing things: [Thing!]! named: Named must: Thing! echo(text: String!): String }`);
  const resolved: string[] = [];
  const resolvers: Record<string, Record<string, (source: never, args: never) => unknown>> = {
    Query: {
      thing: (_root, { id }: { id?: string }) =>
        id === 'none' ? null : later(thing(Number(id ?? 1), { child: Foreign.resolve(thing(2)) })),
      things: () => [
        thing(1),
        later(thing(2, { parents: [thing(3), null] })),
        thing(4, { parents: [later(thing(5, { count: null }))] }),
      ],
      must: () => later(null),
      named: () => ({ __typename: 'Thing', name: 'Named' }),
      echo: (_root, { text }: { text: string }) => text,
    },
    Thing: {
      children: () => [thing(7), thing(8, { count: new Error('not counted') })],
      plus: ({ count }: { count: number }, { n }: { n: number }) => count + n,
    },
  };
  for (const [type, fields] of Object.entries(resolvers))
    for (const [name, resolve] of Object.entries(fields)) {
      const field = (schema.getType(type) as GraphQLObjectType).getFields()[name];
      if (field)
        field.resolve = (source, args) => {
          resolved.push(name);
          return resolve(source as never, args as never);
        };
    }
  return { schema, resolved };
}

async function both(query: string, variableValues: Record<string, unknown> = {}, operationName: string | null = null) {
  const document = parse(query);
  const run = async (executor: (args: ExecutionArgs) => unknown) => {
    const { schema, resolved } = world();
    const answer = await executor({ schema, document, variableValues, operationName, contextValue: {} });
    return { text: JSON.stringify(answer), answer: JSON.parse(JSON.stringify(answer)) as unknown, resolved };
  };
  return { planned: await run(executePlanned), library: await run(execute) };
}

test.each([
  ['fields, aliases and type names', '{ __typename a: thing { __typename id b: name colour child { id } } }'],
  ['the same field in two places', '{ thing { child { id } } ...More } fragment More on Query { thing { child { name } id } }'],
  ['fragments on a type, its interface, and another', '{ thing { ... on Named { name } ... on Thing { id } ... { count } } }'],
  [
    'fragments on unions, of the type and of others',
    '{ thing { ... on Any { ... on Thing { id } ... on Other { name } } ... on No { __typename } } }',
  ],
  ['lists of promises, with nulls', '{ things { id count parents { id } } }'],
  [
    'arguments left out, given, and as variables',
    'query ($n: Int) { thing { plus a: plus(n: 5) b: plus(n: $n) c: plus(n: null) } }',
  ],
  ['nothing found', '{ thing(id: "none") { id } }'],
])('%s are answered as by the library, and once', async (_what, query) => {
  const { planned, library } = await both(query);
  expect(planned).toEqual(library);
  expect(planned.answer).not.toHaveProperty('errors');
});

test.each([
  ['null where something must be, in a list', '{ things { parents { count } } }'],
  ['an error for a value', '{ thing { id children { count } } }'],
  ['null that goes up to the root', '{ things { id } must { id } }'],
  ['several of them', '{ a: must { id } b: thing { children { count } } }'],
])('%s is told as by the library', async (_what, query) => {
  const { planned, library } = await both(query);
  expect(planned.text).toBe(library.text);
  expect(planned.answer).toHaveProperty('errors');
});

test.each([
  ['directives', 'query ($no: Boolean = false) { thing { id @skip(if: $no) name @include(if: $no) } }'],
  ['an interface', '{ named { name __typename } }'],
  ['the schema', '{ __schema { queryType { name } } }'],
  ['a variable of another type', 'query ($text: String!) { echo(text: $text) }'],
])('%s are left to the library', async (_what, query) => {
  const { planned, library } = await both(query);
  expect(planned).toEqual(library);
});

test('of several operations the named one, each with its own variables', async () => {
  const query = 'query A { echo(text: "a") } query B($text: String!) { echo(text: $text) }';
  const { planned, library } = await both(query, { text: 'b' }, 'B');
  expect(planned).toEqual(library);
  expect(planned.answer).toEqual({ data: { echo: 'b' } });
});

test('what a resolver of a row is told of its field is what it would be told anyway', () => {
  const { schema } = world();
  const document = parse('query ($n: Int) { thing { plus(n: $n) ...F } } fragment F on Thing { name }');
  const plan = planOf(schema, document, null);
  const thingField = plan?.fields[0];
  const of = thingField?.type;
  const field = of?.kind === 'object' ? of.fields[0] : undefined;
  if (!plan || !thingField || !field) throw new Error('The document has no plan.');
  const run = { args: { schema, rootValue: {}, contextValue: {} }, plan, variables: { n: 2 } };
  const prev = pathOf(thingField, undefined);
  const whole = infoOf(field, run, pathOf(field, prev));
  const lazy = new RowFieldInfo(field, run, prev);
  for (const name of Object.keys(whole) as (keyof typeof whole)[]) expect(lazy[name]).toEqual(whole[name]);
});
