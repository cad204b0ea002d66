import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries.js';
import { type ClusterPaths, notWritable } from './directory.js';
import { codeOf, EmbeddedPostgresError, messageOf } from './errors.js';
import type { ServerIdentity } from './identity.js';
import { isAlive, serverEnvironment } from './process.js';

const run = promisify(execFile);
const stagingPrefix = 'initialising-';

/**
 * Makes the cluster when the folder has none, and returns the password of its superuser.
 *
 * The cluster is made beside its final place and moved there by one rename. So a start that is killed halfway leaves nothing
 * that looks finished, and of two starts at once one rename wins and the other uses the winner's cluster: no lock is needed.
 * Errors: `cluster-version-mismatch`, `cluster-damaged`, `cluster-initialisation-failed`, `folder-not-writable`, `disk-full`.
 */
export async function ensureCluster(
  paths: ClusterPaths,
  user: string,
  binaries: PostgresBinaries,
  identity: ServerIdentity,
  log: (line: string) => void,
): Promise<string> {
  try {
    if (!existsSync(paths.cluster)) {
      log(`Making a new PostgreSQL ${binaries.majorVersion} database cluster in ${paths.directory}`);
      await makeCluster(paths, user, binaries, identity);
    }
    removeAbandonedStaging(paths.directory);
    return readCluster(paths, binaries);
  } catch (error) {
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM' || codeOf(error) === 'ENOSPC' || codeOf(error) === 'EROFS') {
      throw notWritable(paths.directory, error);
    }
    throw error;
  }
}

async function makeCluster(
  paths: ClusterPaths,
  user: string,
  binaries: PostgresBinaries,
  identity: ServerIdentity,
): Promise<void> {
  const staging = path.join(paths.directory, `${stagingPrefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  const passwordFile = path.join(staging, path.basename(paths.passwordFile));
  const data = path.join(staging, path.basename(paths.data));
  mkdirSync(staging, { mode: 0o700 });
  try {
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
    for (const owned of [staging, passwordFile]) {
      if (identity.uid !== undefined && identity.gid !== undefined) chownSync(owned, identity.uid, identity.gid);
    }
    await initialise(data, passwordFile, user, binaries, identity);
    moveIntoPlace(staging, paths);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function initialise(
  data: string,
  passwordFile: string,
  user: string,
  binaries: PostgresBinaries,
  identity: ServerIdentity,
): Promise<void> {
  // The builtin C.UTF-8 sorts alike on every platform and every libc; the system's locales do not.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${user}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  try {
    const { uid, gid } = identity;
    await run(binaries.initdb, ['-D', data, ...access, ...locale], { uid, gid, env: serverEnvironment, windowsHide: true });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : messageOf(error);
    if (/no space left/i.test(output)) throw Object.assign(new Error(output), { code: 'ENOSPC' });
    throw new EmbeddedPostgresError(
      'cluster-initialisation-failed',
      `initdb could not make the database cluster ${data}: ${output}`,
      'Mend what it names and start again: nothing half-made was kept.',
      { cause: error },
    );
  }
}

function moveIntoPlace(staging: string, paths: ClusterPaths): void {
  try {
    renameSync(staging, paths.cluster);
  } catch (error) {
    if (existsSync(paths.cluster)) return;
    throw error;
  }
  if (process.platform === 'win32') return;
  // Without this a power cut could undo the rename after transactions were acknowledged in the renamed folder.
  const folder = openSync(paths.directory, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function removeAbandonedStaging(directory: string): void {
  for (const name of readdirSync(directory)) {
    const maker = /^initialising-(\d+)-/.exec(name)?.[1];
    if (maker && !isAlive(Number(maker))) rmSync(path.join(directory, name), { recursive: true, force: true });
  }
}

function readCluster(paths: ClusterPaths, binaries: PostgresBinaries): string {
  const version = Number(readPart(paths, path.join(paths.data, 'PG_VERSION')));
  if (version !== binaries.majorVersion) {
    throw new EmbeddedPostgresError(
      'cluster-version-mismatch',
      `The database cluster ${paths.cluster} was made by PostgreSQL ${version}, and the installed server is PostgreSQL ${binaries.majorVersion}.`,
      `Go back to the Rollcall version that made it, dump the database there with pg_dump, move ${paths.cluster} away, start this version and load the dump.`,
    );
  }
  return readPart(paths, paths.passwordFile);
}

/** Only what is surely missing counts as damage: a file that this user may not see must not lead to advice to move the data away. */
function readPart(paths: ClusterPaths, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new EmbeddedPostgresError(
      'cluster-damaged',
      `The database cluster ${paths.cluster} is damaged: ${file} is missing.`,
      `Restore the folder from a backup, or move ${paths.cluster} away to start with an empty database.`,
      { cause: error },
    );
  }
}
