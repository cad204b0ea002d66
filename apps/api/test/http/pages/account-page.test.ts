import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeProvider } from '../../access/providers.js';
import { startTestApi, type TestApi } from '../test-api.js';
import { openBrowser } from './browser.js';
import { invitedPerson, PASSWORD, signedInBrowser } from './people.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
beforeEach(() => sql('DELETE FROM auth_rate_limit'));

const sql = (text: string, values: unknown[] = []) => api.deps.database.pool.query(text, values);
const NEW = 'other invented words';

const sessionIds = async (userId: string) =>
  (await sql('SELECT id FROM auth_session WHERE user_id = $1 ORDER BY id', [userId])).rows.map((row) => String(row.id));

describe('the account page', () => {
  test('says who one is, what one may be where, and where one is signed in', async () => {
    const providerId = await makeProvider(api, '201003953Z');
    const { id, email } = await invitedPerson(api);
    await sql(`INSERT INTO user_role (user_id, provider_id, role) VALUES ($1, $2, 'trainer'), ($1, $2, 'finance')`, [
      id,
      providerId,
    ]);
    const browser = await signedInBrowser(api, email);
    await signedInBrowser(api, email);
    const { text } = await browser.get('/account');
    expect(text).toContain(email);
    expect(text).toContain('Invented Academy 201003953Z</dt><dd>finance, trainer');
    expect(text.match(/class="plain small"/g)).toHaveLength(1);
    expect(text).toContain('127.0.0.1');
  });

  test('ends one other session, or all the others, and never somebody else’s', async () => {
    const { id, email } = await invitedPerson(api);
    const other = await invitedPerson(api);
    const [here, there, elsewhere] = [
      await signedInBrowser(api, email),
      await signedInBrowser(api, email),
      await signedInBrowser(api, other.email),
    ];
    const [foreign = ''] = await sessionIds(other.id);
    await here.post('/account/sessions/end', { id: foreign });
    await here.post('/account/sessions/end', { id: "' OR true --" });
    expect((await elsewhere.get('/account')).status).toBe(200);
    expect(await sessionIds(id)).toHaveLength(2);
    const button = /name="id" value="([^"]+)"/.exec((await here.get('/account')).text)?.[1] ?? '';
    await here.post('/account/sessions/end', { id: button });
    expect((await there.get('/account')).status).toBe(303);
    const again = await signedInBrowser(api, email);
    await here.post('/account/sessions/end', {});
    expect((await again.get('/account')).status).toBe(303);
    expect((await here.get('/account')).status).toBe(200);
  });

  test('changes the password, which ends every other session and changes this one’s cookie', async () => {
    const { email } = await invitedPerson(api);
    const [here, there] = [await signedInBrowser(api, email), await signedInBrowser(api, email)];
    const before = here.cookies.get('rollcall.session_token');
    expect((await here.post('/account/password', { current: 'wrong one', password: NEW, again: NEW })).status).toBe(400);
    expect((await here.post('/account/password', { current: PASSWORD, password: 'short', again: 'short' })).status).toBe(400);
    const answer = await here.post('/account/password', { current: PASSWORD, password: NEW, again: NEW });
    expect(answer).toMatchObject({ status: 303, location: '/account?notice=password' });
    expect(here.cookies.get('rollcall.session_token')).not.toBe(before);
    expect((await here.get('/account')).status).toBe(200);
    expect((await there.get('/account')).status).toBe(303);
    expect((await openBrowser(api).post('/sign-in', { email, password: PASSWORD })).status).toBe(401);
  });

  test('sends who is deactivated while signed in to sign in, and the library’s routes know them no more either', async () => {
    const { id, email } = await invitedPerson(api);
    const browser = await signedInBrowser(api, email);
    await sql('UPDATE app_user SET active = false WHERE id = $1', [id]);
    expect((await browser.get('/account')).status).toBe(303);
    expect((await browser.get('/api/auth/get-session')).text).toBe('null');
    expect((await browser.post('/account/password', { current: PASSWORD, password: NEW, again: NEW })).location).toBe(
      '/sign-in?next=%2Faccount',
    );
    const changed = await fetch(`${api.server.url}/api/auth/change-password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; ') },
      body: JSON.stringify({ currentPassword: PASSWORD, newPassword: NEW }),
    });
    expect(changed.status).toBe(401);
  });
});

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${api.server.url}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('the library’s own routes', () => {
  test('sign in and out by JSON, with the same limits as the pages', async () => {
    const { email } = await invitedPerson(api);
    const signedIn = await post('/sign-in/email', { email, password: PASSWORD });
    expect(signedIn.status).toBe(200);
    expect(signedIn.headers.getSetCookie()[0]).toMatch(/^rollcall\.session_token=/);
    expect((await post('/sign-in/email', { email, password: 'wrong' })).status).toBe(401);
    await sql(`UPDATE auth_rate_limit SET count = 10 WHERE key LIKE 'password|%'`);
    const refused = await post('/sign-in/email', { email, password: PASSWORD });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test.each([
    '/sign-up/email',
    '/api-key/create',
    '/update-user',
    '/change-email',
    '/delete-user',
    '/sign-in/social',
    '/link-social',
    '/request-password-reset',
    '/two-factor/enable',
  ])('%s is not served', async (path) => {
    const body = { email: 'new@example.org', password: PASSWORD, name: 'New', provider: 'oidc' };
    expect((await post(path, body)).status).toBe(404);
    expect((await sql(`SELECT 1 FROM app_user WHERE email = 'new@example.org'`)).rowCount).toBe(0);
  });

  test('an address that the caller claims does not count', async () => {
    for (let attempt = 0; attempt < 2; attempt++)
      await post(
        '/sign-in/email',
        { email: `y${attempt}@example.org`, password: 'x' },
        { 'x-forwarded-for': `203.0.113.${attempt}`, 'x-rollcall-address': `203.0.113.${attempt}` },
      );
    const { rows } = await sql(`SELECT key, count FROM auth_rate_limit WHERE key LIKE '%/sign-in/email'`);
    expect(rows).toEqual([{ key: '127.0.0.1|/sign-in/email', count: 2 }]);
  });
});
