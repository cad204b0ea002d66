import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from './errors.js';

/** Programs of the server get no variable of ours: their messages and their time zone are then the same everywhere. */
export const serverEnvironment = { LC_ALL: 'C', TZ: 'UTC' };

/** A process number that is in use: by which program (unknown on Windows), and whether that has ended but was not collected. */
export interface FoundProcess {
  program?: string;
  ended: boolean;
}

/** Whether the process works, ours or not. */
export function isAlive(pid: number): boolean {
  return findProcess(pid)?.ended === false;
}

/**
 * Looks a process up; undefined when no process has the number.
 * A process whose parent was killed stays in the table after its end where process 1 collects nobody, as in many containers.
 */
export function findProcess(pid: number): FoundProcess | undefined {
  if (!hasNumber(pid)) return undefined;
  if (process.platform === 'win32') return { ended: false };
  const { state, program } = process.platform === 'linux' ? readProcessTable(pid) : askPs(pid);
  return { program, ended: state === 'Z' || state === 'X' };
}

function hasNumber(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Slim containers have /proc but no ps. Both may hide processes of other users: then nothing is known but that they are there. */
function readProcessTable(pid: number): { state?: string; program?: string } {
  try {
    const [, program, state] = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { program, state };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return {};
    throw error;
  }
}

function askPs(pid: number): { state?: string; program?: string } {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,comm=', '-p', String(pid)], { encoding: 'utf8' });
  const [, state, command] = /^(\S)\S*\s+(.*)/.exec((stdout ?? '').trim()) ?? [];
  return { state, program: command === undefined ? undefined : path.basename(command) };
}
