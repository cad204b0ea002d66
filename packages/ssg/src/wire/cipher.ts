import { createCipheriv, createDecipheriv } from 'node:crypto';

const ALGORITHM = 'aes-256-cbc';
const KEY_BYTES = 32;
const BLOCK_BYTES = 16;

/**
 * SSG fixes the initialisation vector and never transmits it (ssg-api.md §2.1), so equal texts have equal cipher texts.
 * That is their contract, not a choice of ours; it stays inside this file (bug 25).
 */
const INITIALISATION_VECTOR = Buffer.from('SSGAPIInitVector', 'ascii');

/** The encryption key is not base64 of 32 bytes. The message never repeats the key. */
export class CipherKeyError extends Error {
  override name = 'CipherKeyError';
}

/** A text is not SSG cipher text, or was made with another key. The message never repeats the text. */
export class UndecipherableTextError extends Error {
  override name = 'UndecipherableTextError';
}

export interface Cipher {
  /** UTF-8 text → one line of standard base64. */
  encrypt(text: string): string;
  /** Base64 → UTF-8 text. Throws UndecipherableTextError. */
  decrypt(base64: string): string;
}

/**
 * AES-256-CBC with PKCS#7 padding, as SSG's certificate apps speak it (ssg-api.md §2.1).
 * `keyBase64` is the key as pasted into the developer portal. Throws CipherKeyError.
 */
export function createCipher(keyBase64: string): Cipher {
  const key = readKey(keyBase64);
  return {
    encrypt(text) {
      const cipher = createCipheriv(ALGORITHM, key, INITIALISATION_VECTOR);
      return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
    },
    decrypt(base64) {
      if (!looksLikeCipherText(base64)) {
        throw new UndecipherableTextError('The text is not base64 of whole 16-byte blocks, so it cannot be SSG cipher text.');
      }
      const decipher = createDecipheriv(ALGORITHM, key, INITIALISATION_VECTOR);
      try {
        const bytes = Buffer.concat([decipher.update(base64.trim(), 'base64'), decipher.final()]);
        // There is no authentication tag: one wrong key in 256 passes the padding check and yields noise, which is rarely
        // valid UTF-8. The fatal decoder turns that noise into an error as well.
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch (cause) {
        throw new UndecipherableTextError('The cipher text does not open with the configured encryption key.', { cause });
      }
    },
  };
}

/** Whether a text has the form of cipher text: standard base64 of at least one whole block. It may still be something else. */
export function looksLikeCipherText(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(trimmed)) return false;
  const padding = trimmed.endsWith('==') ? 2 : trimmed.endsWith('=') ? 1 : 0;
  return ((trimmed.length / 4) * 3 - padding) % BLOCK_BYTES === 0;
}

function readKey(keyBase64: string): Buffer {
  const text = keyBase64.trim();
  const key = Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES && key.toString('base64') === text) return key;
  throw new CipherKeyError(
    `The SSG encryption key must be standard base64 of exactly ${KEY_BYTES} bytes (44 characters ending in "="); ` +
      `the configured one has ${text.length} characters and decodes to ${key.length} bytes. ` +
      'Copy it again from the app on the SSG developer portal, or make one with `openssl rand -base64 32`.',
  );
}
