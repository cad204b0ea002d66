import { SsgError } from '@rollcall/ssg/errors/ssg-error';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import type { LineError } from './log-line.js';

/**
 * An error as a log line keeps it: what went wrong and what to do next, with no clear identifier (S1.19, S1.23).
 * Errors that nobody foresaw are kept too, and point to the process log.
 */
export function lineErrorOf(error: unknown): LineError {
  if (error instanceof SsgError)
    return {
      code: error.code ?? error.kind,
      message: maskIdentifiersIn(error.summary),
      remedy: error.remedy,
      correlationId: error.correlationId,
    };
  if (!(error instanceof Error))
    return { code: 'unexpected', message: maskIdentifiersIn(String(error)), remedy: LOOK_AT_THE_LOG, correlationId: null };
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : LOOK_AT_THE_LOG;
  return { code: error.name, message: maskIdentifiersIn(error.message), remedy, correlationId: null };
}

const LOOK_AT_THE_LOG = 'Look at the process log for this batch, and sync the run again.';
