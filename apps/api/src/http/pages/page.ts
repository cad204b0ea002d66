import type { Response } from 'express';
import { splitCookies } from '../../access/session-cookie.js';
import { Html, html } from './html.js';
import { STYLES_PATH } from './page-styles.js';

export interface Page {
  title: string;
  body: Html;
  /** Default 200. */
  status?: number;
  /** Room for lists. */
  wide?: boolean;
  /** What stands opposite the name, for example the way back. */
  aside?: Html | null;
}

/** Forms that post to us, our own style sheet, and nothing else: no script runs on these pages. */
const POLICY = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const CHECK_IN_CIRCLE = '<circle cx="12" cy="12" r="9.5"/><path d="m7.5 12.3 3.1 3.1 5.9-6.6"/>';
const STROKE = 'viewBox="0 0 24 24" fill="none" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"';
const MARK = new Html(`<svg ${STROKE} stroke="currentColor" aria-hidden="true">${CHECK_IN_CIRCLE}</svg>`);
const ICON = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" ${STROKE} stroke="#0c7a7a">${CHECK_IN_CIRCLE}</svg>`,
)}`;

/** Sends a page. Its URL may hold a token, so no other site is told it; our own is, or forms would come from nowhere. */
export function sendPage(response: Response, appName: string, page: Page): void {
  const { title, body, status = 200, wide = false, aside = null } = page;
  const theme = themeOf(response.req.get('cookie'));
  const width = wide && new Html(' class="wide"');
  const text = html`<!doctype html>
<html lang="en"${theme && html` data-theme="${theme}"`}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${title} · ${appName}</title>
    <link rel="icon" href="${ICON}">
    <link rel="stylesheet" href="${STYLES_PATH}">
  </head>
  <body>
    <header${width}><a class="brand" href="/">${MARK}${appName}</a>${aside}</header>
    <main${width}>
      ${body}
    </main>
  </body>
</html>
`.text;
  response.status(status).set({ 'content-security-policy': POLICY, 'referrer-policy': 'same-origin' }).type('html').send(text);
}

/** What somebody chose in the console; null: as the browser wants it. */
function themeOf(cookie: string | undefined): 'light' | 'dark' | null {
  const chosen = splitCookies(cookie ?? '').find(({ name }) => name === 'theme')?.value;
  return chosen === 'light' || chosen === 'dark' ? chosen : null;
}

/** What went wrong, or well; screen readers say it at once. */
export const message = (kind: 'bad' | 'good', text: string | null): Html =>
  text === null ? html`` : html`<p class="message ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">${text}</p>`;
