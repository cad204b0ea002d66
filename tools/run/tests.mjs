import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, fromRoot } from './paths.mjs';
import { run, runBin } from './process.mjs';

/** Everything vitest runs; its own summary goes straight to the terminal. */
export function unitTests(args = []) {
  const report = path.join(cacheFolder, 'vitest.json');
  return {
    name: 'tests',
    run: () => {
      rmSync(report, { force: true });
      // This stage comes after the build: programs need not be compiled anew each time a test starts one.
      const environment = { ...process.env, ROLLCALL_TEST_PROGRAMS: 'built' };
      const words = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args];
      return runBin('vitest', words, { environment });
    },
    totals: () => {
      if (!existsSync(report)) return undefined;
      const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
      return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
    },
  };
}

/** The whole system, started and stopped as a user would, through Playwright's runner. */
export function endToEndTests(args = []) {
  const report = path.join(cacheFolder, 'playwright.json');
  return {
    name: 'end to end',
    run: () => {
      rmSync(report, { force: true });
      const environment = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
      return run(fromRoot('e2e/node_modules/.bin/playwright'), ['test', '--reporter=list,json', ...args], {
        cwd: fromRoot('e2e'),
        environment,
      });
    },
    totals: () => {
      if (!existsSync(report)) return undefined;
      const { stats } = JSON.parse(readFileSync(report, 'utf8'));
      return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
    },
  };
}
