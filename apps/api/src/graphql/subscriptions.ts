import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
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

/** Runs subscriptions: checked like queries, and executed once per event for all who ask the same. */
export function runSubscriptions<Context extends object>(options: SubscriptionOptions<Context>): Plugin {
  const { check, viewerOf, contextOfEvent, maskError } = options;
  const shared = new SharedExecutions();

  const subscribe = async (args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> => {
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) return source;
    const context = args.contextValue as Context;
    const identity = identityOf(args, viewerOf(context));
    const executeOne = async (event: unknown): Promise<ExecutionResult> => {
      const result = await execute({ ...args, rootValue: event, contextValue: contextOfEvent(context) });
      // Here rather than per subscriber, so that what went wrong once is logged once.
      return result.errors ? { ...result, errors: result.errors.map((error) => asGraphqlError(maskError(error))) } : result;
    };
    return mapEvents(source, (event) => shared.run(event, identity, () => executeOne(event)));
  };

  return {
    onSubscribe({ args, setSubscribeFn, setResultAndStopExecution }) {
      try {
        check(args);
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        return setResultAndStopExecution({ errors: [error] });
      }
      setSubscribeFn(subscribe);
    },
  };
}

const asGraphqlError = (error: Error): GraphQLError => (error instanceof GraphQLError ? error : new GraphQLError(error.message));

/** A generator would queue `return` behind a `next` that waits, and so never leave. */
function mapEvents(
  source: AsyncIterable<unknown>,
  answer: (event: unknown) => SharedResult,
): AsyncIterableIterator<ExecutionResult> {
  const events = source[Symbol.asyncIterator]();
  const results: AsyncIterableIterator<ExecutionResult> = {
    [Symbol.asyncIterator]: () => results,
    next: async () => {
      const event = await events.next();
      return event.done ? { done: true, value: undefined } : { done: false, value: await answer(event.value) };
    },
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
