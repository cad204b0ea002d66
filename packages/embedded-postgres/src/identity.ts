import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError } from './errors.js';

/** The system user that runs the server. `uid` and `gid` are absent when it is the user of this process. */
export interface ServerIdentity {
  name: string;
  uid?: number;
  gid?: number;
}

/**
 * PostgreSQL refuses to run as root. Root hands the server to the owner of the existing data folder, else to `postgres`,
 * else to `nobody`: the user must be in the system's user list, because initdb looks itself up there.
 */
export function chooseServerIdentity(dataDirectory: string): ServerIdentity {
  if (process.getuid?.() !== 0) return { name: 'of this process' };
  const owner = existsSync(dataDirectory) ? statSync(dataDirectory, { throwIfNoEntry: false }) : undefined;
  if (owner && owner.uid !== 0) return { name: `with id ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const uid = lookUp('-u', name);
    const gid = lookUp('-g', name);
    if (uid !== undefined && gid !== undefined) return { name, uid, gid };
  }
  throw new EmbeddedPostgresError(
    'no-server-user',
    'The database cannot run as root, and neither the user postgres nor nobody exists on this system.',
    'Start Rollcall as an ordinary user, or add a system user named postgres.',
  );
}

function lookUp(flag: '-u' | '-g', name: string): number | undefined {
  const run = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return run.status === 0 ? Number(run.stdout) : undefined;
}

/**
 * The outermost folder above `target` that the server's user may not pass, by its permission bits; undefined when there is none.
 * Only asked when root hands the server to another user, so supplementary groups play no part: they are dropped on the way.
 */
export function findBlockingFolder(target: string, identity: ServerIdentity): string | undefined {
  if (identity.uid === undefined) return undefined;
  return foldersAbove(path.resolve(target)).find((folder) => {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
    return (mode & bit) === 0;
  });
}

function foldersAbove(target: string): string[] {
  const parent = path.dirname(target);
  return parent === target ? [] : [...foldersAbove(parent), parent];
}
