import type { Browser } from '@playwright/test';
import type { Place } from './first-load.js';
import { inFreshPage, load } from './measured-page.js';
import { median } from './numbers.js';
import { type SavedAnswers, savePage } from './saved-answers.js';

const ROUNDS = 5;

/**
 * The floor of turning a list's page: its first two pages are saved, and a browser goes from one to the other.
 * Milliseconds from the navigation to the frame that shows the rows, the median of several.
 */
export async function turnSavedPages(
  browser: Browser,
  first: Place,
  serve: (answers: SavedAnswers) => Promise<string>,
): Promise<number> {
  const next = await inFreshPage(browser, first.state, async (page) => {
    await load(page, first.url);
    const href = await page.locator('nav[aria-label^="Pages of"] a', { hasText: 'Next' }).getAttribute('href');
    if (href === null) throw new Error(`${first.url} has no second page.`);
    return new URL(href, first.url);
  });
  const server = await serve({
    ...(await savePage(browser, first)),
    ...(await savePage(browser, { ...first, url: next.href })),
  });
  const times: number[] = [];
  for (let index = 0; index < ROUNDS; index += 1)
    times.push(
      await inFreshPage(browser, undefined, async (page) => {
        await load(page, `${server}${new URL(first.url).pathname}`);
        // The caches are warm now, as they are when somebody turns the page.
        await load(page, `${server}${next.pathname}${next.search}`);
        return page.evaluate(() => Number(window.notes.rowsAt));
      }),
    );
  return median(times);
}
