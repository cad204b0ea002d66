import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from './process-table.js';

/** The server that runs on a data folder's database, by what it wrote of itself; null when none does. */
export function runningDatabase(dataFolder: string): { pid: number; port: number } | null {
  const file = path.join(dataFolder, 'postgres/cluster/data/postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && isAlive(pid) ? { pid, port } : null;
}
