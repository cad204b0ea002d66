import { GraphQLError } from 'graphql';
import { CursorMalformedError, CursorTooOldError } from '../events/activity.js';
import { EventHubClosedError } from '../events/event-hub.js';
import { UnknownChainRunError } from '../workflow/chain-run-row.js';

/** Errors of use cases that a subscription may meet, with the codes that callers know them by. */
const CODES = [
  [UnknownChainRunError, 'NOT_FOUND'],
  [EventHubClosedError, 'SERVER_STOPPING'],
  [CursorTooOldError, 'CURSOR_TOO_OLD'],
  [CursorMalformedError, 'BAD_USER_INPUT'],
] as const;

/** The error for the caller, with its code and what to do about it, where it is one of those; else as it was. */
export function toldToCaller(error: unknown): unknown {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  for (const [kind, code] of CODES)
    if (cause instanceof kind) {
      const located = error instanceof GraphQLError ? { nodes: error.nodes, path: error.path } : {};
      return new GraphQLError(cause.message, { ...located, extensions: { code, remedy: cause.remedy } });
    }
  return error;
}
