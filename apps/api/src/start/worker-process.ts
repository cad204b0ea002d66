import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface WorkerProcess {
  /** What the worker said of itself when it was ready. */
  greeting: string;
  /** Lets it finish what it has in hand at a safe point, and waits for its end. May be called again. */
  stop(): Promise<void>;
}

export interface WorkerProcessOptions {
  /** What the worker finds in its environment. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Told when a worker ended by itself and another one is started. */
  warn: (text: string) => void;
  signal: AbortSignal;
}

/** A worker that ends by itself is started again after this long: whatever killed it may kill the next one too. */
const RESTART_AFTER_MS = 2000;

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
 * and keeps one running until `stop`. Throws `WorkerStartError` where the first one does not come up.
 */
export async function startWorkerProcess(options: WorkerProcessOptions): Promise<WorkerProcess> {
  const stopping = new AbortController();
  let current = spawnWorker(options);
  const greeting = await greetingOf(current);
  const kept = keep();
  return {
    greeting,
    stop: async () => {
      stopping.abort();
      current.kill('SIGTERM');
      await kept;
    },
  };

  async function keep(): Promise<void> {
    for (;;) {
      const end = await endOf(current);
      if (stopping.signal.aborted || options.signal.aborted) return;
      options.warn(`The worker ended by itself (${end}); another one is started. Its steps are gone on with.`);
      try {
        await wait(RESTART_AFTER_MS, undefined, { signal: stopping.signal });
      } catch {
        return;
      }
      current = spawnWorker(options);
      // Its greeting is for nobody now; unread output would hold it up.
      current.stdout?.resume();
    }
  }
}

function spawnWorker({ environment }: WorkerProcessOptions): ChildProcess {
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

async function endOf(worker: ChildProcess): Promise<string> {
  if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
  return worker.signalCode ?? `exit code ${worker.exitCode}`;
}
