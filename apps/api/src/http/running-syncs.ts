import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';
import type { BatchSummary } from '../modules/sync/sync-input.js';

/** The batches begun by requests that have long been answered: the server ends only after them. */
export interface RunningSyncs {
  /** Stops every batch at its next safe point. */
  signal: AbortSignal;
  track(runId: string, finished: Promise<BatchSummary>): void;
  /** Aborts what runs and waits until it has stopped. Never rejects. */
  stop(): Promise<void>;
}

export function createRunningSyncs(log: Logger): RunningSyncs {
  const abort = new AbortController();
  const running = new Set<Promise<void>>();
  return {
    signal: abort.signal,
    track(runId, finished) {
      const settled = finished
        .then(
          () => undefined,
          (error: unknown) =>
            log.error(
              { event: 'sync_batch_lost', batch: runId, failure: loggableError(error) },
              'a sync batch begun over HTTP ended with an error',
            ),
        )
        .finally(() => running.delete(settled));
      running.add(settled);
    },
    async stop() {
      abort.abort();
      await Promise.all(running);
    },
  };
}
