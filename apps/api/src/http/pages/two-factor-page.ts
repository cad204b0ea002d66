import type { Express, Request, Response } from 'express';
import { callerOf } from '../../access/account-caller.js';
import { ACCOUNT, requireSession, showAccount } from './account-page.js';
import { fieldOf, type LibraryAnswer, passCookies, readAnswer, readForm, waitText } from './form.js';
import { html } from './html.js';
import { message, sendPage } from './page.js';
import type { PageTools } from './page-tools.js';
import { confirmForm, TWO_FACTOR } from './two-factor-section.js';

/** `/account/two-factor/…`: sets the second step up, confirms it with a first code, and switches it off. */
export function mountTwoFactor(app: Express, tools: PageTools): void {
  const signedIn = requireSession(tools);
  app.post(`${TWO_FACTOR}/begin`, signedIn, readForm, async (request, response) => {
    const answer = await ask(tools, request, response, '/two-factor/enable', { password: fieldOf(request, 'password') });
    const uri = answer.body['totpURI'];
    if (answer.status !== 200 || typeof uri !== 'string') return refuse(tools, response, answer, 'The password is wrong.');
    showSetUp(tools, response, uri, answer.body['backupCodes']);
  });
  app.post(`${TWO_FACTOR}/confirm`, signedIn, readForm, async (request, response) => {
    const code = fieldOf(request, 'code').replaceAll(' ', '');
    const answer = await ask(tools, request, response, '/two-factor/verify-totp', { code });
    if (answer.status === 200) return response.redirect(303, `${ACCOUNT}?notice=two-factor-on`);
    showConfirm(tools, response, answer);
  });
  app.post(`${TWO_FACTOR}/end`, signedIn, readForm, async (request, response) => {
    const answer = await ask(tools, request, response, '/two-factor/disable', { password: fieldOf(request, 'password') });
    if (answer.status === 200) return response.redirect(303, `${ACCOUNT}?notice=two-factor-off`);
    await refuse(tools, response, answer, 'The password is wrong.');
  });
}

async function ask(tools: PageTools, request: Request, response: Response, path: string, body: object): Promise<LibraryAnswer> {
  const given = await tools.service.ask({ method: 'POST', path, body: JSON.stringify(body), caller: callerOf(request) });
  const answer = await readAnswer(given);
  if (answer.status >= 500) throw new Error(`The sign-in library answered ${answer.status}.`);
  if (answer.status === 200) passCookies(given, response);
  return answer;
}

const refuse = (tools: PageTools, response: Response, { retryAfter }: LibraryAnswer, otherwise: string): Promise<void> =>
  showAccount(tools, response, {
    bad: retryAfter === null ? otherwise : waitText(retryAfter),
    status: retryAfter === null ? 400 : 429,
  });

function showSetUp({ deps: { settings } }: PageTools, response: Response, uri: string, codes: unknown): void {
  const backupCodes = Array.isArray(codes) ? codes.map(String) : [];
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  sendPage(response, settings.appName, {
    title: 'Set up two-step sign-in',
    wide: true,
    body: html`<h1>Set up two-step sign-in</h1>
      <p>Type this key into your authenticator app, or <a href="${uri}">open it there</a> if the app is on this device:</p>
      <p><code>${secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></p>
      <p>Keep these backup codes where you keep passwords. Each signs you in once when the app is not at hand; they are shown this once.</p>
      <ul class="codes">${backupCodes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
      ${confirmForm()}
      <p class="or"><a href="${ACCOUNT}">Leave it off</a></p>`,
  });
}

function showConfirm({ deps: { settings } }: PageTools, response: Response, { retryAfter }: LibraryAnswer): void {
  sendPage(response, settings.appName, {
    title: 'Set up two-step sign-in',
    status: retryAfter === null ? 400 : 429,
    body: html`<h1>Set up two-step sign-in</h1>
      ${message('bad', retryAfter === null ? 'The code is wrong, or was used already. Take the one the app shows next.' : waitText(retryAfter))}
      ${confirmForm()}
      <p class="or"><a href="${ACCOUNT}">Leave it off</a></p>`,
  });
}
