import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';
import { type JobHandler, waitBeforeRetry } from './job.js';
import { JobPayloadError, unpackPayload } from './job-payload.js';

/** One delivery of a job by the store. */
export interface JobDelivery {
  data: unknown;
  /** 1 for the first. A delivery whose process died does not count as an attempt. */
  attempt: number;
  recurring: boolean;
  lockMs: number;
  /** Renews the store's lock, so that nobody else is given the job. */
  touch(): Promise<void>;
}

/** Renewed three times within a lock: one renewal may be lost. */
const TOUCHES_PER_LOCK = 3;

/**
 * Runs the handler while renewing the lock. Resolves where the job is done with, also where its payload is not what was
 * declared: trying that again would change nothing. Rejects where the handler failed, with words fit for the store.
 */
export async function deliverJob(
  handler: JobHandler<unknown>,
  delivery: JobDelivery,
  context: { signal: AbortSignal; log: Logger },
): Promise<void> {
  const { job } = handler;
  const log = context.log.child({ job: job.name, attempt: delivery.attempt });
  let payload: unknown;
  try {
    payload = unpackPayload(job, delivery.data);
  } catch (error) {
    if (!(error instanceof JobPayloadError)) throw error;
    log.error({ event: 'job_dropped', mistakes: error.mistakes }, 'a job was dropped: its payload is not what it declares');
    return;
  }
  const heartbeat = beginHeartbeat(delivery, log);
  try {
    await handler.handle(payload, { signal: context.signal, log });
  } catch (error) {
    const failure = loggableError(error);
    if (delivery.recurring || waitBeforeRetry(job, delivery.attempt) !== null)
      log.warn({ event: 'job_failed', failure }, 'a job failed and comes again');
    else log.error({ event: 'job_failed_for_good', failure }, 'a job failed for the last time');
    // The store keeps an error's words and shows them on its pages: only those that a log may have.
    throw new Error(failure.message, { cause: error });
  } finally {
    // A renewal that arrived after the end would lock a job that is over.
    await heartbeat.stop();
  }
}

function beginHeartbeat({ lockMs, touch }: JobDelivery, log: Logger): { stop(): Promise<void> } {
  let renewal: Promise<void> | null = null;
  const renew = async () => {
    try {
      await touch();
    } catch (error) {
      log.warn({ event: 'job_lock_not_renewed', failure: loggableError(error) }, 'another worker may be given this job too');
    } finally {
      renewal = null;
    }
  };
  const timer = setInterval(() => {
    renewal ??= renew();
  }, lockMs / TOUCHES_PER_LOCK);
  return {
    async stop() {
      clearInterval(timer);
      await renewal;
    },
  };
}
