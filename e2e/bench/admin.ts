import { chromium } from '@playwright/test';
import { CHROMIUM_WORDS, ensureChromium } from '../support/chromium.js';
import { DEMO_UEN } from '../support/console.js';
import { createInstallation } from '../support/installation.js';
import { startBareServer } from './admin/bare-server.js';
import { endingEverything } from './admin/ending-everything.js';
import { type FirstLoad, firstLoads, type Place } from './admin/first-load.js';
import { SHARED_INTERACTIONS, TYPING_PAUSE_MS, useLists } from './admin/interactions.js';
import { round } from './admin/numbers.js';
import { openConsole, runChain } from './admin/open-console.js';
import { feltOf, sayFelt, sayFirstLoad } from './admin/report.js';
import { rivalAnswers } from './admin/rival-page.js';
import { type SavedAnswers, savePage } from './admin/saved-answers.js';
import { SIZE, seed } from './admin/seed.js';
import { turnSavedPages } from './admin/turn-saved-pages.js';
import { latestChainRun, upcomingRuns } from './admin/what-is-there.js';

/**
 * What somebody at the console waits for, in Chromium. First, with the demo data and empty caches, the pages that are opened
 * most, beside the same bytes from a server that knows them by heart (the floor). Then the list of upcoming classes with
 * thousands of them, beside what such consoles usually are: one page that loads every row as JSON and shows, filters and sorts
 * them by itself (the rival). The sides take turns; on neither side is the network slowed down.
 */
const GOALS = {
  /** Milliseconds, bytes: each is to stay below. Interactions by the median and by the 75th percentile of the slowest kind. */
  below: { lcp_ms: 1500, cls: 0.02, script_bytes: 200_000, interaction_ms: 200, interaction_p75_ms: 200 },
  at_most: { lcp_of_floor: 3, interaction_of_rival: 1 },
};
/** Far beyond what a run takes; whatever hangs is ended then. */
const LIMIT_MS = 10 * 60_000;

const begun = performance.now();
const inOneWord = (name: string): string => name.toLowerCase().replaceAll(' ', '_');
const say = (line: string) => process.stdout.write(`${line}\n`);

await endingEverything(LIMIT_MS, async (later) => {
  const found = ensureChromium();
  if (!found) throw new Error('There is no Chromium, and it could not be installed. Get one: npx playwright install chromium');
  const elsewhere = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const browser = await chromium.launch({ executablePath: found.executable, args: CHROMIUM_WORDS, ...elsewhere });
  later(() => browser.close());
  const installation = await createInstallation('rollcall-bench-admin-');
  later(() => installation.remove());
  const bareServer = async (answers: SavedAnswers) => {
    const server = await startBareServer(answers);
    later(server.stop);
    return server.url;
  };

  say('starting Rollcall with its demo data …');
  const open = await openConsole(installation, browser);
  await runChain(installation);
  const home = `/p/${DEMO_UEN}`;
  const ours = (path: string): Place => ({ url: `${open.url}${path}`, state: open.state });
  const pages = {
    Today: home,
    'Upcoming classes': `${home}/classes`,
    'Chain run': `${home}/chain-runs/${encodeURIComponent(await latestChainRun(open.apiUrl, DEMO_UEN))}`,
  };
  const ratios: Record<string, number> = {};

  say('\nFirst loads with the demo data and empty caches');
  const firsts: FirstLoad[] = [];
  for (const [name, path] of Object.entries(pages)) {
    const floor = { url: `${await bareServer(await savePage(browser, ours(path)))}${path}` };
    const [first, least] = await firstLoads(browser, [ours(path), floor]);
    sayFirstLoad(name, first);
    sayFirstLoad('  floor', least);
    firsts.push(first);
    ratios[`lcp_of_floor_${inOneWord(name)}`] = round(first.lcp / least.lcp);
  }

  say(`\nwriting ${SIZE.runs.toLocaleString('en')} upcoming runs …`);
  await seed(installation, DEMO_UEN);
  const runs = await upcomingRuns(open.apiUrl, DEMO_UEN);
  const list = ours(pages['Upcoming classes']);
  const rival = { url: `${await bareServer(rivalAnswers(runs))}/` };

  say(`\nUpcoming classes with ${runs.length.toLocaleString('en')} runs, first loads`);
  const [listLoad, rivalLoad] = await firstLoads(browser, [list, rival]);
  sayFirstLoad('Upcoming classes', listLoad);
  sayFirstLoad('  rival', rivalLoad);
  firsts.push(listLoad);
  ratios['lcp_of_rival_upcoming_classes'] = round(listLoad.lcp / rivalLoad.lcp);
  ratios['rows_of_rival_upcoming_classes'] = round(Number(listLoad.rowsAt) / Number(rivalLoad.rowsAt));

  say('\nThe same, in use: from the input to the painted rows (and the longest event, which INP is made of)');
  const used = await useLists(browser, list, rival);
  const nextPage = feltOf(used.ours, 'next page');
  sayFelt('next page', nextPage);
  const turned = await turnSavedPages(browser, list, bareServer);
  say(
    `  ${'  floor'.padEnd(20)}${Math.round(turned)} ms, as a navigation from one saved page to the next; the rival has one page`,
  );
  ratios['next_page_of_floor'] = round(nextPage.median / turned);
  const all = [nextPage];
  const sums = { ours: 0, rival: 0 };
  for (const name of SHARED_INTERACTIONS) {
    const [felt, least] = [feltOf(used.ours, name, name === 'type a text' ? TYPING_PAUSE_MS : 0), feltOf(used.rival, name)];
    sayFelt(name, felt);
    sayFelt('  rival', least);
    all.push(felt);
    sums.ours += felt.median;
    sums.rival += least.median;
    ratios[`${inOneWord(name)}_of_rival`] = round(felt.median / least.median);
  }
  ratios['interaction_of_rival'] = round(sums.ours / sums.rival);
  say(
    `  The ${TYPING_PAUSE_MS} ms that our list waits for the next letter are left out; with them, typing takes that much longer.`,
  );

  const measured = {
    lcp_ms: Math.round(Math.max(...firsts.map(({ lcp }) => lcp))),
    cls: round(Math.max(...firsts.map(({ cls }) => cls)), 4),
    script_bytes: Math.max(...firsts.map(({ scriptBytes }) => scriptBytes)),
    interaction_ms: Math.round(Math.max(...all.map(({ median }) => median))),
    interaction_p75_ms: Math.round(Math.max(...all.map(({ p75 }) => p75))),
  };
  const missed = [
    ...Object.entries(GOALS.below).filter(([name, goal]) => !(measured[name as keyof typeof measured] < goal)),
    ...Object.entries(GOALS.at_most).filter(([name, goal]) =>
      Object.entries(ratios).some(([ratio, value]) => ratio.startsWith(name) && !(value <= goal)),
    ),
  ];
  for (const [name, goal] of missed) say(`Missed: ${name} ${goal}`);
  say(`Took ${Math.round((performance.now() - begun) / 1000)} s.`);
  say(JSON.stringify({ bench: 'admin', ratios, measured, goals: GOALS, met: missed.length === 0 }));
});
