import type { SsgError, SsgErrorKind } from './errors/ssg-error.js';
import type { RetryDecision } from './retry.js';

/** One HTTP attempt, fit for a log: no body, no identifier, no personal query value (bug 25). */
export interface CallEvent {
  operation: string;
  method: string;
  /** The template, `/tpg/enrolments/details/{referenceNumber}`. */
  path: string;
  /** Only keys that never hold a person's data. */
  query: Readonly<Record<string, string>>;
  correlationId: string;
  attempt: number;
}

export interface ResponseEvent extends CallEvent {
  /** Absent when no answer came. */
  httpStatus: number | undefined;
  elapsedMs: number;
  outcome: 'success' | 'none' | SsgErrorKind;
}

export interface ErrorEvent extends ResponseEvent {
  error: SsgError;
  /** What the client does about it. */
  decision: RetryDecision;
}

/** A hook that throws fails the call: a broken log must not go unnoticed. */
export interface CallHooks {
  onRequest?: ((event: CallEvent) => void) | undefined;
  onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Once per failed attempt, after onResponse. */
  onError?: ((event: ErrorEvent) => void) | undefined;
}

const LOGGABLE_QUERY_KEYS = new Set([
  'uen',
  'courseReferenceNumber',
  'tpCode',
  'courseRunStartDate',
  'includeExpiredCourses',
  'page',
  'pageSize',
]);

export function loggableQuery(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query].filter(([key]) => LOGGABLE_QUERY_KEYS.has(key)));
}
