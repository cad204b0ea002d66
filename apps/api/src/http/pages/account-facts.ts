import type { Pool } from 'pg';
import type { OpenSession } from '../../access/session-principal.js';

/** What somebody sees of their own account. */
export interface AccountFacts {
  name: string;
  email: string;
  installationAdmin: boolean;
  twoFactor: boolean;
  hasPassword: boolean;
  roles: { provider: string; names: string[] }[];
  sessions: { id: string; current: boolean; userAgent: string; address: string; lastUsed: string }[];
}

const READ = `
  SELECT app_user.name, app_user.email, installation_admin AS "installationAdmin", two_factor_enabled AS "twoFactor",
    EXISTS (SELECT FROM auth_account WHERE user_id = app_user.id AND password IS NOT NULL) AS "hasPassword",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('provider', provider.name, 'names', names) ORDER BY provider.name), '[]')
      FROM (SELECT provider_id, array_agg(role ORDER BY role) AS names FROM user_role WHERE user_id = app_user.id GROUP BY provider_id) AS held
      JOIN training_provider AS provider ON provider.id = held.provider_id) AS roles,
    (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'id', session.id, 'current', session.id = $2, 'userAgent', coalesce(user_agent, ''), 'address', coalesce(ip_address, ''),
        'lastUsed', to_char(session.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC'
      ) ORDER BY session.id = $2 DESC, session.updated_at DESC), '[]')
      FROM auth_session AS session WHERE session.user_id = app_user.id AND session.expires_at > now()) AS sessions
  FROM app_user WHERE app_user.id = (SELECT user_id FROM auth_session WHERE id = $2) AND app_user.id = $1`;

/** Everything of the page, in one statement. */
export async function readAccount(pool: Pool, { id, principal }: OpenSession): Promise<AccountFacts> {
  const { rows } = await pool.query<AccountFacts>(READ, [principal.id, id]);
  const [facts] = rows;
  if (!facts) throw new Error('The session ended while its page was made.');
  return facts;
}

/** Ends one of the user's other sessions; somebody else's stays as it is. */
export async function endSession(pool: Pool, { id: current, principal }: OpenSession, id: string): Promise<void> {
  await pool.query('DELETE FROM auth_session WHERE id::text = $1 AND user_id = $2 AND id <> $3', [id, principal.id, current]);
}

export async function endOtherSessions(pool: Pool, { id: current, principal }: OpenSession): Promise<void> {
  await pool.query('DELETE FROM auth_session WHERE user_id = $1 AND id <> $2', [principal.id, current]);
}
