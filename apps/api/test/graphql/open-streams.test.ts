import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { OpenStreams } from '../../src/graphql/open-streams.js';
import { createSubscribe } from '../../src/graphql/subscriptions.js';
import { somebody } from '../support/known-callers.js';

const ana = somebody('ana', 'a', 'admin');
const ben = somebody('ben', 'a', 'admin');
const REFUSED = { extensions: expect.objectContaining({ code: 'TOO_MANY_SUBSCRIPTIONS', remedy: expect.stringMatching(/\w/) }) };

describe('the streams of a caller', () => {
  test('are so many at most, whatever their grants, and nobody else’s', () => {
    const streams = new OpenStreams(2);
    const leave = streams.open(ana);
    streams.open({ ...ana, grants: [] });
    expect(() => streams.open(ana)).toThrow(expect.objectContaining(REFUSED));
    streams.open(ben);
    streams.open({ ...ana, kind: 'api_key' });
    leave();
    leave();
    streams.open(ana);
    expect(() => streams.open(ana)).toThrow(expect.objectContaining(REFUSED));
  });

  test('of who said nothing count together', () => {
    const streams = new OpenStreams(1);
    streams.open(null)();
    streams.open(null);
    expect(() => streams.open(null)).toThrow(expect.objectContaining(REFUSED));
  });
});

const TAKEN = /as many as one caller may have/;

async function* one() {
  yield { told: 1 };
}
async function* broken() {
  yield await Promise.reject(new Error('broken'));
}
const refuse = () => {
  throw new Error('not today');
};

describe('a stream gives its place back', () => {
  const schema = buildSchema('type Query { nothing: Int } type Subscription { told: Int }');
  const document = parse('subscription { told }');

  /** One place; what a subscriber follows is given. */
  const createTeller = (options: { guard?: () => object; check?: () => unknown } = {}) => {
    const streams = new OpenStreams(1);
    const { guard = () => ana, check = () => undefined } = options;
    const subscribe = createSubscribe<object, object>({
      check,
      enter: () => streams.open(ana),
      guard: () => guard,
      keyOf: () => '',
      contextOfEvent: (context) => context,
      maskError: (error) => error as Error,
    });
    const follow = (told: () => unknown) => subscribe({ schema, document, rootValue: { told }, contextValue: {} });
    /** Throws where the place is taken. */
    const isFree = () => streams.open(ana)();
    return { follow, isFree };
  };
  const streamOf = async (results: ReturnType<ReturnType<typeof createTeller>['follow']>) => {
    const stream = await results;
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    return stream;
  };

  test('when its events end, and not before', async () => {
    const { follow, isFree } = createTeller();
    const stream = await streamOf(follow(one));
    expect(await stream.next()).toMatchObject({ done: false });
    expect(isFree).toThrow(TAKEN);
    expect(await follow(one)).toMatchObject({ errors: [REFUSED] });
    expect(await stream.next()).toMatchObject({ done: true });
    isFree();
  });

  test('when its subscriber leaves, once or twice, or throws', async () => {
    const { follow, isFree } = createTeller();
    const left = await streamOf(follow(one));
    await left.return?.();
    await left.return?.();
    isFree();
    const thrown = await streamOf(follow(one));
    await expect(thrown.throw?.(new Error('gone'))).rejects.toThrow('gone');
    isFree();
  });

  test('when its source breaks, or what it may tell cannot be found out', async () => {
    const source = createTeller();
    await expect((await streamOf(source.follow(broken))).next()).rejects.toThrow('broken');
    source.isFree();
    const refused = createTeller({
      guard: () => {
        throw new Error('no more');
      },
    });
    await expect((await streamOf(refused.follow(one))).next()).rejects.toThrow('no more');
    refused.isFree();
  });

  test('when it never begins', async () => {
    const { follow, isFree } = createTeller();
    expect(await follow(refuse)).toMatchObject({ errors: [{ message: 'not today' }] });
    isFree();
    await expect(follow(() => 'no stream')).rejects.toThrow(/AsyncIterable|async iterable/i);
    isFree();
    const unpaid = createTeller({ check: refuse });
    expect(await unpaid.follow(one)).toMatchObject({ errors: [{ message: 'not today' }] });
    unpaid.isFree();
  });
});
