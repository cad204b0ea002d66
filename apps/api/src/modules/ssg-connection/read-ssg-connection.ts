import { X509Certificate } from 'node:crypto';
import type { Settings } from '../../settings/settings.js';
import {
  MissingSsgCredentialsError,
  ssgAuthentication,
  UnreadableCredentialFileError,
} from '../../upstream/ssg-authentication.js';
import { ssgBaseUrl } from '../../upstream/ssg-source.js';

/** How a provider is connected with SSG: facts of the settings, and never a secret or where one lies. */
export interface SsgConnection {
  mode: 'simulated' | 'live';
  /** Host, with its port where it is not the usual one. */
  host: string;
  environment: Settings['ssg']['environment'];
  authentication: 'certificate' | 'oauth' | 'none';
  /** Whether there are credentials that can be read. */
  credentialsPresent: boolean;
  /** Whether they are the provider's own, and not the installation's. */
  ownCredentials: boolean;
  encryptionKeyPresent: boolean;
  /** Null where there is no certificate, or it cannot be read. */
  certificateExpiresAt: Date | null;
  rateLimitMs: number;
  /** Operations whose version is set otherwise than by default; a null version sends none. */
  apiVersions: { operation: string; version: string | null }[];
  /** What to do; null where nothing is missing. */
  remedy: string | null;
}

/** From then on a certificate is worth a word: SSG takes days to issue one. */
const EXPIRES_SOON_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Reads how a provider is connected with SSG, from settings and the certificate's file. Whether SSG agrees, the preflight
 * tells (S1.21).
 */
export function readSsgConnection(parts: {
  settings: Settings;
  uen: string;
  now: number;
  readFile: (file: string) => string;
}): SsgConnection {
  const { settings, uen, now, readFile } = parts;
  const { ssg } = settings;
  const own = ssg.credentialsByUen.get(uen);
  const credentials = own ?? ssg.credentials;
  const wanted = credentials.certificateFile && credentials.privateKeyFile ? 'certificate' : 'oauth';
  const facts = {
    mode: ssg.baseUrl === null ? ('simulated' as const) : ('live' as const),
    host: new URL(ssgBaseUrl(settings)).host,
    environment: ssg.environment,
    ownCredentials: own !== undefined,
    rateLimitMs: ssg.rateLimitMs,
    apiVersions: Object.entries(ssg.apiVersions).map(([operation, version]) => ({ operation, version })),
  };
  const variable = (name: string) => (own ? `${name}__${uen}` : name);
  const without = {
    ...facts,
    credentialsPresent: false,
    encryptionKeyPresent: credentials.encryptionKey !== null,
    certificateExpiresAt: null,
  };
  try {
    const { auth, encryptionKey } = ssgAuthentication({
      credentials,
      provider: { uen },
      speaksToSimulator: ssg.baseUrl === null,
      authorityFile: ssg.authorityFile,
      readFile,
    });
    const present = { ...facts, credentialsPresent: true, encryptionKeyPresent: encryptionKey !== null };
    if (auth.kind === 'oauth') return { ...present, authentication: 'oauth', certificateExpiresAt: null, remedy: null };
    const expiry = expiryOf(auth.certificatePem);
    const remedy = remedyFor(expiry, now, variable('SSG_CERTIFICATE_FILE'));
    return { ...present, authentication: 'certificate', certificateExpiresAt: expiry, remedy };
  } catch (error) {
    if (error instanceof MissingSsgCredentialsError) return { ...without, authentication: 'none', remedy: error.remedy };
    // Its own message and remedy name the file, which is nobody's business here.
    if (error instanceof UnreadableCredentialFileError)
      return {
        ...without,
        authentication: wanted,
        remedy: `A file that ${variable('SSG_CERTIFICATE_FILE')}, ${variable('SSG_PRIVATE_KEY_FILE')} or SSG_AUTHORITY_FILE names cannot be read: check that it exists and that the process may read it.`,
      };
    throw error;
  }
}

/** Null for what is no certificate. */
function expiryOf(pem: string): Date | null {
  try {
    return new Date(new X509Certificate(pem).validTo);
  } catch {
    return null;
  }
}

function remedyFor(expiry: Date | null, now: number, variable: string): string | null {
  if (expiry === null) return `What ${variable} names is no certificate in PEM: take the file that SSG issued.`;
  const left = expiry.getTime() - now;
  if (left > EXPIRES_SOON_MS) return null;
  const day = expiry.toISOString().slice(0, 10);
  return left > 0
    ? `The certificate expires on ${day}: have a new one issued on SSG’s portal, and set ${variable}.`
    : `The certificate expired on ${day}: have a new one issued on SSG’s portal, and set ${variable}.`;
}
