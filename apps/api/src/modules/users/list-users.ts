import type { Role } from '@rollcall/domain/permission/roles';
import type { Pool } from 'pg';

/** A user for the command line, which sees every provider. */
export interface ListedUser {
  id: string;
  email: string;
  name: string;
  active: boolean;
  installationAdmin: boolean;
  signedUp: boolean;
  /** By UEN. */
  roles: { provider: string; roles: Role[] }[];
}

const SELECT = `
  SELECT app_user.id, email, app_user.name, active, installation_admin AS "installationAdmin",
    EXISTS (SELECT FROM auth_account WHERE user_id = app_user.id) AS "signedUp",
    coalesce(jsonb_agg(jsonb_build_object('provider', held.uen, 'roles', held.roles) ORDER BY held.uen) FILTER (WHERE held.uen IS NOT NULL), '[]') AS roles
  FROM app_user LEFT JOIN (
    SELECT user_id, uen, array_agg(role ORDER BY role) AS roles
    FROM user_role JOIN training_provider ON training_provider.id = provider_id GROUP BY user_id, uen
  ) held ON held.user_id = app_user.id
  WHERE ($1::text IS NULL OR EXISTS (
    SELECT FROM user_role JOIN training_provider ON training_provider.id = provider_id WHERE user_id = app_user.id AND uen = $1))
    AND ($2 OR active)
  GROUP BY app_user.id ORDER BY app_user.name_normalised, app_user.id`;

/** Users by name, those of one provider where a UEN is given; inactive ones on demand. */
export async function listUsers(
  pool: Pool,
  { provider = null, inactive = false }: { provider?: string | null; inactive?: boolean },
): Promise<ListedUser[]> {
  const { rows } = await pool.query<ListedUser>(SELECT, [provider?.trim().toUpperCase() ?? null, inactive]);
  return rows;
}

/** The row id of the user with an e-mail address; null where there is none. */
export async function findUserId(pool: Pool, email: string): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM app_user WHERE email = $1', [email.trim().toLowerCase()]);
  return rows[0]?.id ?? null;
}
