import { codeOf } from './errors.js';

/** Programs of the server get no variable of ours: their messages and their time zone are then the same everywhere. */
export const serverEnvironment = { LC_ALL: 'C', TZ: 'UTC' };

/** Whether a process of this number exists, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
