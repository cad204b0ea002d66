import type { Grant, Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import type { BackgroundWork } from './background-work.js';

/** An open session, with what its user may do now. */
export interface OpenSession {
  id: string;
  token: string;
  principal: Principal;
}

/** However often it is used, a session ends after this long. */
export const LONGEST_SESSION_DAYS = 30;

/** A session is prolonged once a quarter of its time has gone, so that most requests write nothing. */
const READ_SESSION = `
  SELECT session.id, app_user.id AS "userId", app_user.email, app_user.installation_admin AS "installationAdmin",
    session.expires_at < now() + 0.75 * $2 * interval '1 millisecond' AS "prolong", role.grants
  FROM auth_session AS session
  JOIN app_user ON app_user.id = session.user_id AND app_user.active
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('providerId', provider_id, 'roles', roles) ORDER BY provider_id) AS grants
    FROM (
      SELECT provider_id, array_agg(role ORDER BY role) AS roles FROM user_role WHERE user_id = app_user.id GROUP BY provider_id
    ) AS at_provider
  ) AS role ON true
  WHERE session.token = $1 AND session.expires_at > now()
    AND session.created_at > now() - interval '${LONGEST_SESSION_DAYS} days'`;

const PROLONG = `
  UPDATE auth_session SET expires_at = now() + $2 * interval '1 millisecond', updated_at = now()
  WHERE id = $1 AND expires_at > now()`;

interface SessionRow {
  id: string;
  userId: string;
  email: string;
  installationAdmin: boolean;
  prolong: boolean;
  grants: Grant[] | null;
}

export interface SessionReader {
  /** One statement. Null where the session has ended, or its user is inactive. Prolongs the session: somebody uses it. */
  read(token: string): Promise<OpenSession | null>;
  /** The same without prolonging it: a page that was left open asks without anybody there. */
  look(token: string): Promise<OpenSession | null>;
}

export function createSessionReader(parts: { pool: Pool; sessionMs: number; background: BackgroundWork }): SessionReader {
  const { pool, sessionMs, background } = parts;
  const find = async (token: string): Promise<SessionRow | undefined> => {
    const { rows } = await pool.query<SessionRow>({ name: 'session', text: READ_SESSION, values: [token, sessionMs] });
    return rows[0];
  };
  return {
    async read(token) {
      const row = await find(token);
      if (row?.prolong) background.run('session_not_prolonged', () => pool.query(PROLONG, [row.id, sessionMs]));
      return row ? { id: row.id, token, principal: principalOfRow(row) } : null;
    },
    async look(token) {
      const row = await find(token);
      return row ? { id: row.id, token, principal: principalOfRow(row) } : null;
    },
  };
}

function principalOfRow({ userId, email, installationAdmin, grants }: SessionRow): Principal {
  return {
    kind: 'user',
    id: userId,
    name: email,
    grants: installationAdmin ? [{ providerId: 'every', roles: ['admin'] }] : (grants ?? []),
  };
}
