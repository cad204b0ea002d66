import { readFileSync } from 'node:fs';

/**
 * Whether a process works. One that has ended but was not collected does not: containers whose first process collects
 * nobody keep the orphans of a killed parent in the table.
 */
export function isAlive(pid: number): boolean {
  if (!accepts(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // It left the table between the two looks.
    return false;
  }
}

/** Whether any process of the group works that a detached program leads. */
export const isGroupAlive = (leader: number): boolean => isAlive(leader) || accepts(-leader);

function accepts(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
