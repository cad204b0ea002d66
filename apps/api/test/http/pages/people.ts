import { makeUser } from '../../support/sign-in.js';
import type { TestApi } from '../test-api.js';
import { type Browser, openBrowser } from './browser.js';

export const PASSWORD = 'several invented words';

/** Somebody who was invited and chose their password by the link, as people do. */
export async function invitedPerson(api: TestApi, email?: string): Promise<{ id: string; email: string }> {
  const user = await makeUser(api, { providerId: null, roles: [] }, email ? { email } : {});
  const token = tokenOf(await api.deps.accounts.issuePasswordLink(user.id, { ttlSeconds: 600, purpose: 'invitation' }));
  const { status, text } = await openBrowser(api).post('/accept-invitation', { token, password: PASSWORD, again: PASSWORD });
  if (status !== 303) throw new Error(`The invitation was not accepted: ${status} ${text}`);
  return user;
}

export const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';

/** A browser in which somebody has signed in by password. */
export async function signedInBrowser(api: TestApi, email: string, password = PASSWORD): Promise<Browser> {
  const browser = openBrowser(api);
  const { status, text } = await browser.post('/sign-in', { email, password });
  if (status !== 303) throw new Error(`Nobody was signed in: ${status} ${text}`);
  return browser;
}
