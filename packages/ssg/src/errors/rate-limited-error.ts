import { type CallContext, SsgError, type SsgErrorFacts } from './ssg-error.js';

/**
 * `throttled`: HTTP 429, so the gateway surely did not pass the request on. `busy`: another status whose text asks to try
 * later. `quota`: the app's allowance is used up, which no short wait cures.
 */
export type RateLimit = 'throttled' | 'busy' | 'quota';

/** SSG asks for fewer calls. */
export class SsgRateLimitedError extends SsgError {
  readonly kind = 'rate-limited';
  readonly limit: RateLimit;
  /** From `Retry-After`, in milliseconds; undefined when SSG gave none. */
  readonly retryAfterMs: number | undefined;

  constructor(context: CallContext, facts: SsgErrorFacts & { limit: RateLimit; retryAfterMs?: number | undefined }) {
    super(context, facts);
    this.limit = facts.limit;
    this.retryAfterMs = facts.retryAfterMs;
  }
}
