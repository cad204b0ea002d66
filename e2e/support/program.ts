import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isGroupAlive } from './process-table.js';

/** How a program ended: its exit code, or the signal that ended it. */
export type Ending = number | NodeJS.Signals;

/** A Node program in a process group of its own, as a shell starts it for a person at a terminal. */
export interface Program {
  readonly name: string;
  readonly pid: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ended: Promise<Ending>;
  /** Resolves with the match as soon as stdout has it; rejects when the program ends without having said it. */
  says(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Ctrl-C: the terminal sends it to the whole group. */
  pressCtrlC(): void;
  /** `kill`: to the one process. */
  signal(name: NodeJS.Signals): void;
  /** Ends what is left of the group, at once. For cleaning up. */
  endNow(): Promise<void>;
}

/** Starts `node file …words`. Its environment is exactly the given one. */
export function startProgram(
  command: readonly string[],
  { environment, folder }: { environment: Record<string, string>; folder: string },
): Program {
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command.join(' ')} could not be started.`);
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
    });
  }
  let isOver = false;
  const ended = once(child, 'close').then(([code, signal]: (number | NodeJS.Signals | null)[]): Ending => {
    isOver = true;
    return (signal as NodeJS.Signals | null) ?? (code as number);
  });
  return {
    name: command.map((word) => word.split('/').slice(-2).join('/')).join(' '),
    pid,
    get stdout() {
      return text.stdout;
    },
    get stderr() {
      return text.stderr;
    },
    ended,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = text.stdout.match(pattern);
          if (match) resolve(match);
        };
        child.stdout.on('data', look);
        ended.then((ending) => reject(new Error(`It ended with ${ending} before it said ${pattern}.\n${text.stderr}`)), reject);
        look();
      }),
    pressCtrlC: () => void process.kill(-pid, 'SIGINT'),
    signal: (name) => void child.kill(name),
    async endNow() {
      if (isOver && !isGroupAlive(pid)) return;
      try {
        process.kill(-pid, 'SIGKILL');
      } catch (error) {
        // The last of the group left by itself in the meantime.
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
      }
      await ended;
    },
  };
}
