import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries.js';
import type { ClusterPaths } from './directory.js';
import { EmbeddedPostgresError, messageOf } from './errors.js';
import type { ServerIdentity } from './identity.js';
import { readPostmaster } from './postmaster.js';
import { isAlive, serverEnvironment } from './process.js';

const run = promisify(execFile);
const waitSeconds = 30;

/**
 * Stops the server of the folder: open transactions are rolled back, a checkpoint is written, and the promise resolves when
 * the process is gone. A server that is gone already is no error. Errors: `stop-failed`.
 */
export async function stopServer(paths: ClusterPaths, binaries: PostgresBinaries, identity: ServerIdentity): Promise<void> {
  if (!isRunning(paths)) return;
  const { uid, gid } = identity;
  try {
    await run(binaries.pgCtl, ['-D', paths.data, '-m', 'fast', '-w', '-t', String(waitSeconds), 'stop'], {
      uid,
      gid,
      // pg_ctl looks at its working folder, and ours may be closed to the server's user
      cwd: paths.data,
      env: serverEnvironment,
      windowsHide: true,
    });
  } catch (error) {
    if (!isRunning(paths)) return;
    throw new EmbeddedPostgresError(
      'stop-failed',
      `The database server of ${paths.directory} did not stop within ${waitSeconds} s: ${messageOf(error)}`,
      `Read ${paths.logFile}. The data is safe: killing the process makes the next start recover.`,
      { cause: error },
    );
  }
}

function isRunning(paths: ClusterPaths): boolean {
  const postmaster = readPostmaster(paths.data);
  return postmaster !== undefined && isAlive(postmaster.pid);
}
