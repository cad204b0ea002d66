import type { Express, Request, RequestHandler, Response } from 'express';
import { callerOf } from '../../access/account-caller.js';
import type { OpenSession } from '../../access/session-principal.js';
import { type AccountFacts, endOtherSessions, endSession, readAccount } from './account-facts.js';
import { browserName } from './browser-name.js';
import { fieldOf, passCookies, queryOf, readAnswer, readForm, waitText } from './form.js';
import { type Html, html } from './html.js';
import { newPasswordFields, passwordFault } from './new-password.js';
import { message, sendPage } from './page.js';
import type { PageTools } from './page-tools.js';
import { SIGN_IN } from './sign-in-page.js';
import { SIGN_OUT } from './sign-out-page.js';
import { showTwoFactor } from './two-factor-section.js';

export const ACCOUNT = '/account';

const NOTICES: Record<string, string> = {
  password: 'Your password is changed, and you are signed out everywhere else.',
  'two-factor-on': 'Two-step sign-in is on.',
  'two-factor-off': 'Two-step sign-in is off.',
  sessions: 'The other sessions are ended.',
};

/** Hands the session on as `response.locals.session`; who has none is sent to sign in. */
export function requireSession({ service }: PageTools): RequestHandler {
  return async (request, response, next) => {
    const session = await service.sessionOf(callerOf(request));
    if (!session) return response.redirect(303, `${SIGN_IN}?next=${encodeURIComponent(ACCOUNT)}`);
    response.locals.session = session;
    next();
  };
}

export const sessionOfPage = (response: Response): OpenSession => response.locals.session as OpenSession;

/** `/account`: who one is, where one is signed in, one's password, and the second step. */
export function mountAccount(app: Express, tools: PageTools): void {
  const signedIn = requireSession(tools);
  app.get(ACCOUNT, signedIn, (request, response) =>
    showAccount(tools, response, { good: NOTICES[queryOf(request, 'notice')] ?? null }),
  );
  app.post(`${ACCOUNT}/password`, signedIn, readForm, (request, response) => changePassword(tools, request, response));
  app.post(`${ACCOUNT}/sessions/end`, signedIn, readForm, async (request, response) => {
    const session = sessionOfPage(response);
    const id = fieldOf(request, 'id');
    if (id === '') await endOtherSessions(tools.deps.database.pool, session);
    else await endSession(tools.deps.database.pool, session, id);
    response.redirect(303, `${ACCOUNT}?notice=sessions`);
  });
}

async function changePassword(tools: PageTools, request: Request, response: Response): Promise<void> {
  const fault = passwordFault(request);
  if (fault !== null) return showAccount(tools, response, { bad: fault, status: 400 });
  const answer = await tools.service.ask({
    method: 'POST',
    path: '/change-password',
    body: JSON.stringify({
      currentPassword: fieldOf(request, 'current'),
      newPassword: fieldOf(request, 'password'),
      revokeOtherSessions: true,
    }),
    caller: callerOf(request),
  });
  const { status, retryAfter } = await readAnswer(answer);
  if (status >= 500) throw new Error(`The sign-in library answered ${status}.`);
  if (status === 200) {
    passCookies(answer, response);
    return response.redirect(303, `${ACCOUNT}?notice=password`);
  }
  if (retryAfter !== null) return showAccount(tools, response, { bad: waitText(retryAfter), status: 429 });
  await showAccount(tools, response, { bad: 'The current password is wrong.', status: 400 });
}

/** Shows the page, with what went wrong or well. */
export async function showAccount(
  { deps: { settings, database } }: PageTools,
  response: Response,
  { good = null, bad = null, status = 200 }: { good?: string | null; bad?: string | null; status?: number },
): Promise<void> {
  const facts = await readAccount(database.pool, sessionOfPage(response));
  sendPage(response, settings.appName, {
    title: 'Your account',
    status,
    wide: true,
    aside: settings.admin.url === null ? null : html`<a href="/">To the console</a>`,
    body: html`<h1>Your account</h1>
      ${message('good', good)}${message('bad', bad)}
      ${showWho(facts)}
      <form method="post" action="${SIGN_OUT}"><button class="plain">Sign out</button></form>
      ${showSessions(facts)}
      ${facts.hasPassword ? showPassword() : html`<h2>Password</h2><p>You have none; <a href="/forgot-password">get a link</a> to choose one.</p>`}
      ${showTwoFactor(facts)}`,
  });
}

const showWho = ({ name, email, roles, installationAdmin }: AccountFacts): Html => html`<dl>
        <dt>Name</dt><dd>${name}</dd>
        <dt>E-mail address</dt><dd>${email}</dd>
        ${installationAdmin && html`<dt>Installation</dt><dd>admin of every provider</dd>`}
        ${roles.map(({ provider, names }) => html`<dt>${provider}</dt><dd>${names.join(', ')}</dd>`)}
        ${!installationAdmin && roles.length === 0 && html`<dt>Roles</dt><dd>none yet; ask an admin for one</dd>`}
      </dl>`;

const showSessions = ({ sessions }: AccountFacts): Html => html`<h2>Where you are signed in</h2>
      <ul class="rows">
        ${sessions.map(
          ({ id, current, userAgent, address, lastUsed }) => html`<li>
          <span><span title="${userAgent}">${browserName(userAgent)}</span><br><span class="quiet">${address || 'unknown address'}, signed in or prolonged ${lastUsed}</span></span>
          ${
            current
              ? html`<span class="mark">this one</span>`
              : html`<form method="post" action="${ACCOUNT}/sessions/end"><input type="hidden" name="id" value="${id}"><button class="plain small">End</button></form>`
          }
        </li>`,
        )}
      </ul>
      ${
        sessions.length > 1 &&
        html`<form method="post" action="${ACCOUNT}/sessions/end"><button class="plain">End all the others</button></form>`
      }`;

const showPassword = (): Html => html`<h2>Change your password</h2>
      <form method="post" action="${ACCOUNT}/password">
        <label for="current">Current password</label>
        <input id="current" name="current" type="password" autocomplete="current-password" required>
        ${newPasswordFields()}
        <button>Change the password</button>
      </form>`;
