import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Problem } from './problem.js';

/**
 * Lets only requests with the right `x-api-key` pass (S0.3). Without a configured key nobody passes: an absent key and an
 * absent header must not be equal.
 */
export function requireExternalKey(key: string | null): RequestHandler {
  const expected = key === null ? null : sha256(key);
  return (request, _response, next) => {
    if (expected === null)
      throw new Problem({
        status: 503,
        code: 'EXTERNAL_KEY_NOT_CONFIGURED',
        message: 'The external trigger is switched off.',
        remedy: 'Set EXTERNAL_API_KEY_FOR_CLAWDBOT (at least 16 characters) and start again.',
      });
    const given = request.get('x-api-key');
    // Hashes have one length, so the comparison takes the same time whatever was sent.
    if (given && timingSafeEqual(sha256(given), expected)) return next();
    throw new Problem({
      status: 401,
      code: 'WRONG_API_KEY',
      message: given ? 'The API key is wrong.' : 'The API key is missing.',
      remedy: 'Send the value of EXTERNAL_API_KEY_FOR_CLAWDBOT in the header x-api-key.',
      headers: { 'www-authenticate': 'ApiKey realm="external", header="x-api-key"' },
    });
  };
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
