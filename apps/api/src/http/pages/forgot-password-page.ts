import type { Express, Response } from 'express';
import { callerOf } from '../../access/account-caller.js';
import { sendPasswordLink } from '../../access/identity-mail.js';
import { fieldOf, readForm, waitText } from './form.js';
import { html } from './html.js';
import { message, sendPage } from './page.js';
import type { PageTools } from './page-tools.js';
import { SIGN_IN } from './sign-in-page.js';

export const FORGOT_PASSWORD = '/forgot-password';
const ONE_HOUR_SECONDS = 3600;

/** `/forgot-password`: says the same to everybody at once, and writes to those who are there afterwards. */
export function mountForgotPassword(app: Express, tools: PageTools): void {
  const { deps, attempts, background } = tools;
  app
    .route(FORGOT_PASSWORD)
    .get((_request, response) => show(tools, response, { bad: null, status: 200 }))
    .post(readForm, async (request, response) => {
      const email = fieldOf(request, 'email').trim().toLowerCase();
      const wait = await attempts.take('links-of-address', callerOf(request).address);
      if (wait !== null) {
        response.set('retry-after', String(wait));
        return show(tools, response, { bad: waitText(wait), status: 429 });
      }
      // How long it takes would tell whether there is such a user.
      background.run('password_link_not_sent', () => sendLink(tools, email));
      sendPage(response, deps.settings.appName, {
        title: 'Look into your mail',
        body: html`<h1>Look into your mail</h1>
      <p>If somebody with this address may sign in here, a link to a new password is on its way. It works for an hour.</p>
      <p class="quiet">Nothing came? Look into the spam folder, or ask an admin whether you were invited under this address.</p>
      <p><a class="button full" href="${SIGN_IN}">Back to signing in</a></p>`,
      });
    });
}

async function sendLink({ deps, attempts }: PageTools, email: string): Promise<void> {
  const { rows } = await deps.database.pool.query<{ id: string; name: string }>(
    'SELECT id, name FROM app_user WHERE email = $1 AND active',
    [email],
  );
  const [user] = rows;
  // Somebody else may ask, so a few mails are enough.
  if (!user || (await attempts.take('links-of-user', user.id)) !== null) return;
  const link = await deps.accounts.issuePasswordLink(user.id, { ttlSeconds: ONE_HOUR_SECONDS, purpose: 'reset' });
  await sendPasswordLink(deps, { purpose: 'reset', address: email, name: user.name, link, validFor: 'an hour' });
}

function show(
  { deps: { settings } }: PageTools,
  response: Response,
  { bad, status }: { bad: string | null; status: number },
): void {
  sendPage(response, settings.appName, {
    title: 'Forgot your password?',
    status,
    body: html`<h1>Forgot your password?</h1>
      <p>We write to you with a link by which you choose a new one.</p>
      ${message('bad', bad)}
      <form method="post" action="${FORGOT_PASSWORD}">
        <label for="email">E-mail address</label>
        <input id="email" name="email" type="email" autocomplete="username" required>
        <button class="full">Send the link</button>
      </form>
      <p class="or"><a href="${SIGN_IN}">Back to signing in</a></p>`,
  });
}
