import { type CallContext, SsgError, type SsgErrorFacts } from './ssg-error.js';

/**
 * `not-connected`: the request surely did not reach SSG. `network` and `timeout`: it may have, and for a write only a
 * search can tell. `server`: SSG answered 5xx. `time-budget`: the caller's total time ran out.
 */
export type Unavailability = 'not-connected' | 'network' | 'timeout' | 'server' | 'time-budget';

/** No usable answer, for a reason that may pass. */
export class SsgUnavailableError extends SsgError {
  readonly kind = 'unavailable';
  readonly reason: Unavailability;
  /** From `Retry-After`, in milliseconds; undefined when SSG gave none. */
  readonly retryAfterMs: number | undefined;

  constructor(context: CallContext, facts: SsgErrorFacts & { reason: Unavailability; retryAfterMs?: number | undefined }) {
    super(context, facts);
    this.reason = facts.reason;
    this.retryAfterMs = facts.retryAfterMs;
  }
}
