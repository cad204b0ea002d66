import type { AccountFacts } from './account-facts.js';
import { type Html, html } from './html.js';

export const TWO_FACTOR = '/account/two-factor';

/** The part of `/account` that switches the second step on and off; both ask for the password. */
export function showTwoFactor({ twoFactor, hasPassword }: AccountFacts): Html {
  if (!hasPassword) return html``;
  return html`<h2>Two-step sign-in</h2>
      <p>${twoFactor ? 'It is on: signing in asks for a code of your authenticator app.' : 'It is off. With it, a stolen password alone opens nothing.'}</p>
      <form method="post" action="${TWO_FACTOR}/${twoFactor ? 'end' : 'begin'}">
        <label for="two-factor-password">Your password</label>
        <input id="two-factor-password" name="password" type="password" autocomplete="current-password" required>
        <button class="plain">${twoFactor ? 'Switch it off' : 'Set it up'}</button>
      </form>`;
}

/** The form that proves the app has the secret. */
export const confirmForm = (): Html => html`<form method="post" action="${TWO_FACTOR}/confirm">
        <label for="code">The code the app shows now</label>
        <input id="code" name="code" autocomplete="one-time-code" inputmode="numeric" required>
        <button>Switch it on</button>
      </form>`;
