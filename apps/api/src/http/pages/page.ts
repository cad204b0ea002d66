import type { Response } from 'express';
import { Html, html } from './html.js';
import { STYLES_PATH } from './page-styles.js';

export interface Page {
  title: string;
  body: Html;
  /** Default 200. */
  status?: number;
  /** Room for lists. */
  wide?: boolean;
}

/** Forms that post to us, our own style sheet, and nothing else: no script runs on these pages. */
const POLICY = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Sends a page. Its URL may hold a token, so no other site is told it; our own is, or forms would come from nowhere. */
export function sendPage(response: Response, appName: string, { title, body, status = 200, wide = false }: Page): void {
  const page = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${title} · ${appName}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${STYLES_PATH}">
  </head>
  <body>
    <main${wide && new Html(' class="wide"')}>
      <p class="brand">${appName}</p>
      ${body}
    </main>
  </body>
</html>
`;
  response
    .status(status)
    .set({ 'content-security-policy': POLICY, 'referrer-policy': 'same-origin' })
    .type('html')
    .send(page.text);
}

/** What went wrong, or well; screen readers say it at once. */
export const message = (kind: 'bad' | 'good', text: string | null): Html =>
  text === null ? html`` : html`<p class="message ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">${text}</p>`;
