import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeUser } from '../../support/sign-in.js';
import { startTestApi, type TestApi } from '../test-api.js';
import { openBrowser } from './browser.js';
import { invitedPerson, PASSWORD, signedInBrowser } from './people.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
// Many sign-ins from one address are what these tests do, not what they are about.
beforeEach(() => sql('DELETE FROM auth_rate_limit'));

const sql = (text: string, values: unknown[] = []) => api.deps.database.pool.query(text, values);
/** As if there had been so many attempts before; hashing as many passwords would take its time. */
const hadAttempts = (count: number, keyLike: string) =>
  sql('UPDATE auth_rate_limit SET count = $1 WHERE key LIKE $2', [count, keyLike]);
const tryAs = async (name: string) =>
  (await openBrowser(api).post('/sign-in', { email: `${name}@example.org`, password: 'x' })).status;
const SESSION = 'rollcall.session_token';

describe('signing in by password', () => {
  test('S1.25 leads to the account, with a cookie that scripts cannot read and other sites do not send', async () => {
    const { email } = await invitedPerson(api);
    const browser = openBrowser(api);
    const answer = await browser.post('/sign-in', { email, password: PASSWORD });
    expect(answer).toMatchObject({ status: 303, location: '/account' });
    const [cookie = ''] = answer.headers.getSetCookie().filter((line) => line.startsWith(SESSION));
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect((await browser.get('/account')).text).toContain(email);
  });

  test('the case of the address and blanks around it do not matter', async () => {
    const { email } = await invitedPerson(api, 'mixed.case@example.org');
    expect((await openBrowser(api).post('/sign-in', { email: ` ${email.toUpperCase()} `, password: PASSWORD })).status).toBe(303);
  });

  test('a wrong password, an unknown address and somebody inactive get the very same answer, and no session', async () => {
    const { email } = await invitedPerson(api);
    const gone = await invitedPerson(api);
    await sql('UPDATE app_user SET active = false WHERE id = $1', [gone.id]);
    const answers = await Promise.all(
      [
        { email, password: 'another invented one' },
        { email: 'nobody@example.org', password: PASSWORD },
        { email: gone.email, password: PASSWORD },
      ].map(async (fields) => {
        const browser = openBrowser(api);
        const { status, text } = await browser.post('/sign-in', fields);
        expect(browser.cookies.has(SESSION)).toBe(false);
        return { status, text: text.replaceAll(fields.email, '…') };
      }),
    );
    expect(answers[0]?.status).toBe(401);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('somebody who was imported and never invited has no password to guess', async () => {
    const { email } = await makeUser(api, { providerId: null, roles: [] });
    for (const password of ['', 'password', 'undefined', 'null'])
      expect((await openBrowser(api).post('/sign-in', { email, password })).status).toBe(401);
  });

  test('the eleventh attempt for an address waits, even with the right password; others do not', async () => {
    const { email } = await invitedPerson(api);
    const other = await invitedPerson(api);
    for (let attempt = 0; attempt < 2; attempt++)
      expect((await openBrowser(api).post('/sign-in', { email, password: `wrong ${attempt}` })).status).toBe(401);
    await hadAttempts(9, 'password|%');
    expect((await openBrowser(api).post('/sign-in', { email, password: 'the tenth' })).status).toBe(401);
    const refused = await openBrowser(api).post('/sign-in', { email: email.toUpperCase(), password: PASSWORD });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await openBrowser(api).post('/sign-in', { email: other.email, password: PASSWORD })).status).toBe(303);
  });

  test('attempts that were wrong are forgotten with the first right one, and after a quarter of an hour', async () => {
    const { email } = await invitedPerson(api);
    const tryWith = async (password: string) => (await openBrowser(api).post('/sign-in', { email, password })).status;
    expect(await tryWith('wrong')).toBe(401);
    expect(await tryWith(PASSWORD)).toBe(303);
    expect((await sql(`SELECT 1 FROM auth_rate_limit WHERE key LIKE 'password|%'`)).rowCount).toBe(0);
    expect(await tryWith('wrong')).toBe(401);
    await hadAttempts(50, 'password|%');
    expect(await tryWith(PASSWORD)).toBe(429);
    await sql(`UPDATE auth_rate_limit SET last_request = last_request - 900000 WHERE key LIKE 'password|%'`);
    expect(await tryWith(PASSWORD)).toBe(303);
  });

  test('attempts at once are all counted', async () => {
    const { email } = await invitedPerson(api);
    const tryOnce = () => openBrowser(api).post('/sign-in', { email, password: 'wrong' });
    await tryOnce();
    await hadAttempts(7, 'password|%');
    const answers = await Promise.all([tryOnce(), tryOnce(), tryOnce(), tryOnce(), tryOnce()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([401, 401, 401, 429, 429]);
  });

  test('the thirty-first attempt of an address within a minute waits, whoever it is for', async () => {
    expect(await tryAs('one')).toBe(401);
    await hadAttempts(29, '%|/sign-in/email');
    expect(await tryAs('thirtieth')).toBe(401);
    expect(await tryAs('thirty-first')).toBe(429);
  });
});

describe('what a browser brings along', () => {
  test('a session that somebody else planted is not the one that signing in opens (fixation)', async () => {
    const { email } = await invitedPerson(api);
    const attacker = await signedInBrowser(api, (await invitedPerson(api)).email);
    const victim = openBrowser(api);
    const planted = attacker.cookies.get(SESSION) ?? '';
    victim.cookies.set(SESSION, planted);
    expect((await victim.post('/sign-in', { email, password: PASSWORD })).status).toBe(303);
    expect(victim.cookies.get(SESSION)).not.toBe(planted);
    expect((await attacker.get('/account')).text).not.toContain(email);
  });

  test.each(['forged', 'forged.c2lnbmF0dXJl', '%E0%A4%A', 'a.b.c', ''])('the cookie “%s” opens nothing', async (value) => {
    const browser = openBrowser(api);
    browser.cookies.set(SESSION, value);
    expect(await browser.get('/account')).toMatchObject({ status: 303, location: '/sign-in?next=%2Faccount' });
  });

  test('a token with another one’s signature opens nothing', async () => {
    const [first, second] = await Promise.all([invitedPerson(api), invitedPerson(api)]);
    const one = await signedInBrowser(api, first.email);
    const other = await signedInBrowser(api, second.email);
    const [token] = decodeURIComponent(one.cookies.get(SESSION) ?? '').split('.');
    const [, signature] = decodeURIComponent(other.cookies.get(SESSION) ?? '').split('.');
    const forger = openBrowser(api);
    forger.cookies.set(SESSION, encodeURIComponent(`${token}.${signature}`));
    expect((await forger.get('/account')).status).toBe(303);
  });

  test.each([
    { origin: 'https://elsewhere.example.org', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
    { origin: 'http://localhost:9', 'sec-fetch-site': 'same-site' },
  ])('a form of another page is refused: $origin', async (headers) => {
    const { email } = await invitedPerson(api);
    const browser = await signedInBrowser(api, email);
    for (const path of ['/sign-in', '/sign-out', '/account/password', '/account/sessions/end', '/api/auth/sign-out'])
      expect((await browser.post(path, {}, headers)).status).toBe(403);
    expect((await browser.get('/account')).status).toBe(200);
  });
});

describe('where signing in leads', () => {
  test.each(['/graphql', '/account?notice=password', '/a/b#c'])('on to %s', async (next) => {
    const { email } = await invitedPerson(api);
    expect((await openBrowser(api).post('/sign-in', { email, password: PASSWORD, next })).location).toBe(next);
  });

  test.each([
    'https://elsewhere.example.org/',
    '//elsewhere.example.org',
    '/\\elsewhere.example.org',
    '/\t/elsewhere.example.org',
    '/..//elsewhere.example.org',
    '\\\\elsewhere.example.org',
    'javascript:alert(1)',
    'account',
    '',
  ])('never to another site: %j', async (next) => {
    const { email } = await invitedPerson(api);
    const browser = openBrowser(api);
    expect((await browser.get(`/sign-in?next=${encodeURIComponent(next)}`)).text).not.toContain('elsewhere');
    expect((await browser.post('/sign-in', { email, password: PASSWORD, next })).location).toBe('/account');
    expect((await browser.get(`/sign-in?next=${encodeURIComponent(next)}`)).location).toBe('/account');
  });
});

describe('the page', () => {
  test('runs no script, may be framed by nobody, and works in a form', async () => {
    const { headers, text } = await openBrowser(api).get('/sign-in');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('script-src');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(text).not.toMatch(/<script|\son[a-z]+=|style=/i);
    expect(text).toMatch(/<label for="email">/);
    expect(text).toContain('lang="en"');
  });

  test('what was typed comes back as text, not as markup', async () => {
    const { text } = await openBrowser(api).post('/sign-in', { email: '"><script>alert(1)</script>', password: 'x' });
    expect(text).not.toContain('<script>');
    expect(text).toContain('&quot;&gt;&lt;script&gt;');
  });

  test('signing out ends the session itself, not the cookie alone', async () => {
    const browser = await signedInBrowser(api, (await invitedPerson(api)).email);
    const kept = browser.cookies.get(SESSION) ?? '';
    expect(await browser.get('/sign-out')).toMatchObject({ status: 405 });
    expect(await browser.post('/sign-out', {})).toMatchObject({ status: 303, location: '/sign-in?notice=signed-out' });
    expect(browser.cookies.has(SESSION)).toBe(false);
    browser.cookies.set(SESSION, kept);
    expect((await browser.get('/account')).status).toBe(303);
  });

  test('no password and no token reaches the log', async () => {
    const { email } = await invitedPerson(api);
    await openBrowser(api).post('/sign-in', { email, password: 'a-password-to-look-for' });
    const log = JSON.stringify(api.logged);
    expect(log).toContain('http_request');
    for (const secret of ['a-password-to-look-for', PASSWORD, email]) expect(log).not.toContain(secret);
  });
});
