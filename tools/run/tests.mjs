import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, fromRoot } from './paths.mjs';
import { run, runBin } from './process.mjs';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Everything vitest runs; its own summary goes straight to the terminal. */
export function unitTests(args = []) {
  const report = path.join(cacheFolder, 'vitest.json');
  return {
    name: 'tests',
    run: () => {
      rmSync(report, { force: true });
      return runBin('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args]);
    },
    totals: () => {
      if (!existsSync(report)) return undefined;
      const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
      return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
    },
  };
}

/** The browser tests, in the Chromium of the machine or the one Playwright brings. */
export function endToEndTests(args = []) {
  const report = path.join(cacheFolder, 'playwright.json');
  let ran = false;
  return {
    name: 'end to end',
    run: async () => {
      if (!existsSync(fromRoot('e2e/playwright.config.ts')))
        return { note: 'there is no e2e/playwright.config.ts yet: nothing was run' };
      const playwright = fromRoot('e2e/node_modules/.bin/playwright');
      const installed = process.env.ROLLCALL_CHROMIUM || browsers.find((file) => existsSync(file));
      if (!installed) {
        const got = await run(playwright, ['install', 'chromium'], { cwd: fromRoot('e2e') });
        if (got.code !== 0) return { ...got, text: 'No browser: install Chromium, or set ROLLCALL_CHROMIUM to the program.' };
      }
      ran = true;
      rmSync(report, { force: true });
      const environment = {
        ...process.env,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        ...(installed && { ROLLCALL_CHROMIUM: installed }),
      };
      return run(playwright, ['test', '--reporter=list,json', ...args], { cwd: fromRoot('e2e'), environment });
    },
    totals: () => {
      if (!ran || !existsSync(report)) return undefined;
      const { stats } = JSON.parse(readFileSync(report, 'utf8'));
      return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
    },
  };
}
