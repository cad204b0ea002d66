import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { toldToCaller } from './expected-error.js';
import { identityOf, SharedExecutions, type SharedResult } from './share-executions.js';

export interface SubscriptionOptions<Context> {
  /** Throws a `GraphQLError` for what is asked too much. */
  check: (args: ExecutionArgs) => void;
  /** Who asks: results are shared among those who are the same. */
  viewerOf: (context: Context) => string;
  /** The context of one event: what was loaded for an earlier one may be stale. */
  contextOfEvent: (context: Context) => Context;
  maskError: (error: unknown) => Error;
}

export type Subscribe = (args: ExecutionArgs) => Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;

/**
 * Runs subscriptions: checked like queries, executed once per event for all who ask the same, and with errors that are
 * fit for callers. A result is the same object for all who share it.
 */
export function createSubscribe<Context extends object>(options: SubscriptionOptions<Context>): Subscribe {
  const { check, viewerOf, contextOfEvent, maskError } = options;
  const shared = new SharedExecutions();

  const forCaller = (error: unknown): GraphQLError => {
    const told = maskError(toldToCaller(error));
    return told instanceof GraphQLError ? told : new GraphQLError(told.message);
  };
  const withErrorsForCaller = (result: ExecutionResult): ExecutionResult =>
    result.errors ? { ...result, errors: result.errors.map(forCaller) } : result;

  return async (args) => {
    try {
      check(args);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { errors: [error] };
    }
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) return withErrorsForCaller(source);
    const context = args.contextValue as Context;
    const identity = identityOf(args, viewerOf(context));
    const executeOne = (event: unknown): SharedResult => {
      const result = execute({ ...args, rootValue: event, contextValue: contextOfEvent(context) });
      return result instanceof Promise ? result.then(withErrorsForCaller) : withErrorsForCaller(result);
    };
    return mapEvents(source, (event) => shared.run(event, identity, () => executeOne(event)), forCaller);
  };
}

/** Lets yoga run subscriptions so, for server-sent events. */
export function useSubscribe(subscribe: Subscribe): Plugin {
  return { onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe) };
}

/** A generator would queue `return` behind a `next` that waits, and so never leave. */
function mapEvents(
  source: AsyncIterable<unknown>,
  answer: (event: unknown) => SharedResult,
  forCaller: (error: unknown) => GraphQLError,
): AsyncIterableIterator<ExecutionResult> {
  const events = source[Symbol.asyncIterator]();
  const toResult = (
    event: IteratorResult<unknown>,
  ): IteratorResult<ExecutionResult> | Promise<IteratorResult<ExecutionResult>> => {
    if (event.done) return { done: true, value: undefined };
    const result = answer(event.value);
    return result instanceof Promise ? result.then((value) => ({ done: false, value })) : { done: false, value: result };
  };
  const fail = (error: unknown): never => {
    throw forCaller(error);
  };
  const results: AsyncIterableIterator<ExecutionResult> = {
    [Symbol.asyncIterator]: () => results,
    next: () => events.next().then(toResult, fail),
    return: async () => {
      await events.return?.();
      return { done: true, value: undefined };
    },
    throw: async (error) => {
      await events.return?.();
      throw error;
    },
  };
  return results;
}
