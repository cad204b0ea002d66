import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { watchFaults } from '../support/console.js';
import { pagesOf } from '../support/console-pages.js';
import { test } from '../support/console-walk.js';
import { fromRoot } from '../support/repository.js';

/** Kept after the walk. `ROLLCALL_SCREENSHOTS` leads them elsewhere, as into docs/images, and has every page in the dark and on a phone too. */
const ASKED_FOR = process.env['ROLLCALL_SCREENSHOTS'];
const SCREENSHOTS = ASKED_FOR ?? fromRoot('e2e/screenshots');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

test.beforeAll(async ({ console: { installation } }) => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  // One night, so that there are chain runs to look at.
  const night = await installation.rollcall(['chain', 'run', 'tgs_daily', '--wait'], { SSG_RATE_LIMIT_MS: '0' });
  expect(night).toMatchObject({ code: 0 });
});

const picture = (page: Page, name: string) =>
  page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });

/** Much of looking at a page is waiting for it: some are looked at side by side. */
const LANES = 3;

async function inLanes<Item>(items: readonly Item[], context: BrowserContext, work: (page: Page, item: Item) => Promise<void>) {
  const waiting = [...items];
  const lane = async () => {
    const page = await context.newPage();
    for (let item = waiting.shift(); item; item = waiting.shift()) await work(page, item);
    await page.close();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

test('every page in both colours: accessible, without a fault, from no other host, and nothing wider than a phone', async ({
  browser,
  console: { state, url, at },
}) => {
  const context = await browser.newContext({ storageState: state, baseURL: url, colorScheme: 'light', viewport: DESKTOP });
  const first = await context.newPage();
  const pages = await pagesOf(first, at);
  const faults: string[] = [];
  const findings: string[] = [];
  const look = async (page: Page, name: string, rules?: string[]) => {
    // Without frames there is nothing to gather from them; the other mode opens a page of its own each time.
    const builder = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (rules ? builder.withRules(rules) : builder.withTags(WCAG)).analyze();
    for (const { id, help, nodes } of violations)
      findings.push(
        `${name}: ${id}, ${help}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 160))
          .join(' | ')}`,
      );
    if (!rules || ASKED_FOR) await picture(page, name);
  };
  await inLanes(pages, context, async (page, { name, path: address }) => {
    const seen = watchFaults(page, url);
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await look(page, name);
    // The other colours come without loading the page anew; of what axe looks at, only contrast depends on them.
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(page, `${name}-dark`, ['color-contrast']);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(PHONE);
    if (ASKED_FOR) await picture(page, `${name}-phone`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wider > 0) findings.push(`${name}: ${wider} px wider than a phone`);
    await page.setViewportSize(DESKTOP);
    page.removeAllListeners();
    // The page that is not there is a 404, which browsers write to their console.
    faults.push(...seen.filter((fault) => !fault.includes('404')));
  });
  expect(findings).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

test('every page can be read without a script', async ({ browser, console: { state, url, at } }) => {
  const context = await browser.newContext({ storageState: state, baseURL: url, javaScriptEnabled: false, viewport: DESKTOP });
  const withScript = await browser.newContext({ storageState: state, baseURL: url });
  const pages = await pagesOf(await withScript.newPage(), at);
  const unread: string[] = [];
  await inLanes(pages, context, async (page, { name, path: address }) => {
    await page.goto(address);
    const heading = await page.locator('h1').first().textContent();
    const text = await page.locator('main').first().innerText();
    if (!heading?.trim() || text.length < 40) unread.push(name);
  });
  expect(unread).toEqual([]);
  await context.close();
  await withScript.close();
});

test('a page that takes long says that it is on its way', async ({ page, console: { at } }) => {
  await page.goto(at);
  let answer: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/courses.data*', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Courses', exact: true }).click();
  const line = page.getByRole('progressbar', { name: 'The page is loading' });
  await expect(line).toHaveCSS('opacity', '1');
  answer?.();
  await expect(page.getByRole('heading', { name: 'Courses', level: 1 })).toBeVisible();
  await expect(line).toHaveCount(0);
});
