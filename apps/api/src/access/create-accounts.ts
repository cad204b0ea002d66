import type { Pool } from 'pg';
import { type Accounts, type LinkPurpose, UnknownUserError } from './accounts.js';
import { API_KEY_PREFIX, makeApiKey } from './api-key-principal.js';
import { keepToken, newToken, storedToken } from './one-time-token.js';

/** The page each kind of link leads to. */
export const LINK_PAGES: Record<LinkPurpose, string> = { invitation: '/accept-invitation', reset: '/reset-password' };

/** Sessions, and what would open one: links to a new password, sign-ins that wait for their second step. */
const END_SESSIONS = `
  WITH opening AS (DELETE FROM auth_verification WHERE value = $1::text)
  DELETE FROM auth_session WHERE user_id = $1::uuid`;

const WRITE_KEY = `
  INSERT INTO api_key (id, name, start, prefix, key, reference_id, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`;

/**
 * Accounts over the tables that better-auth reads (docs/decisions/0026-identity.md). It is not loaded for this: the command
 * line and the worker need accounts too, and nobody there signs in.
 */
export function createAccounts(parts: { pool: Pool; peopleUrl: string; newId: () => string }): Accounts {
  const { pool, peopleUrl, newId } = parts;
  return {
    async issuePasswordLink(userId, { ttlSeconds, purpose }, transaction) {
      const database = transaction ?? pool;
      const { rowCount } = await database.query('SELECT 1 FROM app_user WHERE id = $1 AND active', [userId]);
      if (rowCount === 0) throw new UnknownUserError(userId);
      const token = newToken();
      await keepToken(database, { id: newId(), stored: storedToken('reset-password', token), value: userId, ttlSeconds });
      return `${peopleUrl}${LINK_PAGES[purpose]}?token=${token}`;
    },
    async endSessions(userId, transaction) {
      const { rowCount } = await (transaction ?? pool).query(END_SESSIONS, [userId]);
      return rowCount ?? 0;
    },
    async createApiKey({ name, userId, expiresAt }, transaction) {
      const id = newId();
      const { key, hash, start } = makeApiKey();
      await (transaction ?? pool).query(WRITE_KEY, [id, name, start, API_KEY_PREFIX, hash, userId, expiresAt]);
      return { id, key, start };
    },
    async revokeApiKey(id, transaction) {
      await (transaction ?? pool).query('UPDATE api_key SET enabled = false, updated_at = now() WHERE id = $1 AND enabled', [id]);
    },
  };
}
