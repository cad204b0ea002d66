import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeUser } from '../../support/sign-in.js';
import { startTestApi, type TestApi } from '../test-api.js';
import { type Browser, openBrowser, type PageAnswer } from './browser.js';
import { CLIENT, type IdentityProvider, startIdentityProvider } from './identity-provider.js';

let provider: IdentityProvider;
let api: TestApi;
beforeAll(async () => {
  provider = await startIdentityProvider();
  api = await startTestApi({
    environment: {
      OIDC_ISSUER: provider.url,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: 'Invented Login',
    },
  });
});
afterAll(async () => {
  await api.close();
  await provider.close();
});

const sql = (text: string, values: unknown[] = []) => api.deps.database.pool.query(text, values);
let people = 0;
const person = (somebody: { active?: boolean } = {}) =>
  makeUser(api, { providerId: null, roles: [] }, { email: `sso${people++}@example.org`, ...somebody });

/** Goes to the identity provider and comes back, as a browser is sent. */
async function goThrough(browser: Browser, next = ''): Promise<PageAnswer> {
  const sent = await browser.get(`/sign-in/sso${next && `?next=${encodeURIComponent(next)}`}`);
  expect(sent.status).toBe(303);
  const back = await fetch(sent.location ?? '', { redirect: 'manual' });
  const { pathname, search } = new URL(back.headers.get('location') ?? '');
  return browser.get(`${pathname}${search}`);
}

const pathOf = ({ location }: PageAnswer): string => {
  const url = new URL(location ?? '', 'http://localhost:4000');
  return `${url.pathname}${url.search}`;
};

describe('single sign-on', () => {
  test('is offered on the page, by its name', async () => {
    expect((await openBrowser(api).get('/sign-in')).text).toContain('Sign in with Invented Login');
  });

  test('signs somebody in who was invited, by the verified address whatever its case, and goes on where they wanted to', async () => {
    const { id, email } = await person();
    provider.next({ sub: 'sub-1', email: email.toUpperCase(), email_verified: true });
    const browser = openBrowser(api);
    expect(pathOf(await goThrough(browser, '/graphql'))).toBe('/graphql');
    expect((await browser.get('/account')).text).toContain(email);
    expect(provider.exchanged().get('code_verifier')).toMatch(/^.{43,}$/);
    const { rows } = await sql('SELECT * FROM auth_account WHERE user_id = $1', [id]);
    expect(rows).toMatchObject([
      { provider_id: 'oidc', account_id: 'sub-1', access_token: null, refresh_token: null, id_token: null },
    ]);
    expect((await sql('SELECT name FROM app_user WHERE id = $1', [id])).rows[0].name).toBe('Invented Person');
    // The second time they are known by their subject.
    expect(pathOf(await goThrough(openBrowser(api)))).toBe('/account');
    expect((await sql('SELECT 1 FROM auth_account WHERE user_id = $1', [id])).rowCount).toBe(1);
  });

  test('makes nobody', async () => {
    provider.next({ sub: 'sub-new', email: 'stranger@example.org', email_verified: true });
    const browser = openBrowser(api);
    const answer = await goThrough(browser);
    expect(pathOf(answer)).toMatch(/^\/sign-in\?error=/);
    expect((await browser.get(pathOf(answer))).text).toContain('an admin must have invited you');
    expect((await sql(`SELECT 1 FROM app_user WHERE email = 'stranger@example.org'`)).rowCount).toBe(0);
  });

  test.each([
    ['an address that nobody verified', { email_verified: false }, {}],
    ['an address of which nothing is said', {}, {}],
    ['a token for another client', { email_verified: true }, { audience: 'another' }],
    ['a token of another issuer', { email_verified: true }, { issuer: 'https://elsewhere.example.org' }],
    ['a token by another key', { email_verified: true }, { forged: true }],
    ['a token of another sign-in', { email_verified: true }, { nonce: 'another' }],
  ])('refuses %s', async (_what, claims, changed) => {
    const { id, email } = await person();
    provider.next({ sub: `sub-${id}`, email, ...claims }, changed);
    const browser = openBrowser(api);
    expect(pathOf(await goThrough(browser))).toMatch(/^\/sign-in\?error=/);
    expect((await browser.get('/account')).status).toBe(303);
    expect((await sql('SELECT 1 FROM auth_session WHERE user_id = $1', [id])).rowCount).toBe(0);
  });

  test('refuses somebody inactive, and somebody deactivated since', async () => {
    const gone = await person({ active: false });
    provider.next({ sub: 'sub-gone', email: gone.email, email_verified: true });
    expect(pathOf(await goThrough(openBrowser(api)))).toMatch(/^\/sign-in\?error=/);
    const { id, email } = await person();
    provider.next({ sub: 'sub-going', email, email_verified: true });
    expect(pathOf(await goThrough(openBrowser(api)))).toBe('/account');
    await sql('UPDATE app_user SET active = false WHERE id = $1', [id]);
    expect(pathOf(await goThrough(openBrowser(api)))).toMatch(/^\/sign-in\?error=/);
  });

  test('an answer that this browser did not ask for is refused', async () => {
    const { email } = await person();
    provider.next({ sub: 'sub-csrf', email, email_verified: true });
    const asking = openBrowser(api);
    const sent = await asking.get('/sign-in/sso');
    const back = await fetch(sent.location ?? '', { redirect: 'manual' });
    const { pathname, search } = new URL(back.headers.get('location') ?? '');
    const victim = openBrowser(api);
    await victim.get(`${pathname}${search}`);
    expect((await victim.get('/account')).status).toBe(303);
    await victim.get('/api/auth/callback/oidc?code=a-code&state=made-up');
    expect((await victim.get('/account')).status).toBe(303);
  });

  test.each(['https://elsewhere.example.org/', '//elsewhere.example.org'])('never leads on to %s', async (next) => {
    const { email } = await person();
    provider.next({ sub: `sub-${next}`, email, email_verified: true });
    expect(pathOf(await goThrough(openBrowser(api), next))).toBe('/account');
  });
});

test('an identity provider that does not answer is told, passwords work on, and it is asked again', async () => {
  const late = await startTestApi({
    environment: { OIDC_ISSUER: provider.url, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret },
  });
  try {
    provider.describes(false);
    const answer = await openBrowser(late).get('/sign-in/sso');
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('does not answer');
    expect((await openBrowser(late).post('/sign-in', { email: 'nobody@example.org', password: 'x' })).status).toBe(401);
    provider.describes(true);
    expect((await openBrowser(late).get('/sign-in/sso')).status).toBe(303);
  } finally {
    provider.describes(true);
    await late.close();
  }
});
