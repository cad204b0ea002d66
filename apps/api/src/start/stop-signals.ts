import { constants } from 'node:os';

export interface StopSignals {
  /** Fires at the first SIGINT, SIGTERM or SIGHUP. */
  signal: AbortSignal;
  stop(reason: Error): void;
  /** 128 + the signal's number where one came, as shells expect. */
  exitCode(): number | null;
}

/** One press of Ctrl-C reaches us more than once: from the terminal, and again from npm, which passes it on. */
const ONE_PRESS_MS = 1000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The person or the system asked us to stop. */
export class StoppedError extends Error {
  constructor(override readonly cause: NodeJS.Signals) {
    super(`Stopped by ${cause}.`);
    this.name = 'StoppedError';
  }
}

/**
 * Turns signals into an abort, so that work ends at a safe point. A second Ctrl-C, a second after the first or later, ends
 * the process at once.
 */
export function stopSignals(process: NodeJS.Process): StopSignals {
  const controller = new AbortController();
  let received: NodeJS.Signals | null = null;
  let receivedAt = 0;
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (received !== null) {
        if (performance.now() - receivedAt > ONE_PRESS_MS) process.exit(128 + constants.signals[name]);
        return;
      }
      received = name;
      receivedAt = performance.now();
      controller.abort(new StoppedError(name));
    });
  }
  // A process that another one of ours began, and that is killed, leaves nobody to tell us to stop.
  if (process.channel) {
    process.channel.unref();
    process.once('disconnect', () => controller.abort(new StoppedError('SIGHUP')));
  }
  return {
    signal: controller.signal,
    stop: (reason) => controller.abort(reason),
    exitCode: () => (received === null ? null : 128 + constants.signals[received]),
  };
}
