import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

export interface KeptProcess {
  /** Tells it to stop and waits for its end; what does not heed that within its patience is killed. May be called again. */
  stop(): Promise<void>;
}

export interface KeptProcessOptions {
  /** The first one, which runs already. */
  first: ChildProcess;
  /** Starts the next one. */
  spawn: () => ChildProcess;
  /** Told of each that ended by itself. @param end `exit code 1` or the name of a signal */
  ended: (end: string) => void;
  signal: AbortSignal;
  /** How long it may take to stop, in milliseconds. Null: as long as it needs. */
  patienceMs: number | null;
  /** The pause before the next one; it doubles while they go on ending soon. */
  pauseMs?: number;
}

/** Whatever killed one may kill the next one too. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** One that ran this long had begun well: the pause is short again. */
const RAN_WELL_MS = 60_000;

/** Keeps a process running until `stop`: one that ends by itself is started again, after a pause that grows. */
export function keepRunning(options: KeptProcessOptions): KeptProcess {
  const { spawn, ended, signal, patienceMs, pauseMs = FIRST_PAUSE_MS } = options;
  const stopping = new AbortController();
  let current = options.first;
  const kept = keep();
  return {
    stop: async () => {
      stopping.abort();
      current.kill('SIGTERM');
      const impatient = patienceMs === null ? undefined : setTimeout(() => current.kill('SIGKILL'), patienceMs);
      await kept;
      clearTimeout(impatient);
    },
  };

  async function keep(): Promise<void> {
    for (let pause = pauseMs; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const begun = performance.now();
      const end = await endOf(current);
      if (stopping.signal.aborted || signal.aborted) return;
      if (performance.now() - begun > RAN_WELL_MS) pause = pauseMs;
      ended(end);
      try {
        await wait(pause, undefined, { signal: stopping.signal });
      } catch {
        return;
      }
      current = spawn();
    }
  }
}

/** How a process ended, once it has: `exit code 1`, or the name of a signal. */
export async function endOf(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode ?? `exit code ${child.exitCode}`;
}
