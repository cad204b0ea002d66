import type { Browser, BrowserContextOptions } from '@playwright/test';
import { becomeFirstAdmin, consoleOf, DEMO_UEN } from '../../support/console.js';
import type { Installation } from '../../support/installation.js';
import { WITH_EXTERNAL_KEY } from '../../support/settings.js';

export interface OpenConsole {
  /** The console's origin. */
  url: string;
  /** Of the API. */
  apiUrl: string;
  /** The signed-in state of an admin. */
  state: Exclude<BrowserContextOptions['storageState'], undefined>;
}

/** Starts Rollcall with its demo data, and signs in at its console. */
export async function openConsole(installation: Installation, browser: Browser): Promise<OpenConsole> {
  const system = installation.start({
    ...WITH_EXTERNAL_KEY,
    ROLLCALL_ADMIN: '1',
    SSG_RATE_LIMIT_MS: '0',
    // A benchmark asks more in a minute than a person.
    API_RATE_PER_MINUTE: '10000000',
    NODE_ENV: 'production',
  });
  await system.ready();
  const { firstAdminLink } = await consoleOf(system);
  // The name that people open, and that the cookie is for.
  const url = new URL(firstAdminLink).origin;
  const context = await browser.newContext();
  const page = await context.newPage();
  await becomeFirstAdmin(page, firstAdminLink);
  await page.waitForURL(`${url}/p/**`);
  const state = await context.storageState();
  await context.close();
  return { url, apiUrl: await system.url(), state };
}

/** Runs the night's chain to its end, so that there is a run of it to look at. */
export async function runChain(installation: Installation): Promise<void> {
  const { code, stderr } = await installation.rollcall(['chain', 'run', 'tgs_daily', '--provider', DEMO_UEN, '--wait']);
  if (code !== 0) throw new Error(`The chain ended with ${code}:\n${stderr}`);
}
