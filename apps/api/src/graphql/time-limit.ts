import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from '../logger.js';

/** How long an operation may take before its caller is told that it takes too long. */
export const OPERATION_TIME_MS = 30_000;

type Execute<Args> = (args: Args) => unknown;

/**
 * An execution whose caller waits only so long. Prisma and pg have no way to take a statement back: what has begun goes on
 * behind, its connection in use until it is done, and an act may still commit. The error says so.
 */
export function limitTime<Args>(execute: Execute<Args>, options: { ms: number; log: Logger; requestId: string }): Execute<Args> {
  const { ms, log, requestId } = options;
  return (args) => {
    const result = execute(args);
    if (!(result instanceof Promise)) return result;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        log.warn({ event: 'graphql_timeout', requestId, ms }, 'a GraphQL operation took too long; it goes on behind');
        resolve(timedOut(ms));
      }, ms);
      result.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  };
}

const timedOut = (ms: number): ExecutionResult => ({
  errors: [
    new GraphQLError(`The operation took longer than ${ms / 1000} seconds.`, {
      extensions: {
        code: 'TIMEOUT',
        remedy:
          'Ask for smaller pages or fewer fields. A mutation may still be done behind: ask again with the same idempotencyKey, or look.',
        http: { status: 504 },
      },
    }),
  ],
});
