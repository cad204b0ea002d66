import type { CallScope } from '../call-scope.js';

/** How an app proves itself; an SSG app is either OAuth or certificate (X10, ssg-api.md §1.3). */
export type SsgAuth =
  | { kind: 'oauth'; clientId: string; clientSecret: string }
  | { kind: 'certificate'; certificatePem: string; privateKeyPem: string; authorityPem?: string; passphrase?: string };

/** What `checkCredentials` found. */
export type CredentialsCheck =
  | { kind: 'oauth'; tokenExpiresAt: Date }
  | { kind: 'certificate'; subject: string; validFrom: Date; validTo: Date };

/** Either kind, as the rest of the client uses it. */
export interface Credentials {
  /** Headers that prove who calls; empty when the TLS connection already does. */
  headers(scope: CallScope): Promise<Record<string, string>>;
  /** Drops what SSG refused, given as the headers that were sent; true when fresh credentials can be had. */
  renew?: (refused: Record<string, string>) => boolean;
  check(scope: CallScope): Promise<CredentialsCheck>;
}
