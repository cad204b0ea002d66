import { existsSync, readdirSync } from 'node:fs';
import { fromRoot } from './paths.mjs';
import { pnpm } from './pnpm.mjs';
import { fingerprintOfContents, fingerprintOfTimes, isKept, keep } from './stamp.mjs';
import { turbo } from './turbo.mjs';

/** A preparation that did not succeed; what went wrong is already on the terminal. */
export class PreparationError extends Error {}

/** Installs the packages of the lockfile, unless that was done for this very lockfile. */
export async function ensurePackages() {
  const manifests = workspaceFolders().map((folder) => `${folder}/package.json`);
  const fingerprint = fingerprintOfContents(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]);
  if (existsSync(fromRoot('node_modules', '.bin')) && isKept('installed', fingerprint)) return;
  say('Installing packages …');
  // CI: pnpm asks no question where no one may be there to answer.
  const { code } = await pnpm(['install', '--frozen-lockfile'], {
    output: 'stderr',
    environment: { ...process.env, CI: 'true' },
  });
  if (code !== 0)
    throw new PreparationError('Packages could not be installed. The lines above say why; the usual reason is no network.');
  keep('installed', fingerprint);
}

/** Generates and builds what changed. `always` asks turbo even where nothing looks changed. */
export async function ensureBuild({ always = false, quiet = true } = {}) {
  await ensurePackages();
  const sources = ['package.json', 'pnpm-lock.yaml', 'turbo.json', 'tsconfig.base.json', ...workspaceFolders()];
  const fingerprint = fingerprintOfTimes(sources);
  if (!always && isKept('built', fingerprint) && builtFolders().every((folder) => existsSync(fromRoot(folder)))) return;
  if (quiet) say('Building …');
  const { code } = await turbo('build', { output: 'stderr' });
  if (code !== 0) throw new PreparationError('The build failed. The lines above say where.');
  keep('built', fingerprint);
}

function workspaceFolders() {
  return [...foldersIn('apps'), ...foldersIn('packages'), 'prisma', 'e2e'].filter((folder) =>
    existsSync(fromRoot(folder, 'package.json')),
  );
}

function foldersIn(folder) {
  if (!existsSync(fromRoot(folder))) return [];
  return readdirSync(fromRoot(folder))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** What a build leaves behind: TypeScript's in `dist`, vite's in `build` beside it. */
const builtFolders = () =>
  workspaceFolders().flatMap((folder) => {
    if (existsSync(fromRoot(folder, 'vite.config.ts'))) return [`${folder}/build`, `${folder}/dist`];
    return existsSync(fromRoot(folder, 'tsconfig.build.json')) ? [`${folder}/dist`] : [];
  });

// On stderr: the command's own output may be data that is piped into another program.
const say = (line) => process.stderr.write(`${line}\n`);
