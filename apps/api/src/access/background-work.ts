import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';

/** Small writes that no answer waits for. */
export interface BackgroundWork {
  /** @param event names the failure in the log, where it fails */
  run(event: string, work: () => Promise<unknown>): void;
  /** Resolves when all that was begun has ended. Never rejects. */
  settled(): Promise<void>;
}

export function createBackgroundWork(log: Logger): BackgroundWork {
  const running = new Set<Promise<void>>();
  return {
    run(event, work) {
      const ended = work()
        .then(
          () => undefined,
          (error: unknown) => log.warn({ event, failure: loggableError(error) }, 'work beside an answer failed'),
        )
        .finally(() => running.delete(ended));
      running.add(ended);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
