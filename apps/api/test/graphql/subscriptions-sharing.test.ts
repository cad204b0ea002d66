import { buildSchema, type DocumentNode, type ExecutionResult, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSubscribe } from '../../src/graphql/subscriptions.js';

const schema = buildSchema(
  'type Query { nothing: Int } type Subscription { told(prefix: String): Told! } type Told { text: String! broken: Int }',
);
const EVENTS = [{ text: 'one' }, { text: 'two' }, { text: 'three' }];
const DOCUMENT = parse('subscription ($prefix: String) { told(prefix: $prefix) { text } }');

interface Context {
  viewer: string;
  /** Unlike for each operation and event. */
  loaders: object;
}

/** Runs the same three event objects through one `subscribe`, and counts what is executed. */
function createTeller() {
  const executed: { text: string; viewer: string; loaders: object }[] = [];
  const masked: unknown[] = [];
  const subscribe = createSubscribe<Context, { name: string }>({
    check: () => undefined,
    enter: () => () => undefined,
    guard: ({ contextValue }) => {
      const viewer = { name: (contextValue as Context).viewer };
      return () => viewer;
    },
    keyOf: ({ name }) => name,
    contextOfEvent: (context) => ({ ...context, loaders: {} }),
    maskError: (error) => {
      masked.push(error);
      return new Error('masked');
    },
  });
  const rootValue = {
    told: async function* () {
      yield* EVENTS;
    },
  };
  const resolveTold = (event: { text: string }, { prefix }: { prefix?: string }, { viewer, loaders }: Context) => {
    executed.push({ text: event.text, viewer, loaders });
    return {
      text: `${prefix ?? ''}${event.text} for ${viewer}`,
      broken: () => {
        throw new Error('a reason that is not for callers');
      },
    };
  };
  const field = schema.getSubscriptionType()?.getFields().told;
  if (field) field.resolve = resolveTold;
  const follow = async (viewer: string, document: DocumentNode = DOCUMENT, variableValues: Record<string, unknown> = {}) => {
    const contextValue: Context = { viewer, loaders: {} };
    const stream = await subscribe({ schema, document, rootValue, contextValue, variableValues });
    const results: ExecutionResult[] = [];
    if (Symbol.asyncIterator in stream) for await (const result of stream) results.push(result);
    return results;
  };
  return { follow, executed, masked };
}

const textsOf = (results: ExecutionResult[]) => results.map(({ data }) => (data as { told: { text: string } }).told.text);

describe('subscribers share an execution', () => {
  test('a thousand who ask the same cost one per event, and get the same result object', async () => {
    const { follow, executed } = createTeller();
    const all = await Promise.all(Array.from({ length: 1000 }, () => follow('ana')));
    expect(executed.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(new Set(all.map(([first]) => first)).size).toBe(1);
    expect(textsOf(all[999] ?? [])).toEqual(['one for ana', 'two for ana', 'three for ana']);
  });

  test('variables in another order are the same', async () => {
    const { follow, executed } = createTeller();
    const document = parse('subscription ($a: String, $b: String) { told(prefix: $a) { text also: text @skip(if: false) } }');
    await follow('ana', document, { a: 'x', b: 'y' });
    await follow('ana', document, { b: 'y', a: 'x' });
    expect(executed).toHaveLength(3);
  });

  test('never with another viewer, other variables or another document', async () => {
    const { follow, executed } = createTeller();
    const other = parse('subscription ($prefix: String) { told(prefix: $prefix) { words: text text } }');
    const results = await Promise.all([
      follow('ana'),
      follow('ben'),
      follow('ana', DOCUMENT, { prefix: 'No. ' }),
      follow('ana', other),
    ]);
    expect(executed).toHaveLength(12);
    expect(results.map((each) => textsOf(each)[0])).toEqual(['one for ana', 'one for ben', 'No. one for ana', 'one for ana']);
  });

  test('and every event has loaders of its own', async () => {
    const { follow, executed } = createTeller();
    await follow('ana');
    expect(new Set(executed.map(({ loaders }) => loaders)).size).toBe(3);
  });

  test('what went wrong is masked, and told to the mask once for all', async () => {
    const { follow, masked } = createTeller();
    const document = parse('subscription { told { broken } }');
    const all = await Promise.all(Array.from({ length: 50 }, () => follow('ana', document)));
    expect(all[49]?.[0]?.errors?.map(({ message }) => message)).toEqual(['masked']);
    expect(masked).toHaveLength(3);
  });
});
