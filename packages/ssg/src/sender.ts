import { type CallEvent, type CallHooks, loggableQuery } from './call-hooks.js';
import type { CallLimiter } from './call-limiter.js';
import type { CallScope } from './call-scope.js';
import { SsgAuthError } from './errors/auth-error.js';
import { errorFromTransport } from './errors/from-transport.js';
import { type CallContext, SsgError } from './errors/ssg-error.js';
import { type RetryDecision, type RetryPolicy, retryFailureOf, shouldRetry, waitAfter } from './retry.js';
import { type Transport, TransportError, type WireResponse } from './wire/transport.js';

/** One call as the sender sees it: where to, what with, and how to read the answer. */
export interface Exchange<T> {
  operation: string;
  method: 'GET' | 'POST';
  /** The path template, for hooks. */
  path: string;
  url: URL;
  body?: string | undefined;
  repeatable: boolean;
  /** Asked before every attempt, because the token in them may have been renewed since the last one. */
  headers(scope: CallScope): Promise<Record<string, string>>;
  /** Null means SSG has no such record. Throws SsgError. */
  read(response: WireResponse, context: CallContext): T | null;
  /** Drops the credentials in these refused headers; true when fresh ones can be had. Absent when nothing can be renewed. */
  renewCredentials?: ((refused: Record<string, string>) => boolean) | undefined;
}

export interface Sender {
  /** Sends until it succeeds or no retry makes sense. Throws SsgError; any other error comes from a hook or the limiter. */
  send<T>(exchange: Exchange<T>, scope: CallScope): Promise<T | null>;
}

export interface SenderParts {
  transport: Transport;
  limiter: CallLimiter;
  retryPolicy: RetryPolicy;
  hooks: CallHooks;
  /** For one attempt, headers and body together. */
  timeoutMs: number;
}

/** The one place that talks to SSG: credentials, slots, hooks, HTTP, retries and cancellation, in that order (habit 18). */
export function createSender({ transport, limiter, retryPolicy, hooks, timeoutMs }: SenderParts): Sender {
  async function send<T>(exchange: Exchange<T>, scope: CallScope): Promise<T | null> {
    let renewals = 0;
    for (let attempt = 1; ; attempt += 1) {
      const context = contextOf(exchange, scope, attempt);
      const headers = await scope.unlessStopped(context, () => exchange.headers(scope));
      await scope.unlessStopped(context, () => limiter.acquire({ operation: exchange.operation, attempt }, scope.signal));

      const outcome = await attemptOnce(exchange, context, headers, scope);
      if (outcome.ok) return outcome.value;

      const { error, event } = outcome;
      const renewed = renewals === 0 && isRefused(error) && exchange.renewCredentials?.(headers) === true;
      const decision = renewed ? RENEWED : decide(error, attempt - renewals, scope);
      if (renewed) renewals += 1;
      hooks.onError?.({ ...event, error, decision });
      await slowEveryoneDown(error, attempt);

      if (!decision.retry) throw error;
      await scope.unlessStopped(context, () => scope.wait(decision.waitMs));
    }
  }

  async function attemptOnce<T>(exchange: Exchange<T>, context: CallContext, headers: Record<string, string>, scope: CallScope) {
    const { method, url, body } = exchange;
    const event = eventOf(exchange, context);
    const startedAt = performance.now();
    let httpStatus: number | undefined;

    hooks.onRequest?.(event);
    const result = await settle(scope, context, async () => {
      const response = await transport.exchange(
        { method, url, headers, ...(body === undefined ? {} : { body }) },
        { signal: scope.signal, timeoutMs },
      );
      httpStatus = response.httpStatus;
      return exchange.read(response, context);
    });
    const outcome = result.ok ? (result.value === null ? ('none' as const) : ('success' as const)) : result.error.kind;
    const responseEvent = { ...event, httpStatus, elapsedMs: performance.now() - startedAt, outcome };
    hooks.onResponse?.(responseEvent);
    return { ...result, event: responseEvent };
  }

  /** Turns every expected failure of one attempt into a value; a programming error still throws. */
  async function settle<T>(
    scope: CallScope,
    context: CallContext,
    work: () => Promise<T>,
  ): Promise<{ ok: true; value: T } | { ok: false; error: SsgError }> {
    try {
      return { ok: true, value: await work() };
    } catch (error) {
      if (error instanceof SsgError) return { ok: false, error };
      if (scope.signal.aborted) return { ok: false, error: scope.stoppedError(context) };
      if (error instanceof TransportError) return { ok: false, error: errorFromTransport(context, error, timeoutMs) };
      throw error;
    }
  }

  function decide(error: SsgError, attempt: number, scope: CallScope): RetryDecision {
    const question = { attempt, repeatable: error.repeatable, remainingMs: scope.remainingMs(), ...retryFailureOf(error) };
    return shouldRetry(question, retryPolicy);
  }

  /** SSG's plea for fewer calls concerns all of them, so it goes to the shared limiter even when this call gives up. */
  async function slowEveryoneDown(error: SsgError, attempt: number): Promise<void> {
    const { failure, retryAfterMs } = retryFailureOf(error);
    const asksForFewerCalls = failure === 'throttled' || failure === 'busy' || retryAfterMs !== undefined;
    if (asksForFewerCalls) await limiter.pauseFor?.(waitAfter(attempt, retryAfterMs, retryPolicy));
  }

  return { send };
}

/** Refused by an answer; a failed TLS handshake is an auth error too, but a fresh token would not mend it. */
const isRefused = (error: SsgError): boolean => error instanceof SsgAuthError && error.httpStatus !== undefined;

const RENEWED: RetryDecision = { retry: true, waitMs: 0, why: 'the credentials were refused and can be renewed once' };

function contextOf(exchange: Exchange<unknown>, scope: CallScope, attempt: number): CallContext {
  return { operation: exchange.operation, correlationId: scope.correlationId, attempt, repeatable: exchange.repeatable };
}

function eventOf({ method, path, url }: Exchange<unknown>, { operation, correlationId, attempt }: CallContext): CallEvent {
  return { operation, method, path, query: loggableQuery(url.searchParams), correlationId, attempt };
}
