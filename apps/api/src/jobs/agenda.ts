import { Agenda, type Job } from 'agenda';
import type { Logger } from '../logger.js';
import { openMongoStore } from './agenda-mongo.js';
import { openPostgresStore } from './agenda-postgres.js';
import { watchRepository } from './agenda-repository.js';
import { type FollowedRuns, followRuns } from './agenda-runs.js';
import { type AgendaStore, isRowGone } from './agenda-store.js';
import { deliverJob } from './deliver-job.js';
import { type JobDeclaration, type JobHandler, waitBeforeRetry } from './job.js';
import { packPayload } from './job-payload.js';
import type { JobQueue, RecurringJob } from './job-queue.js';
import { createJobStoreHealth } from './job-store-health.js';
import { JobStoreUnavailableError, wordsOf } from './job-store-unavailable.js';
import { createWorkInHand } from './work-in-hand.js';

export interface JobQueueOptions {
  databaseUrl: string;
  /** A `mongodb:` or `postgresql:` address of a store of its own; null: schema `agenda` of `databaseUrl`. */
  jobsUrl: string | null;
  /** Unlike that of any other process, for example host:pid:random. */
  name: string;
  log: Logger;
  /** How often a worker looks for jobs nobody woke it for: retries, jobs of dead workers, and with MongoDB those of other processes. */
  processEveryMs?: number;
  /** How long after its worker's death a job is given to another one, unless its declaration says otherwise. */
  lockMs?: number;
  /** The clock of what is removed as old and of what the log says. Jobs become due by the machine's clock. */
  now?: () => number;
}

/** A timer that Agenda starts with each job outlives it by up to half of this, and so does a process that ends by itself. */
const LOCK_MS = 15_000;
const PROCESS_EVERY_MS = 1000;
const KEEP_FAILED_MS = 7 * 24 * 60 * 60 * 1000;
const CLEAN_EVERY_MS = 60 * 60 * 1000;

/** Opens the job store and a queue on it. Throws `JobStoreUnavailableError` where the store does not answer. */
export async function createJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  const url = options.jobsUrl ?? options.databaseUrl;
  const store = /^mongodb(?:\+srv)?:/.test(url) ? await openMongoStore(url) : await openPostgresStore(url);
  return new AgendaJobQueue(store, options);
}

class AgendaJobQueue implements JobQueue {
  readonly #store: AgendaStore;
  readonly #agenda: Agenda;
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #lockMs: number;
  readonly #inHand = createWorkInHand();
  /** Fires when running jobs are asked to come to a safe point. */
  readonly #stop = new AbortController();
  readonly #runs: FollowedRuns;
  #isWorking = false;
  #isDraining = false;
  #isClosed = false;
  #cleaning: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(store: AgendaStore, options: JobQueueOptions) {
    this.#store = store;
    this.#log = options.log;
    this.#now = options.now ?? Date.now;
    this.#lockMs = options.lockMs ?? LOCK_MS;
    const health = createJobStoreHealth({ url: store.url, isAway: store.isAway, log: this.#log, now: this.#now });
    const repository = watchRepository(store.repository, {
      health,
      inHand: this.#inHand,
      isDraining: () => this.#isDraining,
      removed: (jobId) => this.#runs.rowRemoved(jobId),
    });
    this.#agenda = new Agenda({
      name: options.name,
      processEvery: options.processEveryMs ?? PROCESS_EVERY_MS,
      defaultLockLifetime: this.#lockMs,
      removeOnComplete: true,
      // The store is connected already: Agenda does not await its own connecting.
      backend: { name: store.kind, repository, ownsConnection: false, connect: async () => {}, disconnect: async () => {} },
    });
    this.#agenda.notifyVia(store.wakes);
    this.#agenda.on('error', (error) => this.#tellOf(error));
    this.#runs = followRuns(this.#agenda, this.#inHand, (name) => this.#lookForMore(name));
  }

  async send<Payload>(
    job: JobDeclaration<Payload>,
    payload: Payload,
    options: { at?: number; key?: string } = {},
  ): Promise<void> {
    // MongoDB's client would connect again by itself.
    if (this.#isClosed) throw new Error('This queue is closed: send before close().');
    const { at = Date.now(), key } = options;
    const envelope = packPayload(job, payload, key);
    await this.#ask(async () => {
      if (key !== undefined && (await this.#isWaiting(job.name, key, at))) return;
      await this.#agenda.create(job.name, envelope).schedule(new Date(at)).save();
    });
  }

  async work(handlers: readonly JobHandler<unknown>[], { every = [] }: { every?: readonly RecurringJob[] } = {}): Promise<void> {
    if (this.#isWorking) throw new Error('This queue works already: give all its handlers to one call of work().');
    requireOneHandlerEach(handlers, every);
    this.#isWorking = true;
    const recurring = new Set(every.map(({ job }) => job.name));
    for (const handler of handlers) this.#define(handler, recurring.has(handler.job.name));
    this.#agenda.maxConcurrency(handlers.reduce((sum, { concurrency = 1 }) => sum + concurrency, 0));
    await this.#ask(async () => {
      await this.#removeOld();
      for (const { job, intervalMs } of every) {
        await this.#store.keepRecurring(job.name, intervalMs, packPayload(job, {}, undefined));
      }
      await this.#agenda.start();
    }).catch((error) => {
      this.#isWorking = false;
      throw error;
    });
    this.#cleaning = setInterval(() => void this.#removeOld().catch((error) => this.#tellOf(error)), CLEAN_EVERY_MS).unref();
  }

  async drain({ timeoutMs }: { timeoutMs?: number } = {}): Promise<void> {
    this.#isDraining = true;
    clearInterval(this.#cleaning);
    const stop = () => this.#stop.abort(new Error(`The worker is closing and waited ${timeoutMs} ms for its jobs.`));
    const timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
    // Not Agenda's own drain: it goes on claiming for a moment, and leaves what it claimed and did not begin locked.
    await this.#agenda.stop(false);
    await this.#inHand.idle();
    clearTimeout(timer);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeOnce();
    return this.#closing;
  }

  async #closeOnce(): Promise<void> {
    await this.drain({ timeoutMs: 0 });
    this.#isClosed = true;
    await this.#store.close();
  }

  #define(handler: JobHandler<unknown>, recurring: boolean): void {
    const { job, concurrency = 1 } = handler;
    const lockMs = job.lockMs ?? this.#lockMs;
    const run = (delivery: Job): Promise<void> =>
      deliverJob(
        handler,
        {
          data: delivery.attrs.data,
          attempt: (delivery.attrs.failCount ?? 0) + 1,
          recurring,
          lockMs,
          // Without an argument it would erase the progress.
          touch: () => delivery.touch(delivery.attrs.progress ?? 0),
        },
        { signal: this.#stop.signal, log: this.#log },
      );
    this.#agenda.define(job.name, run, {
      concurrency,
      // No more than can run: what is claimed beyond that waits here, its lock running out, while others have nothing to do.
      lockLimit: concurrency,
      lockLifetime: lockMs,
      backoff: recurring ? undefined : ({ attempt }) => waitBeforeRetry(job, attempt),
    });
  }

  #lookForMore(name: string): void {
    if (!this.#isDraining) this.#store.wakes.lookFor(name);
  }

  async #isWaiting(name: string, key: string, at: number): Promise<boolean> {
    const { jobs } = await this.#agenda.queryJobs({ name, data: { key }, includeDisabled: false });
    return jobs.some(({ lockedAt, nextRunAt }) => !lockedAt && nextRunAt && nextRunAt.getTime() <= at);
  }

  async #removeOld(): Promise<void> {
    const removed = await this.#store.removeFinished(new Date(this.#now() - KEEP_FAILED_MS));
    if (removed > 0) this.#log.info({ event: 'old_jobs_removed', removed }, 'jobs that failed long ago were removed');
  }

  async #ask(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      throw this.#store.isAway(error) ? new JobStoreUnavailableError(this.#store.url, error) : error;
    }
  }

  #tellOf(error: Error): void {
    if (isRowGone(error)) {
      // Claimed by two, and the other one is done with it: nothing is wrong, but a place has become free.
      for (const name of Object.keys(this.#agenda.definitions)) this.#lookForMore(name);
      return;
    }
    // Where the store is away, its health has told it already; what Agenda itself complains of, nobody has.
    const isTold = this.#store.isAway(error) && !error.message.startsWith('execution of');
    const reason = wordsOf(error, this.#store.url);
    this.#log[isTold ? 'debug' : 'warn']({ event: 'job_queue_error', reason }, 'the job queue had an error');
  }
}

function requireOneHandlerEach(handlers: readonly JobHandler<unknown>[], every: readonly RecurringJob[]): void {
  const names = handlers.map(({ job }) => job.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two handlers handle the job ${twice}: give it one.`);
  const missing = every.find(({ job }) => !names.includes(job.name));
  if (missing) throw new Error(`Nobody handles the recurring job ${missing.job.name}: give work() a handler for it.`);
}
