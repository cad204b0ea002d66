import type { Principal } from '@rollcall/domain/permission/principal';

/** As much of a request's headers as callers are known by. */
export type CallerHeaders = Pick<Headers, 'get' | 'has'>;

/** Finds out who asks. */
export interface Authenticator {
  /**
   * Who sent these headers: a session cookie, `x-api-key`, or `authorization: Bearer`. Null where they name nobody. Throws
   * `CredentialsRefusedError` for credentials that were given and are worth nothing, so that a wrong key is never
   * taken for no key.
   *
   * @param from the caller's address, by which attempts are counted
   */
  authenticate(headers: CallerHeaders, from: string): Promise<Principal | null>;
  /** The same principal as of now, with what they may do now; null where they were deactivated, signed out or revoked. */
  refresh(principal: Principal): Promise<Principal | null>;
}

/** Credentials that are wrong, revoked, expired, or tried too often. */
export class CredentialsRefusedError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
    /** Seconds; set where there were too many attempts. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
    this.name = 'CredentialsRefusedError';
  }
}
