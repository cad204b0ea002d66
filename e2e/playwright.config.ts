import { defineConfig } from '@playwright/test';
import { CHROMIUM_WORDS } from './support/chromium.js';

/** Walks through the built system. Each walk has its own data folder and ports, so any two may run at once. */
export default defineConfig({
  testDir: 'walks',
  globalSetup: './support/prepare.ts',
  workers: 2,
  // A walk that only works at the second attempt has found something.
  retries: 0,
  // A walk takes seconds; the rest is for a machine that is busy with other things.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  preserveOutput: 'never',
  use: {
    trace: 'off',
    screenshot: 'off',
    video: 'off',
    launchOptions: { executablePath: process.env['ROLLCALL_CHROMIUM'] || undefined, args: CHROMIUM_WORDS },
  },
});
