import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UnknownUserError } from '../../../src/access/accounts.js';
import { eventually } from '../../access/eventually.js';
import { makeUser, openSession } from '../../support/sign-in.js';
import { startTestApi, type TestApi } from '../test-api.js';
import { openBrowser } from './browser.js';
import { invitedPerson, PASSWORD, signedInBrowser, tokenOf } from './people.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ environment: { PUBLIC_URL: 'https://rollcall.example.org' } });
});
afterAll(() => api.close());
beforeEach(() => sql('DELETE FROM auth_rate_limit'));

const NEW = 'other invented words';
const sql = (text: string, values: unknown[] = []) => api.deps.database.pool.query(text, values);
const person = () => makeUser(api, { providerId: null, roles: [] });
const link = async (userId: string, purpose: 'invitation' | 'reset' = 'invitation') =>
  tokenOf(await api.deps.accounts.issuePasswordLink(userId, { ttlSeconds: 600, purpose }));
const choose = (token: string, password = NEW, again = password) =>
  openBrowser(api).post('/accept-invitation', { token, password, again });

describe('a link to a password', () => {
  test('X4 leads to a form on the public URL, and sets the password once', async () => {
    const { id, email } = await person();
    const url = new URL(await api.deps.accounts.issuePasswordLink(id, { ttlSeconds: 600, purpose: 'invitation' }));
    expect(`${url.origin}${url.pathname}`).toBe('https://rollcall.example.org/accept-invitation');
    const token = url.searchParams.get('token') ?? '';
    expect(await openBrowser(api).get(`/accept-invitation?token=${token}`)).toMatchObject({ status: 200 });
    expect(await choose(token)).toMatchObject({ status: 303, location: '/sign-in?notice=password-set' });
    expect((await openBrowser(api).post('/sign-in', { email, password: NEW })).status).toBe(303);
    expect((await choose(token, 'a third invented one')).status).toBe(410);
    expect((await openBrowser(api).get(`/accept-invitation?token=${token}`)).status).toBe(410);
  });

  test('is kept as a hash that does not open anything itself', async () => {
    const { id } = await person();
    const token = await link(id);
    const { rows } = await sql('SELECT identifier FROM auth_verification WHERE value = $1', [id]);
    expect(rows).toHaveLength(1);
    expect(rows[0].identifier).not.toContain(token);
    expect((await choose(rows[0].identifier)).status).toBe(410);
  });

  test('a newer one makes the older ones worthless', async () => {
    const { id } = await person();
    const [older, newer] = [await link(id), await link(id, 'reset')];
    expect((await choose(older)).status).toBe(410);
    expect((await choose(newer)).status).toBe(303);
  });

  test('expires', async () => {
    const { id } = await person();
    const token = await link(id);
    await sql('UPDATE auth_verification SET expires_at = now() WHERE value = $1', [id]);
    expect((await openBrowser(api).get(`/reset-password?token=${token}`)).status).toBe(410);
    expect((await choose(token)).status).toBe(410);
  });

  test('of two who send it at once, one sets the password', async () => {
    const { id } = await person();
    const token = await link(id);
    const answers = await Promise.all([choose(token, 'the first invented one'), choose(token, 'the second invented one')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410]);
  });

  test.each(['', 'made-up', "' OR 1=1 --", '../..', 'x'.repeat(3000)])('is not %j', async (token) => {
    expect((await openBrowser(api).get(`/reset-password?token=${encodeURIComponent(token)}`)).status).toBe(410);
    expect((await choose(token)).status).toBe(410);
  });

  test.each([
    ['short', 'elevenchars', 'elevenchars'],
    ['long', 'x'.repeat(129), 'x'.repeat(129)],
    ['different the second time', NEW, `${NEW}.`],
    ['empty', '', ''],
  ])('a password that is %s is refused, and the link still works', async (_what, password, again) => {
    const { id } = await person();
    const token = await link(id);
    expect((await choose(token, password, again)).status).toBe(400);
    expect((await choose(token)).status).toBe(303);
  });

  test('ends every session of the user', async () => {
    const { id } = await person();
    await openSession(api, id);
    expect((await choose(await link(id, 'reset'))).status).toBe(303);
    expect((await sql('SELECT 1 FROM auth_session WHERE user_id = $1', [id])).rowCount).toBe(0);
  });

  test('is worthless once the user is signed out everywhere; somebody inactive gets none', async () => {
    const { id } = await person();
    const token = await link(id);
    await openSession(api, id);
    expect(await api.deps.accounts.endSessions(id)).toBe(1);
    expect((await choose(token)).status).toBe(410);
    await sql('UPDATE app_user SET active = false WHERE id = $1', [id]);
    await expect(link(id)).rejects.toThrow(UnknownUserError);
    await expect(link(api.deps.newId())).rejects.toThrow(UnknownUserError);
  });

  test('made in a transaction that is rolled back was never made', async () => {
    const { id } = await person();
    const kept = await link(id);
    const client = await api.deps.database.pool.connect();
    await client.query('BEGIN');
    const lost = tokenOf(await api.deps.accounts.issuePasswordLink(id, { ttlSeconds: 600, purpose: 'reset' }, client));
    await client.query('ROLLBACK');
    client.release();
    expect((await choose(lost)).status).toBe(410);
    expect((await choose(kept)).status).toBe(303);
  });
});

const forget = (email: string) => openBrowser(api).post('/forgot-password', { email });
const mails = (): { to: unknown; text: string }[] => {
  try {
    return readFileSync(api.deps.settings.alerts.captureFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
};

const mailTo = (email: string) => mails().filter((mail) => JSON.stringify(mail).includes(email));

describe('a forgotten password', () => {
  test('is answered the same whether there is such a user or not, and the user gets a link by mail', async () => {
    const { email } = await invitedPerson(api);
    const [known, unknown] = [await forget(email.toUpperCase()), await forget('nobody@example.org')];
    expect(known.status).toBe(200);
    expect(unknown.text).toBe(known.text);
    await eventually(async () => expect(mailTo(email)).toHaveLength(1));
    const [mail] = mailTo(email);
    const url = /https:\/\/rollcall\.example\.org\/reset-password\?token=[\w-]+/.exec(JSON.stringify(mail))?.[0] ?? '';
    expect((await openBrowser(api).post('/reset-password', { token: tokenOf(url), password: NEW, again: NEW })).status).toBe(303);
    expect((await openBrowser(api).post('/sign-in', { email, password: PASSWORD })).status).toBe(401);
    expect((await openBrowser(api).post('/sign-in', { email, password: NEW })).status).toBe(303);
    expect(mailTo('nobody@example.org')).toEqual([]);
    expect(JSON.stringify(api.logged)).not.toContain(tokenOf(url));
  });

  test('somebody inactive gets no mail', async () => {
    const { id, email } = await person();
    await sql('UPDATE app_user SET active = false WHERE id = $1', [id]);
    const other = await person();
    await forget(email);
    await forget(other.email);
    await eventually(async () => expect(mailTo(other.email)).toHaveLength(1));
    expect(mailTo(email)).toEqual([]);
  });

  test('fills nobody’s mailbox: three mails, and then none, to the same answer', async () => {
    const { email } = await person();
    for (let attempt = 0; attempt < 5; attempt++) expect((await forget(email)).status).toBe(200);
    const other = await person();
    await forget(other.email);
    await eventually(async () => expect(mailTo(other.email)).toHaveLength(1));
    expect(mailTo(email)).toHaveLength(3);
  });

  test('twenty a quarter of an hour from one address, then it waits', async () => {
    for (let attempt = 0; attempt < 20; attempt++) expect((await forget(`x${attempt}@example.org`)).status).toBe(200);
    const { status, headers } = await forget('x@example.org');
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

test('with an https URL cookies are for https alone', async () => {
  await sql('DELETE FROM auth_rate_limit');
  const { email } = await invitedPerson(api);
  const browser = await signedInBrowser(api, email);
  expect([...browser.cookies.keys()]).toEqual(['__Secure-rollcall.session_token']);
});
