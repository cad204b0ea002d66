import { createHash, randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';

/** What a token may be used for; the name better-auth knows a password's reset by, so that it can use the token up. */
export type TokenUse = 'reset-password' | 'first-admin';

type Database = Pick<PoolClient, 'query'>;

export const newToken = (): string => randomBytes(32).toString('base64url');

/** Under which a token is kept: better-auth's hash of use and token. Who reads the table cannot use what stands there. */
export const storedToken = (use: TokenUse, token: string): string =>
  createHash('sha256').update(`${use}:${token}`).digest('base64url');

/**
 * Keeps a new token for what `value` says and drops the earlier ones for it, in one statement. The clock is the database's.
 *
 * @param value a user's id, or the name of what the token stands for
 */
export async function keepToken(
  database: Database,
  token: { id: string; stored: string; value: string; ttlSeconds: number },
): Promise<void> {
  await database.query(
    `WITH earlier AS (DELETE FROM auth_verification WHERE value = $3)
     INSERT INTO auth_verification (id, identifier, value, expires_at)
     VALUES ($1, $2, $3, now() + $4 * interval '1 second')`,
    [token.id, token.stored, token.value, token.ttlSeconds],
  );
}

/** What a token stands for; null where it was used, replaced, or has expired. It stays as it is. */
export async function readToken(database: Database, stored: string): Promise<string | null> {
  const { rows } = await database.query<{ value: string }>(
    'SELECT value FROM auth_verification WHERE identifier = $1 AND expires_at > now()',
    [stored],
  );
  return rows[0]?.value ?? null;
}

/** Uses a token up: of several who send it at once, one gets what it stands for. */
export async function takeToken(database: Database, stored: string): Promise<string | null> {
  const { rows } = await database.query<{ value: string; live: boolean }>(
    'DELETE FROM auth_verification WHERE identifier = $1 RETURNING value, expires_at > now() AS live',
    [stored],
  );
  return rows[0]?.live ? rows[0].value : null;
}
