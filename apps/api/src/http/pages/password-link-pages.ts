import type { Express, Request, Response } from 'express';
import { callerOf } from '../../access/account-caller.js';
import { LINK_PAGES } from '../../access/create-accounts.js';
import { readToken, storedToken } from '../../access/one-time-token.js';
import { fieldOf, queryOf, readAnswer, readForm, waitText } from './form.js';
import { html } from './html.js';
import { newPasswordFields, passwordFault } from './new-password.js';
import { message, sendPage } from './page.js';
import type { PageTools } from './page-tools.js';
import { SIGN_IN } from './sign-in-page.js';

const TITLES = { invitation: 'Welcome. Choose your password', reset: 'Choose a new password' };

/** `/accept-invitation` and `/reset-password`: where the links of mails lead. */
export function mountPasswordLinkPages(app: Express, tools: PageTools): void {
  for (const purpose of ['invitation', 'reset'] as const) {
    const path = LINK_PAGES[purpose];
    const title = TITLES[purpose];
    app
      .route(path)
      .get(async (request, response) => {
        const token = queryOf(request, 'token');
        if (!(await isLive(tools, token))) return showDeadLink(tools, response);
        show(tools, response, { path, title, token, bad: null, status: 200 });
      })
      .post(readForm, (request, response) => choose(tools, request, response, { path, title }));
  }
}

async function choose(
  tools: PageTools,
  request: Request,
  response: Response,
  page: { path: string; title: string },
): Promise<void> {
  const token = fieldOf(request, 'token');
  if (!(await isLive(tools, token))) return showDeadLink(tools, response);
  const bad = passwordFault(request);
  if (bad !== null) return show(tools, response, { ...page, token, bad, status: 400 });
  const answer = await tools.service.ask({
    method: 'POST',
    path: '/reset-password',
    body: JSON.stringify({ token, newPassword: fieldOf(request, 'password') }),
    caller: callerOf(request),
  });
  const { status, retryAfter } = await readAnswer(answer);
  if (status === 200) return response.redirect(303, `${SIGN_IN}?notice=password-set`);
  if (retryAfter !== null) return show(tools, response, { ...page, token, bad: waitText(retryAfter), status: 429 });
  if (status >= 500) throw new Error(`The sign-in library answered ${status}.`);
  showDeadLink(tools, response);
}

const isLive = async ({ deps }: PageTools, token: string): Promise<boolean> =>
  (await readToken(deps.database.pool, storedToken('reset-password', token))) !== null;

function show(
  { deps: { settings } }: PageTools,
  response: Response,
  { path, title, token, bad, status }: { path: string; title: string; token: string; bad: string | null; status: number },
): void {
  sendPage(response, settings.appName, {
    title,
    status,
    body: html`<h1>${title}</h1>
      ${message('bad', bad)}
      <form method="post" action="${path}">
        <input type="hidden" name="token" value="${token}">
        ${newPasswordFields()}
        <button class="full">Set the password</button>
      </form>`,
  });
}

/** The same for links that were used, replaced, expired or made up. */
function showDeadLink({ deps: { settings } }: PageTools, response: Response): void {
  sendPage(response, settings.appName, {
    title: 'This link does not work any more',
    status: 410,
    body: html`<h1>This link does not work any more</h1>
      <p>It works once, for a limited time, and a newer link replaces it. If you have chosen a password with it, sign in.</p>
      <p><a class="button full" href="${SIGN_IN}">Sign in</a></p>
      <p class="or"><a href="/forgot-password">Get a new link</a>, or ask an admin to invite you again.</p>`,
  });
}
