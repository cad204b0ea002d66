import { SsgError } from '@rollcall/ssg/errors/ssg-error';

/** What kind of error a line has: lines of one kind are one incident. */
export interface LineTrouble {
  upstream: string | null;
  /** `SsgUnavailableError`. */
  errorClass: string;
  /** The operation at the upstream, `enrolments.search`. */
  endpoint: string | null;
}

/** The kind of an error, without what differs from one occurrence to the next. */
export function lineTroubleOf(error: unknown): LineTrouble {
  if (error instanceof SsgError) return { upstream: 'ssg', errorClass: error.name, endpoint: error.operation };
  return { upstream: null, errorClass: error instanceof Error ? error.name : 'unexpected', endpoint: null };
}
