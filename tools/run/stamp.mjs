import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, fromRoot } from './paths.mjs';

const passedOver = new Set([
  'node_modules',
  'dist',
  'build',
  'generated',
  '.turbo',
  '.git',
  '.data',
  'test',
  'test-results',
  'playwright-report',
]);

/** True when `fingerprint` is the one kept under this name. */
export function isKept(name, fingerprint) {
  const file = path.join(cacheFolder, name);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint;
}

export function keep(name, fingerprint) {
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(path.join(cacheFolder, name), fingerprint);
}

/** A hash of names, sizes and times of the files below these paths. A few milliseconds for hundreds of files. */
export function fingerprintOfTimes(paths) {
  const hash = createHash('sha256').update(process.versions.node);
  const visit = (file) => {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat) return hash.update(`${file} is absent\n`);
    if (!stat.isDirectory()) return hash.update(`${file} ${stat.size} ${stat.mtimeMs}\n`);
    for (const name of readdirSync(file).sort()) if (!passedOver.has(name)) visit(path.join(file, name));
  };
  for (const file of paths) visit(fromRoot(file));
  return hash.digest('hex');
}

/** A hash of the contents of these files: a fresh checkout of the same commit has other times, but needs no other packages. */
export function fingerprintOfContents(paths) {
  const hash = createHash('sha256');
  for (const file of paths) hash.update(`${file}\n`).update(existsSync(fromRoot(file)) ? readFileSync(fromRoot(file)) : 'absent');
  return hash.digest('hex');
}
