import type { Logger } from '../logger.js';
import { wordsOf } from './job-store-unavailable.js';
import { redactUrl } from './redact-url.js';

/** Tells once when the store goes and once when it is back, however often it is asked in between. */
export interface JobStoreHealth {
  answered(): void;
  /** Whatever a call to the store ended with; only what means that the store is away counts. */
  failed(error: unknown): void;
}

/** @param isAway whether an error means that the store could not be asked, as opposed to its having said no */
export function createJobStoreHealth(options: {
  url: string;
  isAway: (error: unknown) => boolean;
  log: Logger;
  now: () => number;
}): JobStoreHealth {
  const { url, isAway, log, now } = options;
  const store = redactUrl(url);
  let lostAt: number | null = null;
  return {
    answered() {
      if (lostAt === null) return;
      log.info({ event: 'job_store_back', store, lostForMs: now() - lostAt }, 'the job store is back');
      lostAt = null;
    },
    failed(error) {
      if (!isAway(error)) {
        log.error({ event: 'job_store_refused', store, reason: wordsOf(error, url) }, 'the job store refused a request');
        return;
      }
      if (lostAt !== null) return;
      lostAt = now();
      log.error(
        { event: 'job_store_lost', store, reason: wordsOf(error, url) },
        'the job store is away; no job is begun until it is back',
      );
    },
  };
}
