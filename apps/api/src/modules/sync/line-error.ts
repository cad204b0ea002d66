import { SsgError } from '@rollcall/ssg/errors/ssg-error';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { describeFailure } from '../../upstream/describe-failure.js';
import type { LineError } from './log-line.js';
import type { SyncContext } from './sync-context.js';

/**
 * An error as a log line keeps it: what went wrong and what to do next, with the setting's name where one is behind it and
 * no clear identifier (S1.19, S1.23). Errors that nobody foresaw are kept too, and point to the process log.
 */
export function lineErrorOf(error: unknown, { deps, provider }: Pick<SyncContext, 'deps' | 'provider'>): LineError {
  const { message, remedy } = describeFailure(error, deps.settings, provider.uen);
  return {
    code: codeOf(error),
    message: maskIdentifiersIn(message),
    remedy,
    correlationId: error instanceof SsgError ? error.correlationId : null,
  };
}

function codeOf(error: unknown): string {
  if (error instanceof SsgError) return error.code ?? error.kind;
  return error instanceof Error ? error.name : 'unexpected';
}

/**
 * True where every further call would fail the same way: SSG does not accept the credentials. The batch then ends at once,
 * instead of asking for a token once per run and looking like somebody who guesses secrets. True as well where the call ended
 * because the batch does: that is no fault of its run, which is read when the batch goes on.
 */
export const endsTheBatch = (error: unknown): boolean =>
  error instanceof SsgError && (error.kind === 'auth' || error.kind === 'aborted');
