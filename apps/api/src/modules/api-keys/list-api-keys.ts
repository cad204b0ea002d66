import type { Pool } from 'pg';
import { type ApiKeyStatus, apiKeyStatus } from './api-key-status.js';

/** An API key for the command line, which sees every provider. */
export interface ListedApiKey {
  id: string;
  name: string;
  start: string;
  provider: string;
  scopes: string[];
  status: ApiKeyStatus;
  /** E-mail address of the person whose key it is. */
  owner: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

const SELECT = `
  SELECT api_key.id, api_key.name, api_key.start, uen AS provider, scopes, email AS owner, api_key.created_at AS "createdAt",
    expires_at AS "expiresAt", last_request AS "lastUsedAt", revoked_at AS "revokedAt"
  FROM api_key_grant JOIN api_key ON api_key.id = api_key_id JOIN training_provider ON training_provider.id = provider_id
    LEFT JOIN app_user ON app_user.id = created_by
  WHERE $1::text IS NULL OR uen = $1 ORDER BY api_key.created_at DESC, api_key.id DESC`;

/** The API keys, newest first, those of one provider where a UEN is given. `now` in epoch milliseconds. */
export async function listApiKeys(
  pool: Pool,
  { provider = null, now }: { provider?: string | null; now: number },
): Promise<ListedApiKey[]> {
  const { rows } = await pool.query<Omit<ListedApiKey, 'status'>>(SELECT, [provider?.trim().toUpperCase() ?? null]);
  return rows.map((row) => ({ ...row, status: apiKeyStatus(row, now) }));
}
