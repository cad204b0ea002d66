import { once, setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { SsgAbortedError } from './errors/aborted-error.js';
import { type CallContext, SsgError } from './errors/ssg-error.js';
import { SsgUnavailableError } from './errors/unavailable-error.js';

export interface CallOptions {
  /** Cancels the call, its waits and its pages. */
  signal?: AbortSignal;
  /** One budget for the whole call: every page, attempt, wait for a slot, and the caller's own time between two items. */
  totalTimeoutMs?: number;
  /** Sent as `x-correlation-id`; made when absent. */
  correlationId?: string;
}

/** Node fires a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

class TimeBudgetSpent extends Error {}

/** The life of one call of the client: one correlation id, one cancellation, one time budget. Close it when the call ends. */
export class CallScope {
  readonly correlationId: string;
  readonly #controller = new AbortController();
  readonly #deadline: number;
  readonly #totalTimeoutMs: number | undefined;
  readonly #release: (() => void)[] = [];

  /** `signals` are the caller's and the client's own; any of them stops the call. */
  constructor(correlationId: string, signals: readonly (AbortSignal | undefined)[], totalTimeoutMs?: number) {
    this.correlationId = correlationId;
    this.#totalTimeoutMs = totalTimeoutMs;
    this.#deadline = totalTimeoutMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + totalTimeoutMs;
    for (const signal of signals) if (signal !== undefined) this.#follow(signal);
    if (totalTimeoutMs !== undefined) {
      const timer = setTimeout(() => this.#controller.abort(new TimeBudgetSpent()), Math.min(totalTimeoutMs, LONGEST_TIMER_MS));
      this.#release.push(() => clearTimeout(timer));
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  remainingMs(): number {
    return this.#deadline - performance.now();
  }

  /** Rejects with the signal's reason when the scope stops first. */
  async wait(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.signal });
  }

  /** Waits for work that others share, without stopping it when this call stops. Rejects with the signal's reason. */
  async until<T>(shared: Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const settled = new AbortController();
    const stopped = once(this.signal, 'abort', { signal: settled.signal }).then((): never => {
      throw this.signal.reason;
    });
    try {
      return await Promise.race([shared, stopped]);
    } finally {
      settled.abort();
    }
  }

  /** Awaits work that obeys the signal; when the scope stopped, says so in the client's own terms. */
  async unlessStopped<T>(context: CallContext, work: () => Promise<T>): Promise<T> {
    if (this.signal.aborted) throw this.stoppedError(context);
    try {
      return await work();
    } catch (error) {
      throw this.signal.aborted && !(error instanceof SsgError) ? this.stoppedError(context) : error;
    }
  }

  /** Why the scope stopped, as the error to throw. Call it only once the signal has fired. */
  stoppedError(context: CallContext): SsgError {
    const reason: unknown = this.signal.reason;
    if (!(reason instanceof TimeBudgetSpent)) return new SsgAbortedError(context, reason);
    return new SsgUnavailableError(context, {
      reason: 'time-budget',
      summary: `the time budget of ${this.#totalTimeoutMs} ms for the whole call is used up.`,
      remedy: 'Allow more time (totalTimeoutMs) or ask for less in one call.',
    });
  }

  close(): void {
    for (const release of this.#release.splice(0)) release();
  }

  /** By hand rather than AbortSignal.any: a long-lived signal must not collect one dependant per call. */
  #follow(signal: AbortSignal): void {
    const stop = () => this.#controller.abort(signal.reason);
    if (signal.aborted) return stop();
    // Calls share a signal by the dozen and let go of it when they end, so Node's warning of a leak would be a false alarm.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', stop, { once: true });
    this.#release.push(() => signal.removeEventListener('abort', stop));
  }
}
