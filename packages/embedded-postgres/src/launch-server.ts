import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { messageOf } from './errors.js';
import { serverEnvironment } from './process.js';
import type { ServerPlan } from './raise-server.js';

export interface LaunchedServer {
  pid: number;
  port: number;
  hasEnded(): boolean;
  /** What this launch has written to the log so far, at most the last 4000 characters. */
  output(): string;
  /** Ends a server that cannot be used, and waits until it is gone. */
  end(): Promise<void>;
}

const logLimitBytes = 5_000_000;

/**
 * Spawns the postmaster, detached (Ctrl-C in a terminal goes to the whole process group) and writing to a file: a pipe would
 * break when this process is killed and the server lives on.
 */
export function launchServer(plan: ServerPlan, port: number): LaunchedServer {
  const { logFile, data } = plan.paths;
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) renameSync(logFile, `${logFile}.1`);
  const logDescriptor = openSync(logFile, 'a', 0o600);
  const outputStart = fstatSync(logDescriptor).size;
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...plan.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(plan.binaries.postgres, ['-D', data, '-p', String(port), ...flags], {
    uid: plan.identity.uid,
    gid: plan.identity.gid,
    cwd: data,
    detached: true,
    env: serverEnvironment,
    stdio: ['ignore', logDescriptor, logDescriptor],
    windowsHide: true,
  });
  closeSync(logDescriptor);
  child.unref();
  let spawnError: unknown;
  child.on('error', (error) => {
    spawnError = error;
  });
  return {
    pid: child.pid ?? 0,
    port,
    hasEnded: () => spawnError !== undefined || child.exitCode !== null || child.signalCode !== null,
    output: () => (spawnError ? messageOf(spawnError) : readTail(logFile, outputStart)),
    end: async () => {
      child.ref();
      const exit = once(child, 'exit');
      child.kill('SIGINT');
      await exit;
    },
  };
}

function readTail(file: string, start: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const end = fstatSync(descriptor).size;
    const from = Math.max(start, end - 4_000);
    const tail = Buffer.alloc(end - from);
    readSync(descriptor, tail, 0, tail.length, from);
    return tail.toString('utf8').trim();
  } finally {
    closeSync(descriptor);
  }
}
