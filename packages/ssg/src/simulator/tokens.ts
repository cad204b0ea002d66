import { createHash } from 'node:crypto';

/** OAuth access tokens that the simulator gave out. */
export interface TokenOffice {
  /** A new token for the app; the same sequence for the same seed. */
  mint(appName: string): { token: string; expiresInSeconds: number };
  /** Whose token it is, or why it opens nothing. */
  check(token: string): { appName: string } | 'unknown' | 'expired';
  /** Every token given out so far opens nothing from now on. */
  expireAll(): void;
}

/** `now` answers epoch milliseconds. */
export function createTokenOffice(seed: number, lifetimeSeconds: number, now: () => number): TokenOffice {
  const tokens = new Map<string, { appName: string; expiresAt: number }>();
  let minted = 0;
  return {
    mint(appName) {
      const token = createHash('sha256').update(`${seed}/${appName}/${minted++}`).digest('hex');
      tokens.set(token, { appName, expiresAt: now() + lifetimeSeconds * 1000 });
      return { token, expiresInSeconds: lifetimeSeconds };
    },
    check(token) {
      const known = tokens.get(token);
      if (known === undefined) return 'unknown';
      return now() >= known.expiresAt ? 'expired' : { appName: known.appName };
    },
    expireAll() {
      for (const known of tokens.values()) known.expiresAt = Number.NEGATIVE_INFINITY;
    },
  };
}
