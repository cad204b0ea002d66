import type { PoolClient } from 'pg';
import type { Dependencies } from '../../dependencies.js';

const REVOKE = `
  UPDATE api_key_grant SET revoked_at = now(), revoked_by = $3
  WHERE created_by = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR provider_id = $2)
  RETURNING api_key_id AS "apiKeyId"`;

/**
 * Revokes the API keys that somebody made, and gives their row ids: a key does not outlast the access of whose it is.
 *
 * @param at row id of the provider where they have no access any more; null: of every one
 * @param by who revokes them, as the list of keys names them
 */
export async function revokeKeysOf(
  transaction: PoolClient,
  accounts: Dependencies['accounts'],
  { userId, at, by }: { userId: string; at: string | null; by: string },
): Promise<string[]> {
  const { rows } = await transaction.query<{ apiKeyId: string }>(REVOKE, [userId, at, by]);
  const ids = rows.map(({ apiKeyId }) => apiKeyId);
  for (const id of ids) await accounts.revokeApiKey(id, transaction);
  return ids;
}
