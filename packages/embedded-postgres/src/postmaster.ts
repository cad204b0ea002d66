import { readFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from './errors.js';

/** What a running (or killed) server wrote of itself into its data folder. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** Reads postmaster.pid; undefined when there is none, or when the server is still writing it. */
export function readPostmaster(dataDirectory: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(path.join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}
