import type { Express, Request, Response } from 'express';
import { becomeFirstAdmin, FIRST_ADMIN_PAGE, isFirstAdminToken } from '../../access/first-admin.js';
import { isEmailAddress } from '../../modules/imports/email-address.js';
import { fieldOf, queryOf, readForm } from './form.js';
import { html } from './html.js';
import { newPasswordFields, passwordFault } from './new-password.js';
import { message, sendPage } from './page.js';
import type { PageTools } from './page-tools.js';
import { SIGN_IN } from './sign-in-page.js';

const LONGEST_NAME = 200;

/** `/first-admin`: where the link of the terminal leads. */
export function mountFirstAdmin(app: Express, tools: PageTools): void {
  const { deps } = tools;
  app
    .route(FIRST_ADMIN_PAGE)
    .get(async (request, response) => {
      const token = queryOf(request, 'token');
      if (!(await isFirstAdminToken(deps, token))) return showDeadLink(tools, response);
      show(tools, response, { token, name: '', email: '', bad: null });
    })
    .post(readForm, async (request, response) => {
      const token = fieldOf(request, 'token');
      const name = fieldOf(request, 'name').trim();
      const email = fieldOf(request, 'email').trim().toLowerCase();
      const bad = faultOf(request, name, email);
      if (bad !== null) return show(tools, response, { token, name, email, bad });
      const done = await becomeFirstAdmin(deps, token, { name, email, password: fieldOf(request, 'password') });
      if (!done) return showDeadLink(tools, response);
      deps.log.info({ event: 'first_admin_made' }, 'the first admin was made');
      response.redirect(303, `${SIGN_IN}?notice=first-admin`);
    });
}

function faultOf(request: Request, name: string, email: string): string | null {
  if (name === '' || name.length > LONGEST_NAME) return `Give your name, in ${LONGEST_NAME} characters at most.`;
  return isEmailAddress(email) ? passwordFault(request) : 'That is no e-mail address.';
}

function show(
  { deps: { settings } }: PageTools,
  response: Response,
  { token, name, email, bad }: { token: string; name: string; email: string; bad: string | null },
): void {
  sendPage(response, settings.appName, {
    title: 'Become the first admin',
    status: bad === null ? 200 : 400,
    body: html`<h1>Become the first admin</h1>
      <p>You administer the whole installation, and invite everybody else.</p>
      ${message('bad', bad)}
      <form method="post" action="${FIRST_ADMIN_PAGE}">
        <input type="hidden" name="token" value="${token}">
        <label for="name">Name</label>
        <input id="name" name="name" autocomplete="name" value="${name}" required>
        <label for="email">E-mail address</label>
        <input id="email" name="email" type="email" autocomplete="username" value="${email}" required>
        ${newPasswordFields()}
        <button class="full">Become the first admin</button>
      </form>`,
  });
}

function showDeadLink({ deps: { settings } }: PageTools, response: Response): void {
  sendPage(response, settings.appName, {
    title: 'This link does not work any more',
    status: 410,
    body: html`<h1>This link does not work any more</h1>
      <p>It works once, for a day, and only while there is no admin. The next start of Rollcall prints a new one where there is none.</p>
      <p><a class="button full" href="${SIGN_IN}">Sign in</a></p>`,
  });
}
