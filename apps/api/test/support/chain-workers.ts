import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SyncWorld } from './sync-world.js';

export interface ChainWorkers {
  /** Starts one more, and waits until it works. */
  add(): Promise<void>;
  /** Names of the steps in which a worker was killed. */
  killedIn: string[];
  /** Kills those that are left. For cleaning up. */
  end(): Promise<void>;
}

/**
 * Workers in processes of their own. At the pause point `askAt` of each step the first worker to come there is killed with
 * -9 and replaced by a new one; whoever comes there after it may go on.
 */
export function chainWorkers(world: SyncWorld, askAt: string, jobsUrl = ''): ChainWorkers {
  const databaseUrl = world.deps.databaseUrl;
  const file = fileURLToPath(new URL('./chain-worker.ts', import.meta.url));
  const children = new Set<ChildProcess>();
  const killedIn: string[] = [];
  const add = async (): Promise<void> => {
    const child = fork(file, [databaseUrl, String(world.simulator.port), askAt, jobsUrl], {
      execArgv: ['--import', 'tsx', '--conditions', 'rollcall-source'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.add(child);
    const ready = new Promise<void>((resolve, reject) => {
      child.once('exit', (code, signal) => reject(new Error(`A worker ended before it was ready: ${signal ?? code}`)));
      child.on('message', (message: { ready?: true; mayGoOn?: string }) => {
        if (message.ready) resolve();
        else if (message.mayGoOn === undefined || killedIn.includes(message.mayGoOn)) child.send('go on');
        else {
          killedIn.push(message.mayGoOn);
          children.delete(child);
          child.kill('SIGKILL');
          add().catch(() => undefined);
        }
      });
    });
    await ready;
  };
  const end = async (): Promise<void> => {
    await Promise.all(
      [...children].map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }),
    );
  };
  return { add, killedIn, end };
}
