import type { SsgAuth } from '@rollcall/ssg/auth/credentials';
import { ENCRYPTED_APP } from '@rollcall/ssg/simulator/apps';
import type { SsgCredentials } from '../settings/settings.js';

/** No credentials for SSG are configured. */
export class MissingSsgCredentialsError extends Error {
  readonly remedy: string;
  constructor(uen: string) {
    super(`There are no SSG credentials for provider ${uen}.`);
    this.remedy = `Set SSG_CERTIFICATE_FILE and SSG_PRIVATE_KEY_FILE, or SSG_CLIENT_ID and SSG_CLIENT_SECRET (with the suffix __${uen} for this provider alone).`;
    this.name = 'MissingSsgCredentialsError';
  }
}

/** A certificate or key file that cannot be read. */
export class UnreadableCredentialFileError extends Error {
  readonly remedy: string;
  constructor(file: string, cause: unknown) {
    super(`The SSG credential file ${file} cannot be read.`, { cause });
    this.remedy = `Check that ${file} exists and that this process may read it.`;
    this.name = 'UnreadableCredentialFileError';
  }
}

/**
 * How a provider proves itself to SSG: by certificate where one is configured, else by OAuth (X10). Against the
 * simulator on this machine its own well-known credentials are used when none are configured.
 */
export function ssgAuthentication(parts: {
  credentials: SsgCredentials;
  provider: { uen: string };
  speaksToSimulator: boolean;
  authorityFile: string | null;
  readFile: (file: string) => string;
}): { auth: SsgAuth; encryptionKey: string | null } {
  const { credentials, authorityFile } = parts;
  const read = (file: string): string => {
    try {
      return parts.readFile(file);
    } catch (error) {
      throw new UnreadableCredentialFileError(file, error);
    }
  };
  const { encryptionKey } = credentials;
  if (credentials.certificateFile && credentials.privateKeyFile) {
    const authority = authorityFile ? { authorityPem: read(authorityFile) } : {};
    return {
      auth: {
        kind: 'certificate',
        certificatePem: read(credentials.certificateFile),
        privateKeyPem: read(credentials.privateKeyFile),
        ...authority,
      },
      encryptionKey,
    };
  }
  if (credentials.clientId && credentials.clientSecret)
    return { auth: { kind: 'oauth', clientId: credentials.clientId, clientSecret: credentials.clientSecret }, encryptionKey };
  if (parts.speaksToSimulator && ENCRYPTED_APP.auth.kind === 'oauth')
    return { auth: ENCRYPTED_APP.auth, encryptionKey: ENCRYPTED_APP.encryptionKey };
  throw new MissingSsgCredentialsError(parts.provider.uen);
}
