import type { Request } from 'express';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../access/sign-in-names.js';
import { fieldOf } from './form.js';
import { type Html, html } from './html.js';

/** Two fields for a password that is chosen. */
export const newPasswordFields = (): Html => html`<label for="password">New password</label>
        <input id="password" name="password" type="password" autocomplete="new-password" minlength="${SHORTEST_PASSWORD}" maxlength="${LONGEST_PASSWORD}" aria-describedby="password-hint" required>
        <p class="hint" id="password-hint">At least ${SHORTEST_PASSWORD} characters; a few words in a row are good ones.</p>
        <label for="again">The same again</label>
        <input id="again" name="again" type="password" autocomplete="new-password" required>`;

/** What is wrong with the chosen password; null: nothing. */
export function passwordFault(request: Request): string | null {
  const password = fieldOf(request, 'password');
  if (password.length < SHORTEST_PASSWORD) return `The password needs at least ${SHORTEST_PASSWORD} characters.`;
  if (password.length > LONGEST_PASSWORD) return `The password may have ${LONGEST_PASSWORD} characters at most.`;
  return password === fieldOf(request, 'again') ? null : 'The two passwords are not the same.';
}
