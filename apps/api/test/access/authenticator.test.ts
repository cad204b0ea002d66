import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Authenticator, CredentialsRefusedError } from '../../src/access/authenticator.js';
import { createAuthenticator } from '../../src/access/create-authenticator.js';
import { EXTERNAL_KEY_PRINCIPAL } from '../../src/access/external-key-principal.js';
import { readSettings } from '../../src/settings/settings.js';
import { EXTERNAL_KEY, startTestApi, type TestApi } from '../http/test-api.js';
import { makeApiKey, makeUser, openSession, signIn } from '../support/sign-in.js';
import { eventually } from './eventually.js';
import { makeProvider } from './providers.js';

let api: TestApi;
let authenticator: Authenticator;
let providerId: string;
beforeAll(async () => {
  api = await startTestApi();
  authenticator = createAuthenticator(api.deps);
  providerId = await makeProvider(api, '201003953Z');
});
afterAll(() => api.close());

const HERE = '192.0.2.1';
const who = (headers: Record<string, string>, from = HERE) => authenticator.authenticate(new Headers(headers), from);
const sql = (text: string, values: unknown[]) => api.deps.database.pool.query(text, values);

describe('a session', () => {
  test('S1.25 is its user, with their roles at each provider', async () => {
    const other = await makeProvider(api, '200300002B');
    const { userId, email, headers } = await signIn(api, { providerId, roles: ['trainer', 'operations'] });
    await sql(`INSERT INTO user_role (user_id, provider_id, role) VALUES ($1, $2, 'auditor')`, [userId, other]);
    const principal = await who(headers);
    expect(principal).toMatchObject({ kind: 'user', id: userId, name: email });
    expect(principal?.grants).toHaveLength(2);
    expect(principal?.grants).toContainEqual({ providerId, roles: ['operations', 'trainer'] });
    expect(principal?.grants).toContainEqual({ providerId: other, roles: ['auditor'] });
  });

  test('of an admin of the installation reaches every provider', async () => {
    const { headers } = await signIn(api, { providerId: 'every', roles: ['admin'] });
    expect((await who(headers))?.grants).toEqual([{ providerId: 'every', roles: ['admin'] }]);
  });

  test('of somebody without a role is somebody who may do nothing', async () => {
    const user = await makeUser(api, { providerId: null, roles: [] });
    const { cookie } = await openSession(api, user.id);
    expect(await who({ cookie })).toMatchObject({ id: user.id, grants: [] });
  });

  test('costs one statement', async () => {
    const { headers } = await signIn(api, { providerId, roles: ['admin'] });
    const { statements } = await api.statements.during(() => who(headers));
    expect(statements).toHaveLength(1);
  });

  test.each([
    ['ended', `UPDATE auth_session SET expires_at = now() - interval '1 second' WHERE user_id = $1`],
    ['older than thirty days', `UPDATE auth_session SET created_at = now() - interval '31 days' WHERE user_id = $1`],
    ['of somebody inactive', `UPDATE app_user SET active = false WHERE id = $1`],
    ['revoked', `DELETE FROM auth_session WHERE user_id = $1`],
  ])('that is %s is nobody, also for what was open', async (_what, change) => {
    const { userId, headers } = await signIn(api, { providerId, roles: ['admin'] });
    const principal = await who(headers);
    if (!principal) throw new Error('nobody was signed in');
    await sql(change, [userId]);
    expect(await who(headers)).toBeNull();
    expect(await authenticator.refresh(principal)).toBeNull();
  });

  test('finds roles that were given or taken meanwhile', async () => {
    const { userId, headers } = await signIn(api, { providerId, roles: ['admin'] });
    const principal = await who(headers);
    if (!principal) throw new Error('nobody was signed in');
    await sql(`UPDATE user_role SET role = 'auditor' WHERE user_id = $1`, [userId]);
    const renewed = await authenticator.refresh(principal);
    expect(renewed?.grants).toEqual([{ providerId, roles: ['auditor'] }]);
    expect(renewed && (await authenticator.refresh(renewed))).toEqual(renewed);
  });

  test('is prolonged by use once a quarter of its time is gone, and by nothing else', async () => {
    const left = async (id: string) =>
      Number(
        (await sql('SELECT extract(epoch FROM expires_at - now()) AS left FROM auth_session WHERE user_id = $1', [id])).rows[0]
          .left,
      );
    const { userId, headers } = await signIn(api, { providerId, roles: ['admin'] });
    await sql(`UPDATE auth_session SET expires_at = now() + interval '10 hours' WHERE user_id = $1`, [userId]);
    await who(headers);
    expect(await left(userId)).toBeLessThan(10 * 3600 + 1);
    await sql(`UPDATE auth_session SET expires_at = now() + interval '8 hours' WHERE user_id = $1`, [userId]);
    const principal = await who(headers);
    await eventually(async () => expect(await left(userId)).toBeGreaterThan(11.9 * 3600));
    await sql(`UPDATE auth_session SET expires_at = now() + interval '8 hours' WHERE user_id = $1`, [userId]);
    if (principal) await authenticator.refresh(principal);
    expect(await left(userId)).toBeLessThan(8 * 3600 + 1);
  });

  test.each(['x=1', 'rollcall.session_token=', 'rollcall.session_token=a.b', 'rollcall.session_token=%', ';;;=', ''])(
    'is not the cookie %j',
    async (cookie) => {
      expect(await who({ cookie })).toBeNull();
    },
  );

  test('the library and we read the same cookie the same way', async () => {
    const { email, headers } = await signIn(api, { providerId, roles: ['admin'] });
    const session = async (cookie: string) =>
      (await fetch(`${api.server.url}/api/auth/get-session`, { headers: { cookie } })).json() as Promise<{
        user: { email: string };
      } | null>;
    expect((await session(headers['cookie'] ?? ''))?.user.email).toBe(email);
    expect(await session(`${headers['cookie']?.slice(0, -6)}AAAA%3D`)).toBeNull();
    expect(await who({ cookie: `${headers['cookie']?.slice(0, -6)}AAAA%3D` })).toBeNull();
  });
});

describe('an API key', () => {
  test('X6 may do its scopes at its provider, as an integrator, in either header', async () => {
    const { id, key } = await makeApiKey(api, { providerId, scopes: ['course_run.read', 'enrolment.read'] });
    const expected = {
      kind: 'api_key',
      id,
      name: 'Invented machine',
      grants: [{ providerId, roles: ['integrator'], only: ['course_run.read', 'enrolment.read'] }],
    };
    expect(await who({ 'x-api-key': key })).toEqual(expected);
    expect(await who({ authorization: `Bearer ${key}` })).toEqual(expected);
    expect(await who({ authorization: `bearer  ${key}` })).toEqual(expected);
  });

  test('is kept as a hash, with its first characters', async () => {
    const { id, key } = await makeApiKey(api, { providerId, scopes: ['course_run.read'] });
    const { rows } = await sql('SELECT * FROM api_key WHERE id = $1', [id]);
    expect(key).toMatch(/^rc_[\w-]{43}$/);
    expect(rows[0].start).toBe(key.slice(0, 8));
    expect(JSON.stringify(rows[0])).not.toContain(key);
  });

  test('costs one statement, and its use is noted once a minute, beside the answer', async () => {
    const { id, headers } = await makeApiKey(api, { providerId, scopes: ['course_run.read'] });
    const used = async () =>
      (await sql('SELECT last_request FROM api_key WHERE id = $1', [id])).rows[0].last_request as Date | null;
    await who(headers);
    await eventually(async () => expect(await used()).not.toBeNull());
    const first = await used();
    const { statements } = await api.statements.during(() => who(headers));
    expect(statements).toHaveLength(1);
    expect(await used()).toEqual(first);
    await sql(`UPDATE api_key SET last_request = now() - interval '2 minutes' WHERE id = $1`, [id]);
    await who(headers);
    await eventually(async () => expect((await used())?.getTime()).toBeGreaterThan(first?.getTime() ?? 0));
  });

  test.each([
    ['revoked', 'UPDATE api_key_grant SET revoked_at = now() WHERE api_key_id = $1'],
    ['disabled', 'UPDATE api_key SET enabled = false WHERE id = $1'],
    ['expired', 'UPDATE api_key SET expires_at = now() WHERE id = $1'],
    ['without a grant', 'DELETE FROM api_key_grant WHERE api_key_id = $1'],
    ['deleted', 'DELETE FROM api_key WHERE id = $1'],
  ])('that is %s is refused, and ends what it had open', async (_what, change) => {
    const { id, headers } = await makeApiKey(api, { providerId, scopes: ['course_run.read'] });
    const principal = await who(headers);
    if (!principal) throw new Error('the key was not known');
    await sql(change, [id]);
    await expect(who(headers, '192.0.2.77')).rejects.toThrow(CredentialsRefusedError);
    expect(await authenticator.refresh(principal)).toBeNull();
  });

  test('is revoked by accounts, and not a second time', async () => {
    const { id, headers } = await makeApiKey(api, { providerId, scopes: ['course_run.read'] });
    await api.deps.accounts.revokeApiKey(id);
    await api.deps.accounts.revokeApiKey(id);
    await expect(who(headers, '192.0.2.78')).rejects.toThrow(CredentialsRefusedError);
  });

  test('scopes that no list of ours has any more give nothing', async () => {
    const { id, headers } = await makeApiKey(api, { providerId, scopes: ['course_run.read'] });
    await sql(`UPDATE api_key_grant SET scopes = '{course_run.read,moon.fly,__proto__,toString}' WHERE api_key_id = $1`, [id]);
    expect((await who(headers))?.grants[0]?.only).toEqual(['course_run.read']);
  });

  test('of the installation is known without asking the database', async () => {
    const { result, statements } = await api.statements.during(() => who({ 'x-api-key': EXTERNAL_KEY }));
    expect(result).toBe(EXTERNAL_KEY_PRINCIPAL);
    expect(statements).toEqual([]);
  });

  test('given and wrong is refused, never taken for none; after twenty a minute the address waits', async () => {
    const { headers } = await makeApiKey(api, { providerId, scopes: ['course_run.read'] });
    const from = '192.0.2.99';
    for (let attempt = 0; attempt < 20; attempt++)
      await expect(who({ 'x-api-key': `rc_wrong${attempt}` }, from)).rejects.toMatchObject({ retryAfter: null });
    await expect(who(headers, from)).rejects.toMatchObject({ name: 'CredentialsRefusedError', retryAfter: expect.any(Number) });
    expect(await who(headers, '192.0.2.100')).not.toBeNull();
    // Somebody who is signed in there works on.
    const person = await signIn(api, { providerId, roles: ['admin'] });
    expect(await who(person.headers, from)).not.toBeNull();
  });

  test.each(['', ' ', 'Basic abc', 'Bearer', 'Bearer a b'])('authorization %j is refused', async (authorization) => {
    await expect(who({ authorization }, '192.0.2.50')).rejects.toThrow(CredentialsRefusedError);
  });
});

const developer = (environment: Record<string, string>) =>
  createAuthenticator({ ...api.deps, settings: readSettings({ ROLLCALL_DATA_DIR: '/nonexistent', ...environment }) });

describe('the header x-role', () => {
  test('X6 means nothing by default', async () => {
    expect(await who({ 'x-role': 'admin' })).toBeNull();
  });

  test('X6 is believed with DEV_X_ROLE on a developer’s machine, and the log says so', async () => {
    api.logged.length = 0;
    const believing = developer({ DEV_X_ROLE: '1' });
    expect(await believing.authenticate(new Headers({ 'x-role': 'Auditor' }), HERE)).toMatchObject({
      kind: 'user',
      grants: [{ providerId: 'every', roles: ['auditor'] }],
    });
    await expect(believing.authenticate(new Headers({ 'x-role': 'root' }), HERE)).rejects.toThrow(/no role/);
    expect(api.logged).toContainEqual(expect.objectContaining({ event: 'role_header_believed' }));
  });
});
