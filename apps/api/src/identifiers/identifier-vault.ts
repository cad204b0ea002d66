import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { Secrets } from '../settings/secrets.js';
import { maskIdentifier } from './mask-identifier.js';

/** The only place that handles a clear NRIC/FIN (design §6, X4, X5, X25). */
export interface IdentifierVault {
  /** Names the hashing key, so that hashes of an older key are recognised as such. */
  keyId: string;
  /** HMAC-SHA256 in hex, of the identifier in capitals: equal people, equal hash; useless without the key. */
  hash(clear: string): string;
  /** Keyed hash of a payload that may hold identifiers, base64url: equal payload, equal fingerprint. */
  fingerprint(payload: string): string;
  /** `*****567D` */
  mask(clear: string): string;
  /** AES-256-GCM under the sealing key: `v1.<key id>.<iv>.<tag>.<text>`, base64url. */
  seal(clear: string): string;
  /** Opens a sealed identifier. Callers audit each opening. Throws `SealBrokenError`. */
  open(sealed: string): string;
}

/** A sealed identifier that this installation's key does not open. */
export class SealBrokenError extends Error {
  readonly remedy = 'Restore the IDENTIFIER_SEAL_KEY that was in use when the learner was saved.';
  constructor(cause?: unknown) {
    super('The sealed identifier cannot be opened with the present key.', { cause });
    this.name = 'SealBrokenError';
  }
}

const SEAL_VERSION = 'v1';
const INITIALISATION_VECTOR_BYTES = 12;

/** Builds the vault from the installation's keys, each base64 of 32 bytes. */
export function createIdentifierVault(secrets: Pick<Secrets, 'identifierHashKey' | 'identifierSealKey'>): IdentifierVault {
  const hashKey = Buffer.from(secrets.identifierHashKey, 'base64');
  const sealKey = Buffer.from(secrets.identifierSealKey, 'base64');
  const sealKeyId = keyIdOf(sealKey);
  const nextInitialisationVector = initialisationVectors();
  return {
    keyId: keyIdOf(hashKey),
    hash: (clear) => createHmac('sha256', hashKey).update(normalise(clear)).digest('hex'),
    fingerprint: (payload) => createHmac('sha256', hashKey).update('payload ').update(payload).digest('base64url'),
    mask: maskIdentifier,
    seal: (clear) => {
      const iv = nextInitialisationVector();
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv);
      const text = Buffer.concat([cipher.update(normalise(clear), 'utf8'), cipher.final()]);
      return [SEAL_VERSION, sealKeyId, ...[iv, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.');
    },
    open: (sealed) => {
      const [version, keyId, iv, tag, text] = sealed.split('.');
      if (version !== SEAL_VERSION || keyId !== sealKeyId || !iv || !tag || !text) throw new SealBrokenError();
      try {
        const decipher = createDecipheriv('aes-256-gcm', sealKey, Buffer.from(iv, 'base64url'));
        decipher.setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
      } catch (error) {
        throw new SealBrokenError(error);
      }
    },
  };
}

/** Random bytes are asked for many at a time: asking the system once per learner is what sealing would mostly do. */
function initialisationVectors(): () => Buffer {
  let supply = Buffer.alloc(0);
  return () => {
    if (supply.length === 0) supply = randomBytes(INITIALISATION_VECTOR_BYTES * 256);
    const vector = supply.subarray(0, INITIALISATION_VECTOR_BYTES);
    supply = supply.subarray(INITIALISATION_VECTOR_BYTES);
    return vector;
  };
}

const normalise = (clear: string) => clear.trim().toUpperCase();

/** A name for a key that tells nothing of it. */
const keyIdOf = (key: Buffer) => createHash('sha256').update('rollcall key id').update(key).digest('hex').slice(0, 8);
