import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { COMPILER_HELPER, observe } from './in-page.js';

/** So long nothing may be painted, moved or loaded before a page counts as loaded. */
const QUIET_MS = 300;
const VIEWPORT = { width: 1280, height: 800 };

/** Opens a page in a context of its own, with nothing in its caches, and closes it when `work` is done. */
export async function inFreshPage<Result>(
  browser: Browser,
  state: BrowserContextOptions['storageState'],
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: VIEWPORT, ...(state && { storageState: state }) });
  try {
    await context.addInitScript(COMPILER_HELPER);
    await context.addInitScript(observe);
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Goes to an address and waits until nothing happens any more. Throws where the answer is not the page. */
export async function load(page: Page, url: string): Promise<void> {
  const response = await page.goto(url, { waitUntil: 'load' });
  if (!response?.ok() || new URL(page.url()).pathname !== new URL(url).pathname)
    throw new Error(`${url} was answered ${response?.status()} and led to ${page.url()}.`);
  await settled(page);
}

/** Until nothing has been painted anew, moved or loaded for a while. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction((quiet) => performance.now() - window.notes.lastAt > quiet, QUIET_MS, { polling: 50 });
}
