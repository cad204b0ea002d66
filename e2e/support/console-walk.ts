import type { Browser, BrowserContext } from '@playwright/test';
import { test as base } from '@playwright/test';
import { becomeFirstAdmin, consoleOf, DEMO_UEN, type Person } from './console.js';
import { createInstallation, type Installation, type System } from './installation.js';
import { controlSimulator, type SimulatorControl } from './simulator-control.js';

/** One running system with its console, and its first admin, for all walks of a file. */
export interface ConsoleSystem {
  installation: Installation;
  system: System;
  /** The console's origin. */
  url: string;
  /** Where its pages begin: `/p/<UEN>`. */
  at: string;
  ssg: SimulatorControl;
  admin: Person;
  /** The signed-in state of the first admin, for new contexts. */
  state: Awaited<ReturnType<BrowserContext['storageState']>>;
}

interface WorkerFixtures {
  /** Settings beyond the demo's. */
  settings: Record<string, string>;
  console: ConsoleSystem;
}

async function firstAdmin(browser: Browser, link: string, url: string): Promise<Pick<ConsoleSystem, 'admin' | 'state'>> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const admin = await becomeFirstAdmin(page, link);
  await page.waitForURL(`${url}/p/**`);
  const state = await context.storageState();
  await context.close();
  return { admin, state };
}

/** A Playwright test against one console per file. Without a browser every test is passed over; `prepare.ts` said why. */
export const test = base.extend<{ withBrowser: void }, WorkerFixtures>({
  settings: [{}, { option: true, scope: 'worker' }],
  console: [
    async ({ browser, settings }, use) => {
      const installation = await createInstallation('rollcall-console-');
      const system = installation.start({ ROLLCALL_ADMIN: '1', SSG_RATE_LIMIT_MS: '0', ...settings });
      try {
        await system.ready();
        const { url, firstAdminLink } = await consoleOf(system);
        const [, ssgUrl = ''] = await system.says(/simulator at (http:[^\s,]+)/);
        await use({
          installation,
          system,
          url,
          at: `/p/${DEMO_UEN}`,
          ssg: controlSimulator(ssgUrl),
          ...(await firstAdmin(browser, firstAdminLink, url)),
        });
      } finally {
        await installation.remove();
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  storageState: async ({ console: { state } }, use) => use(state),
  baseURL: async ({ console: { url } }, use) => use(url),
  withBrowser: [
    async ({ browserName }, use) => {
      base.skip(!process.env['ROLLCALL_CHROMIUM'], `no ${browserName} on this machine`);
      await use();
    },
    { auto: true },
  ],
});
