import { SsgRateLimitedError } from './errors/rate-limited-error.js';
import type { SsgError } from './errors/ssg-error.js';
import { SsgUnavailableError, type Unavailability } from './errors/unavailable-error.js';

export interface RetryPolicy {
  /** All attempts, the first included. */
  maxAttempts: number;
  baseDelayMs: number;
  /** Longest wait by our own rule. */
  maxDelayMs: number;
  /** Longest wait on SSG's advice; a longer `Retry-After` is cut to this. */
  maxRetryAfterMs: number;
  /** 0 ≤ x < 1, for jitter. */
  random: () => number;
}

/** From 2 s doubling to 30 s over five attempts: the practice of a provider in production (ssg-api.md §3.2). */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxAttempts: 5,
  baseDelayMs: 2_000,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 300_000,
  random: Math.random,
};

/** What went wrong, as far as a retry cares; `final` is everything that would only fail again. */
export type RetryFailure = Unavailability | 'throttled' | 'busy' | 'final';

interface RetryQuestion {
  /** The attempt that just failed, from 1. */
  attempt: number;
  failure: RetryFailure;
  /** Whether the operation may be sent twice without harm. */
  repeatable: boolean;
  retryAfterMs?: number | undefined;
  /** What is left of the call's time budget; Infinity without one. */
  remainingMs: number;
}

export type RetryDecision = { retry: true; waitMs: number; why: string } | { retry: false; why: string };

/** After these SSG surely has not acted, so even a write may go out again. */
const SURELY_NOT_DONE: ReadonlySet<RetryFailure> = new Set(['not-connected', 'throttled']);

/** Decides whether to send again and when. Pure; SSG's `Retry-After` beats our own backoff (habit 20). */
export function shouldRetry(question: RetryQuestion, policy: RetryPolicy): RetryDecision {
  const { attempt, failure, retryAfterMs } = question;
  if (failure === 'final') return { retry: false, why: 'the same request would fail again' };
  if (failure === 'time-budget') return { retry: false, why: 'the time budget of the call is used up' };
  if (!question.repeatable && !SURELY_NOT_DONE.has(failure)) {
    return { retry: false, why: `a write that ended in "${failure}" may have happened: look it up first` };
  }
  if (attempt >= policy.maxAttempts) return { retry: false, why: `all ${policy.maxAttempts} attempts are used up` };

  const waitMs = waitAfter(attempt, retryAfterMs, policy);
  if (waitMs >= question.remainingMs)
    return { retry: false, why: `waiting ${waitMs} ms would exceed the time budget of the call` };
  return {
    retry: true,
    waitMs,
    why: retryAfterMs === undefined ? `${failure}, attempt ${attempt}` : `${failure}, SSG advised the wait`,
  };
}

/** Milliseconds to wait after a failed attempt: SSG's advice up to its cap, else our own backoff. */
export function waitAfter(attempt: number, retryAfterMs: number | undefined, policy: RetryPolicy): number {
  return retryAfterMs === undefined ? backoffMs(attempt, policy) : Math.min(retryAfterMs, policy.maxRetryAfterMs);
}

/** Doubles per attempt up to the cap, then takes a random part between half and all of it, so callers do not march in step. */
export function backoffMs(attempt: number, policy: RetryPolicy): number {
  const full = Math.min(policy.baseDelayMs * 2 ** (attempt - 1), policy.maxDelayMs);
  return Math.round(full * (0.5 + policy.random() / 2));
}

/** The retry rule's view of an error. */
export function retryFailureOf(error: SsgError): { failure: RetryFailure; retryAfterMs: number | undefined } {
  if (error instanceof SsgUnavailableError) return { failure: error.reason, retryAfterMs: error.retryAfterMs };
  if (error instanceof SsgRateLimitedError && error.limit !== 'quota')
    return { failure: error.limit, retryAfterMs: error.retryAfterMs };
  return { failure: 'final', retryAfterMs: undefined };
}

/** `Retry-After: 120` or an HTTP date → milliseconds from now; undefined when absent or unintelligible. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  // Date.parse takes almost anything; an HTTP date always names its day and zone.
  const instant = /^[A-Za-z]{3,9},.*GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? undefined : Math.max(0, instant - now.getTime());
}
