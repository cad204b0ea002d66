import { isAction } from '@rollcall/domain/permission/actions';
import type { Grant, Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import { EXTERNAL_KEY_PRINCIPAL } from '../../access/external-key-principal.js';

/** A session may have ended: what counts is whether the user is still somebody here. */
const READ_USER = `
  SELECT app_user.email AS name, app_user.installation_admin AS "installationAdmin", role.grants
  FROM app_user
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('providerId', provider_id, 'roles', roles) ORDER BY provider_id) AS grants
    FROM (
      SELECT provider_id, array_agg(role ORDER BY role) AS roles FROM user_role WHERE user_id = app_user.id GROUP BY provider_id
    ) AS at_provider
  ) AS role ON true
  WHERE app_user.id = $1 AND app_user.active`;

const READ_KEY = `
  SELECT api_key.name, grant_row.provider_id AS "providerId", grant_row.scopes
  FROM api_key JOIN api_key_grant AS grant_row ON grant_row.api_key_id = api_key.id
  WHERE api_key.id = $1 AND api_key.enabled AND grant_row.revoked_at IS NULL
    AND (api_key.expires_at IS NULL OR api_key.expires_at > now())`;

/**
 * Who asked for something earlier, with what they may do now; null where they are nobody any more. Work that goes on after
 * its request asks by this what it may do. A token’s issuer cannot be asked again, so those who came with one keep what it
 * said; so does Rollcall itself. One statement at most.
 */
export async function principalNow(pool: Pool, then: Principal): Promise<Principal | null> {
  const { kind, id, name } = then;
  if (kind === 'user') return id === null ? null : userNow(pool, id);
  if (kind !== 'api_key') return then;
  if (id !== null) return keyNow(pool, id);
  return name === EXTERNAL_KEY_PRINCIPAL.name ? EXTERNAL_KEY_PRINCIPAL : null;
}

async function userNow(pool: Pool, id: string): Promise<Principal | null> {
  const { rows } = await pool.query<{ name: string; installationAdmin: boolean; grants: Grant[] | null }>(READ_USER, [id]);
  const [user] = rows;
  if (!user) return null;
  const grants: Grant[] = user.installationAdmin ? [{ providerId: 'every', roles: ['admin'] }] : (user.grants ?? []);
  return { kind: 'user', id, name: user.name, grants };
}

async function keyNow(pool: Pool, id: string): Promise<Principal | null> {
  const { rows } = await pool.query<{ name: string | null; providerId: string; scopes: string[] }>(READ_KEY, [id]);
  const [key] = rows;
  if (!key) return null;
  const only = key.scopes.filter(isAction);
  return { kind: 'api_key', id, name: key.name ?? id, grants: [{ providerId: key.providerId, roles: ['integrator'], only }] };
}
