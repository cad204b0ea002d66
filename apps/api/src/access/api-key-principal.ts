import { createHash, randomBytes } from 'node:crypto';
import { isAction } from '@rollcall/domain/permission/actions';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import type { BackgroundWork } from './background-work.js';

/** By which people, and scanners for secrets, recognise a key of ours. */
export const API_KEY_PREFIX = 'rc_';
/** How much of a key is kept in the clear, to recognise it by. */
const START_LENGTH = 8;

/** A key that nobody can guess, its hash as it is stored, and its beginning. */
export function makeApiKey(): { key: string; hash: string; start: string } {
  const key = `${API_KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
  return { key, hash: hashOfApiKey(key), start: key.slice(0, START_LENGTH) };
}

/** Keys are random, so a plain hash hides them; it is the one that better-auth stores. */
export const hashOfApiKey = (key: string): string => createHash('sha256').update(key).digest('base64url');

/** A key without a row of grant may do nothing, so it is no key. */
const READ_KEY = `
  SELECT api_key.id, api_key.name, grant_row.provider_id AS "providerId", grant_row.scopes,
    coalesce(api_key.last_request < now() - interval '1 minute', true) AS "note"
  FROM api_key JOIN api_key_grant AS grant_row ON grant_row.api_key_id = api_key.id
  WHERE api_key.key = $1 AND api_key.enabled AND grant_row.revoked_at IS NULL
    AND (api_key.expires_at IS NULL OR api_key.expires_at > now())`;

/** Asked again in the statement, so that of many requests at once one writes. */
const NOTE_USE = `
  UPDATE api_key SET last_request = now()
  WHERE id = $1 AND (last_request IS NULL OR last_request < now() - interval '1 minute')`;

interface KeyRow {
  id: string;
  name: string | null;
  providerId: string;
  scopes: string[];
  note: boolean;
}

export interface ApiKeyReader {
  /** One statement. Null where the key is unknown, revoked, expired or disabled. Notes its use, at most once a minute. */
  read(hash: string): Promise<Principal | null>;
}

export function createApiKeyReader({ pool, background }: { pool: Pool; background: BackgroundWork }): ApiKeyReader {
  return {
    async read(hash) {
      const { rows } = await pool.query<KeyRow>({ name: 'api_key', text: READ_KEY, values: [hash] });
      const [row] = rows;
      if (!row) return null;
      if (row.note) background.run('api_key_use_not_noted', () => pool.query(NOTE_USE, [row.id]));
      const { id, name, providerId, scopes } = row;
      return {
        kind: 'api_key',
        id,
        name: name ?? id,
        grants: [{ providerId, roles: ['integrator'], only: scopes.filter(isAction) }],
      };
    },
  };
}
