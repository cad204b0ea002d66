import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endOf, type KeptProcess, keepRunning } from './kept-process.js';

export interface WorkerProcess extends KeptProcess {
  /** What the worker said of itself when it was ready. */
  greeting: string;
}

export interface WorkerProcessOptions {
  /** What the worker finds in its environment. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Told when a worker ended by itself and another one is started. */
  warn: (text: string) => void;
  signal: AbortSignal;
}

/** The command line beside this folder, compiled or not as this file is. */
const COMMAND_LINE = fileURLToPath(new URL(`../cli/main${path.extname(import.meta.url)}`, import.meta.url));

/** The worker could not be started. */
export class WorkerStartError extends Error {
  readonly remedy = 'Start it by itself to see why: npm run -s rollcall -- worker';
  constructor(end: string) {
    super(`The worker ended before it was ready (${end}).`);
    this.name = 'WorkerStartError';
  }
}

/**
 * Runs a worker as a process of its own beside this one, so that its work and the API's answers do not wait for each other,
 * and keeps one running until `stop`, which lets it finish what it has in hand at a safe point. Throws `WorkerStartError`
 * where the first one does not come up.
 */
export async function startWorkerProcess({ environment, warn, signal }: WorkerProcessOptions): Promise<WorkerProcess> {
  const first = spawnWorker(environment);
  const greeting = await greetingOf(first);
  const kept = keepRunning({
    first,
    spawn: () => {
      const next = spawnWorker(environment);
      // Its greeting is for nobody now; unread output would hold it up.
      next.stdout?.resume();
      return next;
    },
    ended: (end) => warn(`The worker ended by itself (${end}); another one is started. Its steps are gone on with.`),
    signal,
    patienceMs: null,
  });
  return { greeting, ...kept };
}

function spawnWorker(environment: WorkerProcessOptions['environment']): ChildProcess {
  const words = [...process.execArgv, COMMAND_LINE, 'worker'];
  // A group of its own gets no Ctrl-C of ours: we tell it to stop, after the API has. The channel tells it when we are killed.
  const worker = spawn(process.execPath, words, {
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    detached: true,
  });
  worker.channel?.unref();
  return worker;
}

async function greetingOf(worker: ChildProcess): Promise<string> {
  if (!worker.stdout) throw new Error('The worker has no output to read.');
  const lines = createInterface({ input: worker.stdout });
  const ended = endOf(worker).then((end) => {
    throw new WorkerStartError(end);
  });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => undefined);
  return line;
}
