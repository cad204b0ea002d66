import { GraphQLError } from 'graphql';
import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';

/** Makes an error of a request fit for its caller. */
export type MaskError = (error: unknown, requestId: string) => Error;

/**
 * Lets errors pass that were written for the caller, and masks all others: the answer tells the request's id alone, under
 * which the log has the rest.
 */
export function createErrorMask(log: Logger): MaskError {
  return (error, requestId) => {
    if (isForCaller(error)) return error;
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    log.error(
      { event: 'graphql_error', requestId, path: pathOf(error), failure: loggableError(cause) },
      'a GraphQL field failed in a way nobody foresaw',
    );
    return new GraphQLError(`Something went wrong here. Look for the request id ${requestId} in the log.`, {
      ...(error instanceof GraphQLError && { nodes: error.nodes, path: error.path }),
      extensions: { code: 'INTERNAL_ERROR', requestId },
    });
  };
}

/** A `GraphQLError` all the way down: whoever threw it meant it to be read. */
function isForCaller(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && (error.originalError == null || isForCaller(error.originalError));
}

/** Field names and positions, which come from the schema and hold nothing the caller sent but aliases. */
const pathOf = (error: unknown): string | undefined => (error instanceof GraphQLError ? error.path?.join('.') : undefined);
