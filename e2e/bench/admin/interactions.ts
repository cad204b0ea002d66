import type { Browser, Page } from '@playwright/test';
import type { Place } from './first-load.js';
import type { Interaction } from './in-page.js';
import { inFreshPage, load, settled } from './measured-page.js';
import { TYPED } from './seed.js';

const SORTED_BY = ['Run', 'Course', 'Learners'] as const;
export const SHARED_INTERACTIONS = [
  'filter by status',
  'type a text',
  'sort by Run',
  'sort by Course',
  'sort by Learners',
] as const;
export type InteractionName = 'next page' | (typeof SHARED_INTERACTIONS)[number];

/** The console's filters wait so long, on purpose, for the next letter. It is no part of what is measured. */
export const TYPING_PAUSE_MS = 300;

/** What one round found: how long each interaction took, and how many classes the list then had. */
export type Round = Partial<Record<InteractionName, Interaction & { total: number }>>;

const ROUNDS = 9;
/** The rival takes long, and always about as long. */
const RIVAL_ROUNDS = 3;

/** Uses both lists in turns. Throws where they do not find the same: a comparison would then compare nothing. */
export async function useLists(browser: Browser, ours: Place, rival: Place): Promise<{ ours: Round[]; rival: Round[] }> {
  const rounds = { ours: [] as Round[], rival: [] as Round[] };
  for (let index = 0; index <= ROUNDS; index += 1) {
    const own = await useFresh(browser, ours, { pages: true });
    const other = index <= RIVAL_ROUNDS ? await useFresh(browser, rival, { pages: false }) : null;
    if (other) requireSameLists(own, other);
    // Only the very first round meets programs that have not yet done the like.
    if (index === 0) continue;
    rounds.ours.push(own);
    if (other) rounds.rival.push(other);
  }
  return rounds;
}

function requireSameLists(ours: Round, rival: Round): void {
  for (const name of SHARED_INTERACTIONS)
    if (ours[name]?.total !== rival[name]?.total)
      throw new Error(`${name}: ${ours[name]?.total} classes in our list, ${rival[name]?.total} in the rival’s.`);
}

const useFresh = (browser: Browser, { url, state }: Place, look: { pages: boolean }): Promise<Round> =>
  inFreshPage(browser, state, async (page) => {
    await load(page, url);
    return useList(page, look);
  });

/**
 * Does with an open list of classes what people do, as the browser is told of people: by its mouse and its keyboard. Both
 * lists, ours and the rival's, have the same names.
 * @param pages whether the list has pages
 */
async function useList(page: Page, { pages }: { pages: boolean }): Promise<Round> {
  const round: Round = {};
  const measure = async (name: InteractionName, act: () => Promise<void>) => {
    await page.evaluate(() => window.notes.awaitRows());
    await act();
    const interaction = await page.evaluate(() => window.notes.rows);
    await settled(page);
    round[name] = { ...interaction, total: await totalOf(page) };
  };
  // By their names: roles and labels would be looked for in every cell of a list with thousands of rows.
  const status = page.locator('form select[name=status]');
  const text = page.locator('form input[name=q]:not([type=hidden])');

  if (pages) await measure('next page', () => page.locator(`${PAGER} a`, { hasText: 'Next' }).click());

  await status.focus();
  await measure('filter by status', () => page.keyboard.press('P'));
  await unmeasured(page, () => status.selectOption(''));

  await unmeasured(page, () => text.fill(TYPED.slice(0, -1)));
  await text.press('End');
  await measure('type a text', () => page.keyboard.press(TYPED.slice(-1)));
  await unmeasured(page, () => text.fill(''));

  for (const column of SORTED_BY)
    await measure(`sort by ${column}`, () =>
      page.locator('thead :is(a, button)', { hasText: new RegExp(`^${column}$`) }).click(),
    );
  return round;
}

/** Changes a filter, and waits until the list has another number of classes. */
async function unmeasured(page: Page, act: () => Promise<unknown>): Promise<void> {
  const before = await totalOf(page);
  await act();
  await page.waitForFunction(
    ([selector, total]) => document.querySelector(selector)?.textContent?.match(/([\d,]+) classes/)?.[1] !== total,
    [PAGER, before.toLocaleString('en-GB')] as const,
  );
  await settled(page);
}

const PAGER = 'nav[aria-label="Pages of classes"]';

/** How many classes the list has in all. */
async function totalOf(page: Page): Promise<number> {
  const words = (await page.locator(PAGER).textContent()) ?? '';
  const [, total] = words.match(/([\d,]+) classes/) ?? [];
  if (!total) throw new Error(`The list does not say how many classes it has: “${words}”.`);
  return Number(total.replaceAll(',', ''));
}
