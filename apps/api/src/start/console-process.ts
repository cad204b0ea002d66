import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { endOf, type KeptProcess, keepRunning } from './kept-process.js';

export interface ConsoleProcess extends KeptProcess {
  /** Where it listens. */
  url: string;
}

export interface ConsoleProcessOptions {
  /** The file that node runs. */
  program: string;
  host: string;
  port: number;
  /** What the console finds in its environment, besides where it listens. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Told when a console ended by itself and another one is started. */
  warn: (text: string) => void;
  signal: AbortSignal;
  /** How long the first one may take until it answers, in milliseconds. */
  startWithinMs?: number;
  /** The pause before the next one, in milliseconds; it doubles while they go on ending soon. */
  pauseMs?: number;
}

const START_WITHIN_MS = 30_000;
const LOOK_AGAIN_MS = 50;
/** It promises to end within five seconds. */
const STOP_WITHIN_MS = 8000;

/** The console could not be started. */
export class ConsoleStartError extends Error {
  readonly remedy = 'What it wrote is above. To see more, set LOG_LEVEL=debug; to start without it, set ROLLCALL_ADMIN=0';
  constructor(what: string) {
    super(`The console ${what}.`);
    this.name = 'ConsoleStartError';
  }
}

/**
 * Runs the console as a process of its own beside this one and keeps one running until `stop`. Settles when it answers;
 * throws `ConsoleStartError` where the first one does not.
 */
export async function startConsoleProcess(options: ConsoleProcessOptions): Promise<ConsoleProcess> {
  const { host, port, warn, signal, startWithinMs = START_WITHIN_MS, pauseMs } = options;
  const url = urlOf(host, port);
  const first = spawnConsole(options);
  try {
    await answering(first, `${url}/healthz`, startWithinMs, signal);
  } catch (error) {
    first.kill('SIGKILL');
    await endOf(first);
    throw error;
  }
  const kept = keepRunning({
    first,
    spawn: () => spawnConsole(options),
    ended: (end) => warn(`The console ended by itself (${end}); another one is started. Nobody has to sign in again.`),
    signal,
    patienceMs: STOP_WITHIN_MS,
    ...(pauseMs !== undefined && { pauseMs }),
  });
  return { url, ...kept };
}

/** By which this machine reaches what listens there. */
export function urlOf(host: string, port: number): string {
  const reached = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}

function spawnConsole({ program, host, port, environment }: ConsoleProcessOptions): ChildProcess {
  // What it writes is log, so it goes where our log goes. Group and channel: as with the worker.
  const child = spawn(process.execPath, [program], {
    env: { ...environment, NODE_ENV: 'production', ADMIN_HOST: host, ADMIN_PORT: String(port) },
    stdio: ['ignore', 2, 2, 'ipc'],
    detached: true,
  });
  child.channel?.unref();
  return child;
}

/** Until the console answers. Throws `ConsoleStartError` where it ends before, or takes too long. */
async function answering(child: ChildProcess, url: string, withinMs: number, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    signal.throwIfAborted();
    if (child.exitCode !== null || child.signalCode !== null)
      throw new ConsoleStartError(`ended before it was ready (${await endOf(child)})`);
    if (await isHealthy(url, signal)) return;
    if (performance.now() > deadline) throw new ConsoleStartError(`did not answer ${url} within ${withinMs / 1000} seconds`);
    await wait(LOOK_AGAIN_MS, undefined, { signal });
  }
}

async function isHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    // Nobody listens yet; whoever waits knows how long to.
    return false;
  }
}
