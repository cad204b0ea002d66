import { randomBytes } from 'node:crypto';
import type { Action } from '@rollcall/domain/permission/actions';
import type { Role } from '@rollcall/domain/permission/roles';
import { normaliseName } from '@rollcall/domain/trainer/trainer-lists';
import { sessionCookieName, signCookie } from '../../src/access/session-cookie.js';
import type { TestApi } from '../http/test-api.js';

type Api = Pick<TestApi, 'deps'>;

export interface Somebody {
  /** Default: an address of their own. */
  email?: string;
  name?: string;
  active?: boolean;
}

/** A user who has not signed in and has no password. */
export async function makeUser(
  { deps }: Api,
  { providerId, roles }: { providerId: string | 'every' | null; roles: Role[] },
  somebody: Somebody = {},
): Promise<{ id: string; email: string; name: string }> {
  const id = deps.newId();
  const { email = `user-${id}@example.org`, name = 'Invented Person', active = true } = somebody;
  await deps.database.pool.query(
    `INSERT INTO app_user (id, email, name, name_normalised, active, installation_admin) VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, email, name, normaliseName(name), active, providerId === 'every'],
  );
  if (providerId !== 'every' && providerId !== null)
    await deps.database.pool.query('INSERT INTO user_role (user_id, provider_id, role) SELECT $1, $2, unnest($3::text[])', [
      id,
      providerId,
      roles,
    ]);
  return { id, email, name };
}

/** A new session of a user, as signing in makes it; the cookie is signed as the browser would have it. */
export async function openSession({ deps }: Api, userId: string): Promise<{ cookie: string; token: string }> {
  const token = randomBytes(24).toString('base64url');
  await deps.database.pool.query(
    `INSERT INTO auth_session (id, user_id, token, expires_at) VALUES ($1, $2, $3, now() + $4 * interval '1 millisecond')`,
    [deps.newId(), userId, token, deps.settings.identity.sessionMs],
  );
  return { token, cookie: `${sessionCookieName(deps.settings.peopleUrl)}=${signCookie(token, deps.secretKey)}` };
}

export interface SignedIn {
  userId: string;
  email: string;
  /** The cookie, and the origin that browsers send with it. */
  headers: Record<string, string>;
}

/** Makes a user with roles at a provider, or an admin of the installation (`every`), and signs them in. */
export async function signIn(api: Api, who: { providerId: string | 'every'; roles: Role[] }): Promise<SignedIn> {
  const user = await makeUser(api, who);
  const { cookie } = await openSession(api, user.id);
  return { userId: user.id, email: user.email, headers: { cookie, origin: api.deps.settings.publicUrl } };
}

/** Makes an API key of a provider that may do the actions, and gives the headers that send it. */
export async function makeApiKey(
  { deps }: Api,
  { providerId, scopes, expiresAt = null }: { providerId: string; scopes: Action[]; expiresAt?: Date | null },
): Promise<{ id: string; key: string; headers: Record<string, string> }> {
  const maker = await makeUser({ deps }, { providerId, roles: ['admin'] });
  const { id, key } = await deps.accounts.createApiKey({ name: 'Invented machine', userId: maker.id, expiresAt });
  await deps.database.pool.query(
    'INSERT INTO api_key_grant (api_key_id, provider_id, scopes, created_by) VALUES ($1, $2, $3, $4)',
    [id, providerId, scopes, maker.id],
  );
  return { id, key, headers: { 'x-api-key': key } };
}
