import type { Browser, BrowserContextOptions } from '@playwright/test';
import { inFreshPage, load } from './measured-page.js';
import { median } from './numbers.js';

/** A page, and as whom it is opened. */
export interface Place {
  url: string;
  state?: BrowserContextOptions['storageState'];
}

export interface FirstLoad {
  /** Milliseconds, each from the navigation. */
  firstByte: number;
  lcp: number;
  /** Until rows of a table were painted; null where there is none. */
  rowsAt: number | null;
  /** Sum of all layout shifts. */
  cls: number;
  /** Bytes of all scripts, and of the page, as they came over the wire. */
  scriptBytes: number;
  pageBytes: number;
  /** The page included. */
  files: number;
  /** What the largest paint painted. */
  lcpElement: string;
}

const ROUNDS = 5;

/** Visits each place with empty caches, in turns, several times. In the order of the places. */
export async function firstLoads<const Places extends readonly Place[]>(
  browser: Browser,
  places: Places,
): Promise<{ [Index in keyof Places]: FirstLoad }> {
  const visits: FirstLoad[][] = places.map(() => []);
  for (let index = 0; index < ROUNDS; index += 1)
    for (const [at, place] of places.entries()) visits[at]?.push(await firstLoad(browser, place));
  return visits.map(standingFor) as { [Index in keyof Places]: FirstLoad };
}

function firstLoad(browser: Browser, { url, state }: Place): Promise<FirstLoad> {
  return inFreshPage(browser, state, async (page) => {
    await load(page, url);
    return page.evaluate(() => {
      const { lcp, lcpElement, rowsAt, cls } = window.notes;
      const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const [document] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const scripts = files.filter(({ name }) => new URL(name).pathname.endsWith('.js'));
      return {
        firstByte: document?.responseStart ?? Number.NaN,
        lcp,
        rowsAt,
        cls,
        scriptBytes: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
        pageBytes: document?.encodedBodySize ?? Number.NaN,
        files: files.length + 1,
        lcpElement,
      };
    });
  });
}

/** One for several: the medians of the times, the worst of the rest. */
function standingFor(visits: readonly FirstLoad[]): FirstLoad {
  const [first] = visits;
  if (!first) throw new Error('No visit was measured.');
  const all = <Name extends keyof FirstLoad>(name: Name) => visits.map((visit) => visit[name]);
  return {
    ...first,
    firstByte: median(all('firstByte')),
    lcp: median(all('lcp')),
    rowsAt: first.rowsAt === null ? null : median(all('rowsAt').map(Number)),
    cls: Math.max(...all('cls')),
    scriptBytes: Math.max(...all('scriptBytes')),
  };
}
