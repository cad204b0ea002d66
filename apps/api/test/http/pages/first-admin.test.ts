import { afterEach, beforeEach, expect, test } from 'vitest';
import { issueFirstAdminLink } from '../../../src/access/first-admin.js';
import { makeUser } from '../../support/sign-in.js';
import { startTestApi, type TestApi } from '../test-api.js';
import { openBrowser } from './browser.js';
import { PASSWORD, signedInBrowser, tokenOf } from './people.js';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

const sql = (text: string, values: unknown[] = []) => api.deps.database.pool.query(text, values);
const link = async () => tokenOf((await issueFirstAdminLink(api.deps)) ?? '');
const become = (token: string, email = 'first@example.org') =>
  openBrowser(api).post('/first-admin', { token, name: 'First Invented', email, password: PASSWORD, again: PASSWORD });

test('X4 the first admin names themselves by the one-time link, signs in, and is written into the audit', async () => {
  const token = await link();
  expect((await openBrowser(api).get(`/first-admin?token=${token}`)).status).toBe(200);
  expect(await become(token, 'First@Example.org')).toMatchObject({ status: 303, location: '/sign-in?notice=first-admin' });
  const browser = await signedInBrowser(api, 'first@example.org');
  expect((await browser.get('/account')).text).toContain('admin of every provider');
  const { rows } = await sql(`SELECT actor_name, entity_type FROM audit_trail WHERE action = 'user.become_first_admin'`);
  expect(rows).toEqual([{ actor_name: 'first@example.org', entity_type: 'user' }]);
  expect(await issueFirstAdminLink(api.deps)).toBeNull();
  expect((await become(token, 'second@example.org')).status).toBe(410);
  expect(JSON.stringify(api.logged)).not.toContain(token);
});

test('each start’s link replaces the one before', async () => {
  const [older, newer] = [await link(), await link()];
  expect((await become(older)).status).toBe(410);
  expect((await become(newer)).status).toBe(303);
});

test('of two who send it at once, one becomes the admin', async () => {
  const token = await link();
  const answers = await Promise.all([become(token, 'one@example.org'), become(token, 'two@example.org')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 410]);
  expect((await sql('SELECT 1 FROM app_user WHERE installation_admin')).rowCount).toBe(1);
});

test('it is good for a day, and only while nobody can sign in', async () => {
  const token = await link();
  const { rows } = await sql(`SELECT extract(epoch FROM expires_at - now()) AS left FROM auth_verification`);
  expect(Number(rows[0].left)).toBeGreaterThan(86_000);
  await makeUser(api, { providerId: 'every', roles: [] });
  expect((await openBrowser(api).get(`/first-admin?token=${token}`)).status).toBe(410);
  expect((await become(token)).status).toBe(410);
  expect(await issueFirstAdminLink(api.deps)).toBeNull();
});

test('an admin who was deactivated is none; somebody imported without a password is none either', async () => {
  await makeUser(api, { providerId: 'every', roles: [] }, { active: false });
  await makeUser(api, { providerId: null, roles: [] });
  expect(await issueFirstAdminLink(api.deps)).not.toBeNull();
});

test('somebody who was imported with the address before becomes the admin, and no second user', async () => {
  const imported = await makeUser(api, { providerId: null, roles: [] }, { email: 'first@example.org' });
  expect((await become(await link())).status).toBe(303);
  const { rows } = await sql('SELECT id, installation_admin FROM app_user');
  expect(rows).toEqual([{ id: imported.id, installation_admin: true }]);
});

test('what is wrong in the form is told, and the link still works', async () => {
  const token = await link();
  const browser = openBrowser(api);
  const fields = { token, name: 'First Invented', email: 'first@example.org', password: PASSWORD, again: PASSWORD };
  for (const wrong of [{ name: ' ' }, { email: 'nobody' }, { password: 'short', again: 'short' }, { again: 'another' }])
    expect((await browser.post('/first-admin', { ...fields, ...wrong })).status).toBe(400);
  expect((await browser.post('/first-admin', fields)).status).toBe(303);
});

test.each(['', 'made-up'])('the token %j makes nobody an admin', async (token) => {
  await link();
  expect((await become(token)).status).toBe(410);
  expect((await sql('SELECT 1 FROM app_user')).rowCount).toBe(0);
});
