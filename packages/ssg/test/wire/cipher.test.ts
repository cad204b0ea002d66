import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CipherKeyError, createCipher, looksLikeCipherText, UndecipherableTextError } from '../../src/wire/cipher.js';
import { readSample, samplesAreThere } from '../support/samples.js';
import { OTHER_KEY, TEST_KEY } from '../support/test-client.js';

const Vectors = z.object({
  keyBase64: z.string(),
  vectors: z.array(z.object({ plaintext: z.string(), ciphertextBase64: z.string() })).min(6),
});

describe('S0.12 AES-256-CBC as SSG speaks it (ssg-api.md §2.1)', () => {
  test.runIf(samplesAreThere)('every published vector holds in both directions', () => {
    const { keyBase64, vectors } = Vectors.parse(readSample('encryption-test-vectors.json'));
    const cipher = createCipher(keyBase64);
    for (const { plaintext, ciphertextBase64 } of vectors) {
      expect(cipher.encrypt(plaintext)).toBe(ciphertextBase64);
      expect(cipher.decrypt(ciphertextBase64)).toBe(plaintext);
    }
  });

  test('the vector of an empty object holds without the sample files', () => {
    expect(createCipher(TEST_KEY).encrypt('{}')).toBe('OgR2C3QNGKn29cpneSSutw==');
  });

  test('texts of every length and script survive the round trip', () => {
    const cipher = createCipher(TEST_KEY);
    for (let length = 0; length < 70; length += 1) {
      const text = 'aé資😀'
        .repeat(length)
        .slice(0, length)
        .replace(/[\uD800-\uDBFF]$/, '');
      const cipherText = cipher.encrypt(text);
      expect(looksLikeCipherText(cipherText)).toBe(true);
      expect(cipher.decrypt(cipherText)).toBe(text);
    }
  });

  test('surrounding white space is no part of the cipher text', () => {
    expect(createCipher(TEST_KEY).decrypt(' OgR2C3QNGKn29cpneSSutw==\r\n')).toBe('{}');
  });

  test('bug 63 a wrong key is always an error, even where the padding happens to fit', () => {
    const right = createCipher(TEST_KEY);
    const wrong = createCipher(OTHER_KEY);
    // One noise in 256 passes the padding check; 2,000 texts meet that case for certain.
    for (let number = 0; number < 2_000; number += 1) {
      const cipherText = right.encrypt(`{"status":200,"data":{"number":${number}},"meta":{},"error":{}}`);
      expect(() => wrong.decrypt(cipherText)).toThrow(UndecipherableTextError);
    }
  });

  test.each(['', 'abc', '{"status":200}', 'Forbidden', 'AAAA', 'OgR2C3QNGKn29cpneSSutw=', 'OgR2C3QN GKn29cpneSSutw=='])(
    '%j is not cipher text',
    (text) => {
      expect(looksLikeCipherText(text)).toBe(false);
      expect(() => createCipher(TEST_KEY).decrypt(text)).toThrow(UndecipherableTextError);
    },
  );

  test.each([
    'short',
    Buffer.alloc(16).toString('base64'),
    Buffer.alloc(33).toString('base64'),
    `${TEST_KEY.slice(0, -1)}`,
    TEST_KEY.replace('A', '!'),
  ])('the key %j is refused with a remedy and without being repeated', (key) => {
    const attempt = () => createCipher(key);
    expect(attempt).toThrow(CipherKeyError);
    expect(attempt).toThrow(/base64 of exactly 32 bytes.*openssl rand -base64 32/);
    expect(attempt).not.toThrow(key);
  });
});
