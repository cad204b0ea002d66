import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../test-api.js';
import { codeOf } from './authenticator-app.js';
import { type Browser, openBrowser } from './browser.js';
import { invitedPerson, PASSWORD, signedInBrowser } from './people.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
// Many sign-ins from one address are what these tests do, not what they are about.
beforeEach(() => sql('DELETE FROM auth_rate_limit'));

const sql = (text: string, values: unknown[] = []) => api.deps.database.pool.query(text, values);

interface Protected {
  id: string;
  email: string;
  secret: string;
  backupCodes: string[];
  browser: Browser;
}

/** Somebody who has set an authenticator app up, by the pages. */
async function protectedPerson(): Promise<Protected> {
  const { id, email } = await invitedPerson(api);
  const browser = await signedInBrowser(api, email);
  const { status, text } = await browser.post('/account/two-factor/begin', { password: PASSWORD });
  expect(status).toBe(200);
  const secret = /secret=([A-Z2-7]+)/.exec(text)?.[1] ?? '';
  const backupCodes = [...text.matchAll(/<code>([A-Za-z0-9]{5}-[A-Za-z0-9]{5})<\/code>/g)].map(([, code]) => code ?? '');
  expect(backupCodes).toHaveLength(10);
  const confirmed = await browser.post('/account/two-factor/confirm', { code: codeOf(secret) });
  expect(confirmed).toMatchObject({ status: 303, location: '/account?notice=two-factor-on' });
  return { id, email, secret, backupCodes, browser };
}

/** A browser in which the password was given, and the code is asked for. */
async function halfSignedIn(email: string, next = ''): Promise<Browser> {
  const browser = openBrowser(api);
  const { location } = await browser.post('/sign-in', { email, password: PASSWORD, next });
  expect(location).toBe(next ? `/sign-in/code?next=${encodeURIComponent(next)}` : '/sign-in/code');
  return browser;
}

describe('signing in with an authenticator app', () => {
  test('asks for the code after the password, and goes on where one wanted to', async () => {
    const { email, secret, browser: first } = await protectedPerson();
    expect((await first.get('/account')).status).toBe(200);
    const browser = await halfSignedIn(email, '/graphql');
    expect((await browser.get('/account')).status).toBe(303);
    expect((await browser.get('/sign-in/code?next=%2Fgraphql')).status).toBe(200);
    const answer = await browser.post('/sign-in/code', { code: codeOf(secret, 1), next: '/graphql' });
    expect(answer).toMatchObject({ status: 303, location: '/graphql' });
    expect((await browser.get('/account')).text).toContain('It is on');
  });

  test('a code that was used opens nothing a second time, whoever saw it', async () => {
    const { email, secret } = await protectedPerson();
    const code = codeOf(secret, 1);
    expect((await (await halfSignedIn(email)).post('/sign-in/code', { code })).status).toBe(303);
    const thief = await halfSignedIn(email);
    expect((await thief.post('/sign-in/code', { code })).status).toBe(401);
    expect((await thief.get('/account')).status).toBe(303);
  });

  test('of two who send one code at once, one comes in', async () => {
    const { email, secret } = await protectedPerson();
    const [one, other] = [await halfSignedIn(email), await halfSignedIn(email)];
    const code = codeOf(secret, 1);
    const answers = await Promise.all([one, other].map((browser) => browser.post('/sign-in/code', { code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 401]);
  });

  test('a wrong code is refused, five end the attempt, and the password is asked for again', async () => {
    const { email, secret } = await protectedPerson();
    const browser = await halfSignedIn(email);
    const wrong = codeOf(secret, 40);
    for (let attempt = 0; attempt < 5; attempt++)
      expect((await browser.post('/sign-in/code', { code: wrong })).text).toContain('The code is wrong');
    const ended = await browser.post('/sign-in/code', { code: codeOf(secret, 1) });
    expect(ended.status).toBe(401);
    expect(ended.text).toContain('Begin again');
    expect((await browser.get('/account')).status).toBe(303);
  });

  test('ten wrong codes in a row lock the second step, whichever browser they come from', async () => {
    const { id, email, secret } = await protectedPerson();
    for (const before of [0, 9]) {
      await sql('UPDATE auth_two_factor SET failed_verification_count = $2 WHERE user_id = $1', [id, before]);
      expect((await (await halfSignedIn(email)).post('/sign-in/code', { code: codeOf(secret, 40) })).status).toBe(401);
    }
    expect((await (await halfSignedIn(email)).post('/sign-in/code', { code: codeOf(secret, 1) })).status).toBe(429);
  });

  test('a backup code signs in once', async () => {
    const { email, backupCodes } = await protectedPerson();
    const [code = ''] = backupCodes;
    expect((await (await halfSignedIn(email)).post('/sign-in/code', { code })).status).toBe(303);
    expect((await (await halfSignedIn(email)).post('/sign-in/code', { code })).status).toBe(401);
  });

  test('without the password no code helps', async () => {
    const { secret } = await protectedPerson();
    const browser = openBrowser(api);
    expect((await browser.post('/sign-in/code', { code: codeOf(secret, 1) })).status).toBe(401);
    browser.cookies.set('rollcall.two_factor', 'forged.c2lnbmF0dXJl');
    expect((await browser.post('/sign-in/code', { code: codeOf(secret, 1) })).status).toBe(401);
  });

  test('somebody who is deactivated between password and code does not come in', async () => {
    const { id, email, secret } = await protectedPerson();
    const browser = await halfSignedIn(email);
    await sql('UPDATE app_user SET active = false WHERE id = $1', [id]);
    expect((await browser.post('/sign-in/code', { code: codeOf(secret, 1) })).status).toBe(401);
    expect((await browser.get('/account')).status).toBe(303);
  });

  test('secret and backup codes are sealed where they are kept', async () => {
    const { id, secret, backupCodes } = await protectedPerson();
    const { rows } = await sql('SELECT secret, backup_codes FROM auth_two_factor WHERE user_id = $1', [id]);
    const kept = JSON.stringify(rows);
    expect(kept).not.toContain(secret);
    for (const code of backupCodes) expect(kept).not.toContain(code);
  });
});

describe('setting it up and switching it off', () => {
  test('both ask for the password', async () => {
    const { email } = await invitedPerson(api);
    const browser = await signedInBrowser(api, email);
    expect((await browser.post('/account/two-factor/begin', { password: 'a wrong invented one' })).status).toBe(400);
    const { browser: on } = await protectedPerson();
    expect((await on.post('/account/two-factor/end', { password: 'a wrong invented one' })).status).toBe(400);
    expect(await on.post('/account/two-factor/end', { password: PASSWORD })).toMatchObject({
      location: '/account?notice=two-factor-off',
    });
  });

  test('it is not on before a first code proves that the app has the secret', async () => {
    const { email } = await invitedPerson(api);
    const browser = await signedInBrowser(api, email);
    const { text } = await browser.post('/account/two-factor/begin', { password: PASSWORD });
    const secret = /secret=([A-Z2-7]+)/.exec(text)?.[1] ?? '';
    expect((await browser.post('/account/two-factor/confirm', { code: codeOf(secret, 40) })).status).toBe(400);
    expect((await openBrowser(api).post('/sign-in', { email, password: PASSWORD })).location).toBe('/account');
  });

  test('nobody does it who is not signed in', async () => {
    for (const step of ['begin', 'confirm', 'end'])
      expect((await openBrowser(api).post(`/account/two-factor/${step}`, { password: PASSWORD })).location).toBe(
        '/sign-in?next=%2Faccount',
      );
  });
});
