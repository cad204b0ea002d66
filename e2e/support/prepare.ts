import { spawnSync } from 'node:child_process';
import { ensureChromium } from './chromium.js';
import { fromRoot } from './repository.js';

/**
 * Before the first walk: builds what is not built yet (a build in the middle would change the programs under the walks' feet),
 * and finds a browser, whose place the walks' processes read from the environment.
 */
export default function prepare(): void {
  const { status, stderr } = spawnSync(process.execPath, [fromRoot('tools/run.mjs'), 'rollcall', '--help'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Rollcall could not be built:\n${stderr}`);
  const found = ensureChromium();
  process.env['ROLLCALL_CHROMIUM'] = found?.executable ?? '';
  process.stdout.write(
    found
      ? `Browser: ${found.from}\n`
      : 'SKIPPED: every walk in a browser. There is no Chromium, and it could not be installed. Get one: npx playwright install chromium\n',
  );
}
