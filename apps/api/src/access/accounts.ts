import type { PoolClient } from 'pg';

/** What a password link is for: the page it leads to says it, and the mail that carries it. */
export type LinkPurpose = 'invitation' | 'reset';

export interface NewApiKey {
  name: string;
  /** The user who makes it. */
  userId: string;
  /** Null: it does not expire. */
  expiresAt: Date | null;
}

/** A key as it is shown, this once. */
export interface MadeApiKey {
  /** Row id of `api_key`. Until a row of `api_key_grant` names it, the key is worth nothing. */
  id: string;
  /** The key itself; only its hash is kept. */
  key: string;
  /** Its first characters, to recognise it by. */
  start: string;
}

/**
 * Passwords, sessions and keys. Nothing here asks what the caller may do: use cases have done so. Each call may be part of
 * the caller's transaction; without one it stands for itself.
 */
export interface Accounts {
  /**
   * A one-time URL by which a user chooses a password. It makes the earlier links of that user worthless; only its hash is
   * kept. Throws `UnknownUserError` where no active user has the id.
   */
  issuePasswordLink(
    userId: string,
    options: { ttlSeconds: number; purpose: LinkPurpose },
    transaction?: PoolClient,
  ): Promise<string>;
  /** Signs a user out everywhere, and makes their open links worthless. Gives how many sessions ended. */
  endSessions(userId: string, transaction?: PoolClient): Promise<number>;
  createApiKey(key: NewApiKey, transaction?: PoolClient): Promise<MadeApiKey>;
  /** From now on the key is refused. Revoking twice, or what is not there, does nothing. */
  revokeApiKey(id: string, transaction?: PoolClient): Promise<void>;
}

/** No active user has this id. */
export class UnknownUserError extends Error {
  readonly remedy = 'Take the id of an active user.';
  constructor(id: string) {
    super(`There is no active user ${id}.`);
    this.name = 'UnknownUserError';
  }
}
