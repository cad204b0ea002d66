import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { codeOf, EmbeddedPostgresError, messageOf } from './errors.js';
import { findBlockingFolder, type ServerIdentity } from './identity.js';

/** Where the parts of one embedded server live below its folder. */
export interface ClusterPaths {
  /** What the caller named; holds the cluster, and half-made clusters of starts that were killed. */
  directory: string;
  /** Data and password, put in place by one rename: it is there whole or not at all. */
  cluster: string;
  data: string;
  passwordFile: string;
  logFile: string;
}

export function clusterPaths(directory: string): ClusterPaths {
  const root = path.resolve(directory);
  const cluster = path.join(root, 'cluster');
  return {
    directory: root,
    cluster,
    data: path.join(cluster, 'data'),
    passwordFile: path.join(cluster, 'password'),
    logFile: path.join(cluster, 'server.log'),
  };
}

/**
 * Makes the folder and checks that the server's user can reach it.
 * Errors: `folder-not-writable`, `folder-not-traversable`.
 */
export function prepareDirectory(directory: string, identity: ServerIdentity): void {
  try {
    const outermostMade = mkdirSync(directory, { recursive: true });
    // A strict umask would hide what root makes from the user the server runs as.
    if (outermostMade && identity.uid !== undefined) openForPassing(outermostMade, directory);
  } catch (error) {
    throw notWritable(directory, error);
  }
  const blocking = findBlockingFolder(path.join(directory, 'cluster'), identity);
  if (!blocking) return;
  throw new EmbeddedPostgresError(
    'folder-not-traversable',
    `The database runs as the user ${identity.name}, who cannot pass the folder ${blocking} to reach ${directory}.`,
    `Allow passing (chmod o+x ${blocking}), choose a folder elsewhere, or start Rollcall as an ordinary user instead of root.`,
  );
}

/** The error for a folder this process may not write in, or a disk that has no room. */
export function notWritable(directory: string, error: unknown): EmbeddedPostgresError {
  if (codeOf(error) === 'ENOSPC') {
    return new EmbeddedPostgresError(
      'disk-full',
      `There is no room left on the disk of ${directory}.`,
      'Free at least 100 MB there.',
      {
        cause: error,
      },
    );
  }
  return new EmbeddedPostgresError(
    'folder-not-writable',
    `The database folder ${directory} cannot be used: ${messageOf(error)}.`,
    'Give this user the right to read and write it, start Rollcall as the user who owns it, or choose another folder.',
    { cause: error },
  );
}

function openForPassing(outermost: string, innermost: string): void {
  for (let folder = innermost; folder.length >= outermost.length; folder = path.dirname(folder)) chmodSync(folder, 0o711);
}
