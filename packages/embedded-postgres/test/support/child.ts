import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { EmbeddedPostgres } from '../../src/server.js';

export interface StartedChild {
  process: ChildProcess;
  /** What the child's own start returned; rejects when the child ends without it. */
  started: Promise<Omit<EmbeddedPostgres, 'stop'>>;
  /** Kills the child and everything in its process group at once, as a terminal that is closed would, but without a chance to react. */
  killGroup(): Promise<void>;
}

const loader = createRequire(import.meta.url).resolve('tsx');
const program = fileURLToPath(new URL('./start-and-hold.ts', import.meta.url));

/** Another Node process that starts the server of the folder and then holds it until it is killed. */
export function startInChild(directory: string): StartedChild {
  const child = spawn(process.execPath, ['--import', loader, program, directory], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const kill = async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  return { process: child, started: readStarted(child), killGroup: kill };
}

async function readStarted(child: ChildProcess): Promise<Omit<EmbeddedPostgres, 'stop'>> {
  if (!child.stdout) throw new Error('the child has no output');
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error('the child ended before its server was started');
}
