import { readFileSync } from 'node:fs';
import { fromRoot } from './paths.mjs';
import { run } from './process.mjs';

/**
 * Runs the pnpm that package.json names: the one on PATH when it is that version, else the one npx brings. Corepack is
 * passed over: the one that comes with Node 20 does not know the registry's present signing keys.
 */
export async function pnpm(args, options) {
  const { packageManager } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8'));
  const [, version] = /^pnpm@([^+]+)/.exec(packageManager) ?? [];
  const onPath = await run('pnpm', ['--version'], { output: 'capture' }).catch(() => ({ code: 1, text: '' }));
  if (onPath.code === 0 && onPath.text.trim() === version) return run('pnpm', args, options);
  return run('npx', ['-y', `pnpm@${version}`, ...args], options);
}
