import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../../..');
const tsx = pathToFileURL(createRequire(path.join(root, 'package.json')).resolve('tsx')).href;

export interface Program {
  process: ChildProcess;
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves when stdout matches; rejects when the program ends first. */
  says(pattern: RegExp): Promise<void>;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

/** `npm test` has built them just before; whoever runs vitest alone need not build anything. */
function programOf(entry: string): string[] {
  if (process.env['ROLLCALL_TEST_PROGRAMS'] === 'built') return [path.join(root, 'apps/api/dist', entry.replace(/\.ts$/, '.js'))];
  return ['--conditions=rollcall-source', '--import', tsx, path.join(root, 'apps/api/src', entry)];
}

/** Runs an entry point of apps/api in a process of its own. Its environment is exactly the given one. */
export function runProgram(
  entry: 'cli/main.ts' | 'start/main.ts',
  words: readonly string[],
  environment: Record<string, string>,
  cwd = root,
): Program {
  const child = spawn(process.execPath, [...programOf(entry), ...words], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A test that fails leaves nothing running.
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.stderr += chunk;
  });
  const ended = once(child, 'close').then(
    ([code, signal]: (number | NodeJS.Signals | null)[]) => (signal ?? code ?? -1) as number | NodeJS.Signals,
  );
  return {
    process: child,
    get stdout() {
      return text.stdout;
    },
    get stderr() {
      return text.stderr;
    },
    ended,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(text.stdout) && resolve();
        child.stdout.on('data', look);
        ended.then(
          (code) => reject(new Error(`It ended with ${code} before saying ${pattern}.\n${text.stdout}\n${text.stderr}`)),
          reject,
        );
        look();
      }),
  };
}
