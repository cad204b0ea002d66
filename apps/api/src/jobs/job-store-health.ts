import type { Logger } from '../logger.js';
import { wordsOf } from './job-store-unavailable.js';
import { redactUrl } from './redact-url.js';

/**
 * Tells once when the store goes and once when it is back, however many questions are under way: an answer to what was
 * asked before it went proves nothing, nor does the failure of what was asked before it came back.
 */
export interface JobStoreHealth {
  /** Gives the question's number, to be told with its end. */
  asked(): number;
  answered(question: number): void;
  /** Whatever a question ended with; only what means that the store is away counts. */
  failed(question: number, error: unknown): void;
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
  let questions = 0;
  let newestAnswered = 0;
  let lost: { at: number; afterQuestion: number } | null = null;
  const answered = (question: number) => {
    newestAnswered = Math.max(newestAnswered, question);
    if (lost === null || question <= lost.afterQuestion) return;
    log.info({ event: 'job_store_back', store, lostForMs: now() - lost.at }, 'the job store is back');
    lost = null;
  };
  return {
    asked() {
      questions += 1;
      return questions;
    },
    answered,
    failed(question, error) {
      const reason = wordsOf(error, url);
      if (!isAway(error)) {
        log.error({ event: 'job_store_refused', store, reason }, 'the job store refused a request');
        answered(question);
        return;
      }
      if (lost !== null || question < newestAnswered) return;
      lost = { at: now(), afterQuestion: questions };
      log.error({ event: 'job_store_lost', store, reason }, 'the job store is away; no job is begun until it is back');
    },
  };
}
