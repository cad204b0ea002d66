import { spawnSync } from 'node:child_process';
import { fromRoot } from './repository.js';

/** Builds what is not built yet, before the first walk: a build in the middle would change the programs under the walks' feet. */
export default function buildOnce(): void {
  const { status, stderr } = spawnSync(process.execPath, [fromRoot('tools/run.mjs'), 'rollcall', '--help'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Rollcall could not be built:\n${stderr}`);
}
