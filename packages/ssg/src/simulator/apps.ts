import { X509Certificate } from 'node:crypto';
import { type Cipher, createCipher } from '../wire/cipher.js';
import type { OperationName } from '../wire/operations.js';

/** An app as registered on SSG's developer portal: one way to sign in, one key, its UENs, its subscriptions (ssg-api.md §1.3). */
export interface SimulatedApp {
  name: string;
  auth:
    | { kind: 'oauth'; clientId: string; clientSecret: string }
    /** The public certificate as uploaded to the portal; a self-signed one is fine. */
    | { kind: 'certificate'; certificatePem: string };
  /** Default: every provider of the dataset. */
  uens?: readonly string[];
  /** Base64 of 32 bytes; null speaks plain JSON both ways, as OAuth apps and mock hosts do. */
  encryptionKey: string | null;
  /** Default: every operation. */
  subscriptions?: readonly OperationName[];
}

/** The app that exists when none is named. It guards invented data only. */
export const DEFAULT_APP: SimulatedApp = {
  name: 'default',
  auth: { kind: 'oauth', clientId: 'rollcall-simulator', clientSecret: 'invented-data-only' },
  encryptionKey: null,
};

/** Beside it, the same for certificate apps' habit of encrypting (ssg-api.md §2.3). The key is the one of the published test vectors. */
export const ENCRYPTED_APP: SimulatedApp = {
  name: 'encrypted',
  auth: { kind: 'oauth', clientId: 'rollcall-simulator-encrypted', clientSecret: 'invented-data-only' },
  encryptionKey: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
};

/** The apps that a simulator has when none are named. */
export const BUILT_IN_APPS: readonly SimulatedApp[] = [DEFAULT_APP, ENCRYPTED_APP];

/** An app ready to check requests against. */
export interface RegisteredApp {
  name: string;
  auth: SimulatedApp['auth'];
  /** SHA-256, upper case with colons; null for OAuth apps. */
  certificateFingerprint: string | null;
  uens: readonly string[];
  cipher: Cipher | null;
  isSubscribedTo(operation: OperationName): boolean;
}

/** Throws when a key or certificate cannot be read, or two apps would be mistaken for each other. */
export function registerApps(apps: readonly SimulatedApp[], everyUen: readonly string[]): RegisteredApp[] {
  const names = new Set(apps.map(({ name }) => name));
  const clientIds = apps.flatMap(({ auth }) => (auth.kind === 'oauth' ? [auth.clientId] : []));
  if (names.size < apps.length || new Set(clientIds).size < clientIds.length) {
    throw new Error('Two simulated apps share a name or a client id; give each its own.');
  }
  return apps.map(({ name, auth, uens, encryptionKey, subscriptions }) => ({
    name,
    auth,
    certificateFingerprint: auth.kind === 'certificate' ? new X509Certificate(auth.certificatePem).fingerprint256 : null,
    uens: uens ?? everyUen,
    cipher: encryptionKey === null ? null : createCipher(encryptionKey),
    isSubscribedTo: (operation) => subscriptions?.includes(operation) ?? true,
  }));
}
