import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFailed, onTestFinished } from 'vitest';

export const EXAMPLES = path.resolve(import.meta.dirname, '../../../../docs/examples');

/** What the examples tell their readers to install, where they import it by its name. */
const PACKAGES = ['graphql', 'graphql-ws', 'ws', 'eventsource'];

export interface RunningExample {
  /** In which it runs. */
  folder: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves with the match as soon as stdout has it; rejects when the program ends first. */
  says(pattern: RegExp): Promise<RegExpMatchArray>;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

/** Runs an example as a reader would: in a folder of its own, with the packages that it names, and no more of Rollcall than its URL. */
export function runExample(name: string, words: readonly string[], environment: Record<string, string>): RunningExample {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-example-'));
  copyFileSync(path.join(EXAMPLES, name), path.join(folder, name));
  mkdirSync(path.join(folder, 'node_modules'));
  for (const wanted of PACKAGES) symlinkSync(folderOf(wanted), path.join(folder, 'node_modules', wanted), 'dir');
  return runProgram(name.endsWith('.sh') ? 'sh' : process.execPath, [name, ...words], folder, environment);
}

/** Runs the text of a shell block. */
export const runShell = (text: string, environment: Record<string, string>): RunningExample =>
  runProgram('sh', ['-euc', text], mkdtempSync(path.join(tmpdir(), 'rollcall-example-')), environment);

function runProgram(
  command: string,
  words: readonly string[],
  folder: string,
  environment: Record<string, string>,
): RunningExample {
  const child = spawn(command, words, {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  onTestFailed(() => void process.stderr.write(`--- ${words.join(' ')}\n${text.stdout}${text.stderr}`));
  // A test that fails leaves nothing running.
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
    });
  const ended = once(child, 'close').then(
    ([code, signal]: (number | NodeJS.Signals | null)[]) => (signal ?? code ?? -1) as number | NodeJS.Signals,
  );
  return {
    folder,
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
          const match = pattern.exec(text.stdout);
          if (match) resolve(match);
        };
        child.stdout.on('data', look);
        ended.then(
          (end) => reject(new Error(`It ended with ${end} before it said ${pattern}.\n${text.stdout}${text.stderr}`)),
          reject,
        );
        look();
      }),
  };
}

const { resolve } = createRequire(import.meta.url);

/** Where a package of ours is installed. */
function folderOf(name: string): string {
  const file = resolve(name);
  const inside = path.join('node_modules', name);
  return file.slice(0, file.lastIndexOf(inside) + inside.length);
}
