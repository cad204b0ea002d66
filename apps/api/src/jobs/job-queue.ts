import type { JobDeclaration, JobHandler } from './job.js';

/** A job that comes again and again; one worker of all gets it each time. */
export interface RecurringJob {
  job: JobDeclaration<Record<string, never>>;
  intervalMs: number;
}

/**
 * Wakes workers and spreads work over them. It decides nothing: a job may be delivered twice, and a job may be delivered
 * late, so what is due stands in rows of our own and recurring jobs look for what was missed.
 */
export interface JobQueue {
  /**
   * Puts a job into the store. `at`: epoch ms, default now. `key`: a name that can be computed; where a job of the key
   * waits that is due no later, no second one is put beside it (a help, no promise: two senders at once may both send).
   * Throws `JobPayloadError` and `JobStoreUnavailableError`.
   */
  send<Payload>(job: JobDeclaration<Payload>, payload: Payload, options?: { at?: number; key?: string }): Promise<void>;
  /** Registers the handlers and begins to work; once per queue. Throws `JobStoreUnavailableError`. */
  work(handlers: readonly JobHandler<unknown>[], options?: { every?: readonly RecurringJob[] }): Promise<void>;
  /**
   * Takes no new jobs and waits for the running ones, which may still send. After `timeoutMs` their signal fires, and they
   * are waited for until they come to their safe point.
   */
  drain(options?: { timeoutMs?: number }): Promise<void>;
  /** Ends the connections, after a drain that asks running jobs to stop at once. May be called again. */
  close(): Promise<void>;
}
