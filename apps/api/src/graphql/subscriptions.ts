import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { toldToCaller } from './expected-error.js';
import { identityOf, SharedExecutions, type SharedResult } from './share-executions.js';
import { withoutHttp } from './without-http.js';

export interface SubscriptionOptions<Context, Viewer> {
  /** Throws a `GraphQLError` for what is asked too much. */
  check: (args: ExecutionArgs) => unknown;
  /** Counts a stream; what it answers is called when the stream has ended, however. Throws a `GraphQLError` for one too many. */
  enter: (context: Context) => () => void;
  /**
   * Asked once for a stream, then for each event: who is told it; null for nobody, and then the stream goes on with the next
   * one. Throws where the stream must end.
   */
  guard: (args: ExecutionArgs) => (event: unknown) => Viewer | null | Promise<Viewer | null>;
  /** Results are shared among those whose keys are the same. */
  keyOf: (viewer: Viewer) => string;
  /** The context of one event: what was loaded for an earlier one may be stale. */
  contextOfEvent: (context: Context, viewer: Viewer) => Context;
  maskError: (error: unknown, context: Context) => Error;
}

export type Subscribe = (args: ExecutionArgs) => Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;

/**
 * Runs subscriptions: checked like queries, asked again at each event whether it may be told, executed once per event for
 * all who ask the same, and with errors that are fit for callers. A result is the same object for all who share it.
 */
export function createSubscribe<Context extends object, Viewer extends object>(
  options: SubscriptionOptions<Context, Viewer>,
): Subscribe {
  const { check, enter, guard, keyOf, contextOfEvent, maskError } = options;
  const shared = new SharedExecutions();

  return async (args) => {
    const context = args.contextValue as Context;
    const forCaller = (error: unknown): GraphQLError => {
      const told = maskError(toldToCaller(error), context);
      return told instanceof GraphQLError ? told : new GraphQLError(told.message);
    };
    /** The status of a stream's answer was sent long ago. */
    const inStream = (error: unknown): GraphQLError => withoutHttp(forCaller(error));
    const told = (result: ExecutionResult): ExecutionResult =>
      result.errors ? { ...result, errors: result.errors.map(inStream) } : result;
    let leave: () => void;
    try {
      await check(args);
      leave = enter(context);
    } catch (error) {
      return { errors: [forCaller(error)] };
    }
    const source = await begin(args, leave);
    if (!(Symbol.asyncIterator in source)) return { ...source, errors: (source.errors ?? []).map(forCaller) };
    const identify = identityOf(args);
    const executeFor = (event: unknown, viewer: Viewer): SharedResult => {
      const result = execute({ ...args, rootValue: event, contextValue: contextOfEvent(context, viewer) });
      return result instanceof Promise ? result.then(told) : told(result);
    };
    const answer = (event: unknown, viewer: Viewer | null): SharedResult | null =>
      viewer && shared.run(event, identify(keyOf(viewer)), () => executeFor(event, viewer));
    const viewerOf = guard(args);
    return mapEvents(
      source,
      (event) => {
        const viewer = viewerOf(event);
        return viewer instanceof Promise ? viewer.then((found) => answer(event, found)) : answer(event, viewer);
      },
      { inStream, leave },
    );
  };
}

/** A stream that does not begin is left at once. */
async function begin(args: ExecutionArgs, leave: () => void): ReturnType<typeof createSourceEventStream> {
  let begun = false;
  try {
    const source = await createSourceEventStream(args);
    begun = Symbol.asyncIterator in source;
    return source;
  } finally {
    if (!begun) leave();
  }
}

/** Lets yoga run subscriptions so, for server-sent events. */
export function useSubscribe(subscribe: Subscribe): Plugin {
  return { onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe) };
}

type Answered = ExecutionResult | null;
type Taken = IteratorResult<ExecutionResult>;

/**
 * The results of a stream of events; an event that is answered with null is passed over. What fails ends the stream.
 * A generator would queue `return` behind a `next` that waits, and so never leave.
 */
function mapEvents(
  source: AsyncIterable<unknown>,
  answer: (event: unknown) => Answered | Promise<Answered>,
  { inStream, leave }: { inStream: (error: unknown) => GraphQLError; leave: () => void },
): AsyncIterableIterator<ExecutionResult> {
  const events = source[Symbol.asyncIterator]();
  const take = (): Promise<Taken> => events.next().then(receive);
  const receive = (event: IteratorResult<unknown>): Taken | Promise<Taken> => {
    if (event.done) {
      leave();
      return { done: true, value: undefined };
    }
    const answered = answer(event.value);
    return answered instanceof Promise ? answered.then(give) : give(answered);
  };
  const give = (value: Answered): Taken | Promise<Taken> => (value === null ? take() : { done: false, value });
  const stop = async (): Promise<void> => {
    leave();
    await events.return?.();
  };
  const fail = async (error: unknown): Promise<never> => {
    await stop();
    throw inStream(error);
  };
  const results: AsyncIterableIterator<ExecutionResult> = {
    [Symbol.asyncIterator]: () => results,
    next: () => take().catch(fail),
    return: async () => {
      await stop();
      return { done: true, value: undefined };
    },
    throw: async (error) => {
      await stop();
      throw error;
    },
  };
  return results;
}
