import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

/** Wrong passwords, asked-for links and used codes, counted in the table that better-auth counts in. */
export interface SignInAttempts {
  /** Counts one attempt of something by somebody. Gives the seconds to wait where there were too many, else null. */
  take(what: AttemptKind, who: string): Promise<number | null>;
  /** Forgets the attempts: the last one was right. */
  forget(what: AttemptKind, who: string): Promise<void>;
  /** False where the code was used by this user just now: a code that somebody saw is worth nothing. */
  useCode(userId: string, code: string): Promise<boolean>;
}

/** How often, within how many seconds of the first. better-auth sweeps rows after the longest of its own windows, which is as long. */
export const ATTEMPT_WINDOW_SECONDS = 900;
const LIMITS = { password: 10, 'links-of-user': 3, 'links-of-address': 20 } as const;
export type AttemptKind = keyof typeof LIMITS;

/** A code of an authenticator app is right for three half-minutes. */
const CODE_SECONDS = 120;

/** Counted before the password is looked at, and in one statement: of many attempts at once, none is missed. */
const TAKE = `
  INSERT INTO auth_rate_limit AS attempt (id, key, count, last_request) VALUES (gen_random_uuid(), $1, 1, $2)
  ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN attempt.last_request <= $2 - $3 * 1000 THEN 1 ELSE attempt.count + 1 END,
    last_request = CASE WHEN attempt.last_request <= $2 - $3 * 1000 THEN $2 ELSE attempt.last_request END
  RETURNING count, last_request AS "since"`;

const USE_CODE = `
  INSERT INTO auth_rate_limit AS used (id, key, count, last_request) VALUES (gen_random_uuid(), $1, 1, $2)
  ON CONFLICT (key) DO UPDATE SET last_request = $2 WHERE used.last_request <= $2 - $3 * 1000
  RETURNING 1`;

export function createSignInAttempts(pool: Pool): SignInAttempts {
  return {
    async take(what, who) {
      const now = Date.now();
      const { rows } = await pool.query<{ count: number; since: string }>(TAKE, [keyOf(what, who), now, ATTEMPT_WINDOW_SECONDS]);
      const [row] = rows;
      if (!row || row.count <= LIMITS[what]) return null;
      return Math.max(1, Math.ceil((Number(row.since) + ATTEMPT_WINDOW_SECONDS * 1000 - now) / 1000));
    },
    async forget(what, who) {
      await pool.query('DELETE FROM auth_rate_limit WHERE key = $1', [keyOf(what, who)]);
    },
    async useCode(userId, code) {
      const { rowCount } = await pool.query(USE_CODE, [keyOf('code', `${userId}:${code}`), Date.now(), CODE_SECONDS]);
      return rowCount === 1;
    },
  };
}

/** Hashed: the table shall not tell who tried to sign in. */
const keyOf = (what: string, who: string): string =>
  `${what}|${createHash('sha256').update(who.trim().toLowerCase()).digest('base64url')}`;
