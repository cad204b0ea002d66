import { createHash, timingSafeEqual } from 'node:crypto';

/** What a given key is worth. `not_configured`: there is none to compare with, so nobody passes. */
export type KeyVerdict = 'right' | 'wrong' | 'missing' | 'not_configured';

export type KeyCheck = (given: string | null | undefined) => KeyVerdict;

/** Compares keys in the same time whatever was sent: their hashes have one length. An absent key and an absent header are not equal. */
export function createKeyCheck(key: string | null): KeyCheck {
  const expected = key === null ? null : sha256(key);
  return (given) => {
    if (expected === null) return 'not_configured';
    if (!given) return 'missing';
    return timingSafeEqual(sha256(given), expected) ? 'right' : 'wrong';
  };
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
