import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from './errors.js';
import { findProcess } from './process.js';

/** What a running (or killed) server wrote of itself into its data folder. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** Reads postmaster.pid; undefined when there is none, or when the server is still writing it. */
export function readPostmaster(dataDirectory: string): Postmaster | undefined {
  const lines = readPidFile(pidFileOf(dataDirectory))?.split('\n');
  const pid = Number(lines?.[0]);
  const port = Number(lines?.[3]);
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

/**
 * Removes a postmaster.pid whose process number now belongs to a program that is no PostgreSQL server, or to a server that
 * has ended but still stands in the process table; returns which, in words.
 *
 * PostgreSQL itself removes it when no process has the number, but refuses to start while one of its user has it. After a
 * power cut, or in a container that counts from 1 again, that is often a process or thread of our own.
 */
export function removeStalePidFile(dataDirectory: string): string | undefined {
  const file = pidFileOf(dataDirectory);
  const stale = readPidFile(file);
  const pid = Number(stale?.split('\n')[0]);
  if (!stale || !(pid > 0)) return undefined;
  const holder = findProcess(pid);
  if (!holder) return undefined;
  const mayBeServer = holder.program === undefined || holder.program.startsWith('postgres');
  if (mayBeServer && !holder.ended) return undefined;
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  // Another start may have done all this since we read it, and raised a server: then the file is that server's, and goes back.
  if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, file);
  rmSync(aside);
  return `process ${pid}, ${holder.ended ? 'which has ended' : `which runs ${holder.program}`}`;
}

function pidFileOf(dataDirectory: string): string {
  return path.join(dataDirectory, 'postmaster.pid');
}

function readPidFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
