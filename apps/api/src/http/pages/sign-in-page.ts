import type { Express, Request, Response } from 'express';
import { callerOf } from '../../access/account-caller.js';
import { OIDC } from '../../access/sign-in-names.js';
import { IdentityProviderUnreachableError } from '../../access/sign-in-service.js';
import { fieldOf, passCookies, queryOf, readAnswer, readForm, waitText } from './form.js';
import { html } from './html.js';
import { localPath } from './local-path.js';
import { message, sendPage } from './page.js';
import type { PageTools } from './page-tools.js';

export const SIGN_IN = '/sign-in';

/** Where one is after signing in: the console where there is one. By path alone, because people may use another name of ours. */
const homeOf = ({ deps: { settings } }: PageTools): string => (settings.admin.url === null ? '/account' : '/');

const NOTICES: Record<string, string> = {
  'signed-out': 'You are signed out.',
  'password-set': 'Your password is set. Sign in with it.',
  'first-admin': 'You are the first admin. Sign in with the password you chose.',
  'ended-everywhere': 'You are signed out everywhere.',
};

const WRONG = 'E-mail address or password are wrong.';
const AGAIN = 'The sign-in took too long, or had too many wrong codes. Begin again.';

interface Shown {
  next: string | null;
  email?: string;
  bad?: string | null;
  good?: string | null;
  status?: number;
}

/** `/sign-in`: by password, or by the identity provider where there is one. */
export function mountSignIn(app: Express, tools: PageTools): void {
  const { service, deps } = tools;
  app
    .route(SIGN_IN)
    .get(async (request, response) => {
      const next = localPath(queryOf(request, 'next'));
      if (await service.sessionOf(callerOf(request))) return response.redirect(303, next ?? homeOf(tools));
      const failed = queryOf(request, 'error') !== '';
      show(tools, response, {
        next,
        good: NOTICES[queryOf(request, 'notice')] ?? null,
        bad: failed ? notInvited(deps.settings.identity.oidc?.name ?? 'single sign-on') : null,
        status: failed ? 401 : 200,
      });
    })
    .post(readForm, (request, response) => signIn(tools, request, response));
  if (deps.settings.identity.oidc)
    app.get(`${SIGN_IN}/sso`, (request, response) => goToIdentityProvider(tools, request, response));
}

const notInvited = (name: string): string =>
  `Signing in by ${name} did not work: it must know your verified e-mail address, and an admin must have invited you under it.`;

async function signIn(tools: PageTools, request: Request, response: Response): Promise<void> {
  const next = localPath(fieldOf(request, 'next'));
  const email = fieldOf(request, 'email').trim();
  const answer = await tools.service.ask({
    method: 'POST',
    path: '/sign-in/email',
    body: JSON.stringify({ email, password: fieldOf(request, 'password') }),
    caller: callerOf(request),
  });
  const { status, body, retryAfter } = await readAnswer(answer);
  if (status === 200) {
    passCookies(answer, response);
    return response.redirect(
      303,
      body['twoFactorRedirect'] === true ? withNext(`${SIGN_IN}/code`, next) : (next ?? homeOf(tools)),
    );
  }
  if (retryAfter !== null) {
    response.set('retry-after', String(retryAfter));
    return show(tools, response, { next, email, bad: waitText(retryAfter), status: 429 });
  }
  if (status >= 500) throw new Error(`The sign-in library answered ${status}.`);
  show(tools, response, { next, email, bad: WRONG, status: 401 });
}

/** Begins it at the identity provider; coming back is the library's callback. */
async function goToIdentityProvider(tools: PageTools, request: Request, response: Response): Promise<void> {
  const next = localPath(queryOf(request, 'next'));
  try {
    const answer = await tools.service.ask({
      method: 'POST',
      path: '/sign-in/social',
      body: JSON.stringify({
        provider: OIDC,
        callbackURL: next ?? homeOf(tools),
        errorCallbackURL: SIGN_IN,
        disableRedirect: true,
      }),
      caller: callerOf(request),
    });
    const { status, body, retryAfter } = await readAnswer(answer);
    if (retryAfter !== null) return show(tools, response, { next, bad: waitText(retryAfter), status: 429 });
    if (status !== 200 || typeof body['url'] !== 'string') throw new Error(`The sign-in library answered ${status}.`);
    passCookies(answer, response);
    response.redirect(303, body['url']);
  } catch (error) {
    if (!(error instanceof IdentityProviderUnreachableError)) throw error;
    show(tools, response, { next, bad: `${error.message} ${error.remedy}`, status: 503 });
  }
}

/** `/sign-in/code`: the second step of those who have an authenticator app. */
export function mountSignInCode(app: Express, tools: PageTools): void {
  app
    .route(`${SIGN_IN}/code`)
    .get((request, response) => showCode(tools, response, { next: localPath(queryOf(request, 'next')) }))
    .post(readForm, async (request, response) => {
      const next = localPath(fieldOf(request, 'next'));
      const code = fieldOf(request, 'code').trim();
      const isFromApp = /^\d{3} ?\d{3}$/.test(code);
      const answer = await tools.service.ask({
        method: 'POST',
        path: isFromApp ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code',
        body: JSON.stringify({ code: isFromApp ? code.replace(' ', '') : code }),
        caller: callerOf(request),
      });
      const { status, code: fault, retryAfter } = await readAnswer(answer);
      if (status >= 500) throw new Error(`The sign-in library answered ${status}.`);
      passCookies(answer, response);
      if (status === 200) return response.redirect(303, next ?? homeOf(tools));
      if (retryAfter !== null) return showCode(tools, response, { next, bad: waitText(retryAfter), status: 429 });
      if (fault === 'INVALID_CODE' || fault === 'INVALID_BACKUP_CODE')
        return showCode(tools, response, {
          next,
          bad: 'The code is wrong, or was used already. Take the next one.',
          status: 401,
        });
      show(tools, response, { next, bad: AGAIN, status: 401 });
    });
}

const withNext = (path: string, next: string | null): string => (next ? `${path}?next=${encodeURIComponent(next)}` : path);

function show(
  { deps: { settings } }: PageTools,
  response: Response,
  { next, email = '', bad = null, good = null, status = 200 }: Shown,
) {
  const { oidc } = settings.identity;
  sendPage(response, settings.appName, {
    title: 'Sign in',
    status,
    body: html`<h1>Sign in</h1>
      ${message('good', good)}${message('bad', bad)}
      <form method="post" action="${SIGN_IN}">
        <input type="hidden" name="next" value="${next ?? ''}">
        <label for="email">E-mail address</label>
        <input id="email" name="email" type="email" autocomplete="username" value="${email}" required>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required>
        <button class="full">Sign in</button>
      </form>
      ${
        oidc &&
        html`<p class="or">or</p>
      <a class="button plain full" href="${withNext(`${SIGN_IN}/sso`, next)}">Sign in with ${oidc.name}</a>`
      }
      <p class="or"><a href="/forgot-password">Forgot your password?</a></p>`,
  });
}

function showCode({ deps: { settings } }: PageTools, response: Response, { next, bad = null, status = 200 }: Shown) {
  sendPage(response, settings.appName, {
    title: 'Enter the code',
    status,
    body: html`<h1>Enter the code</h1>
      <p>Take it from your authenticator app, or use one of your backup codes.</p>
      ${message('bad', bad)}
      <form method="post" action="${SIGN_IN}/code">
        <input type="hidden" name="next" value="${next ?? ''}">
        <label for="code">Code</label>
        <input id="code" name="code" autocomplete="one-time-code" inputmode="numeric" required autofocus>
        <button class="full">Go on</button>
      </form>
      <p class="or"><a href="${SIGN_IN}">Begin again</a></p>`,
  });
}
