import { get } from 'node:http';
import type { Browser, Request } from '@playwright/test';
import type { Place } from './first-load.js';
import { inFreshPage, load } from './measured-page.js';

/** An answer as it came over the wire, to be given again by a server that does nothing else. */
export interface SavedAnswer {
  headers: Record<string, string>;
  /** Base64. */
  body: string;
}

/** By path and query. */
export type SavedAnswers = Record<string, SavedAnswer>;

/** The headers that a browser goes by when it shows a page. */
const KEPT = ['content-type', 'content-encoding', 'content-security-policy', 'cache-control', 'link', 'vary', 'etag'];

/** Whatever a page of the console loads, as the console answers it; its live stream apart, which never ends. */
export function savePage(browser: Browser, { url, state }: Place): Promise<SavedAnswers> {
  return inFreshPage(browser, state, async (page) => {
    const asked: Request[] = [];
    page.on('request', (request) => {
      if (request.resourceType() !== 'eventsource' && request.method() === 'GET') asked.push(request);
    });
    await load(page, url);
    const answers: SavedAnswers = {};
    for (const request of asked) {
      const { pathname, search } = new URL(request.url());
      answers[`${pathname}${search}`] = await answerTo(request);
    }
    return answers;
  });
}

/** Asks once more what a browser asked, for the bytes before it unpacks them. */
async function answerTo(request: Request): Promise<SavedAnswer> {
  const headers = await request.allHeaders();
  const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')));
  return new Promise((resolve, reject) => {
    get(request.url(), { headers: sent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`${request.url()} was answered ${response.statusCode}.`));
        const kept = KEPT.flatMap((name) => {
          const value = response.headers[name];
          return typeof value === 'string' ? [[name, value] as const] : [];
        });
        resolve({ headers: Object.fromEntries(kept), body: Buffer.concat(parts).toString('base64') });
      });
    }).on('error', reject);
  });
}
