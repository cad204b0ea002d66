import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';

/** What acts on a key need of it. */
export interface TakenKey {
  providerId: string;
  revokedAt: Date | null;
  name: string | null;
}

const LOCK = `
  SELECT api_key_grant.provider_id AS "providerId", api_key_grant.revoked_at AS "revokedAt", api_key.name
  FROM api_key_grant JOIN api_key ON api_key.id = api_key_grant.api_key_id
  WHERE api_key_id = $1 FOR UPDATE OF api_key_grant`;

/** Locks the grant of a key for an act of somebody who may do it. Throws `ActRefusal`. @param path where the key is named */
export async function takeApiKey(
  transaction: PoolClient,
  by: Principal,
  apiKeyId: string,
  path: readonly string[],
): Promise<TakenKey> {
  const { rows } = await transaction.query<TakenKey>(LOCK, [apiKeyId]);
  const [key] = rows;
  if (!key) throw notFound('API key', path);
  requireMay(by, 'api_key.manage', { providerId: key.providerId }, 'API key', path);
  return key;
}
