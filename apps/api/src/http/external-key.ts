import type { RequestHandler } from 'express';
import { createKeyCheck } from './api-key.js';
import { Problem } from './problem.js';

/** Lets only requests with the right `x-api-key` pass (S0.3). Without a configured key nobody passes. */
export function requireExternalKey(key: string | null): RequestHandler {
  const check = createKeyCheck(key);
  return (request, _response, next) => {
    const verdict = check(request.get('x-api-key'));
    if (verdict === 'right') return next();
    if (verdict === 'not_configured')
      throw new Problem({
        status: 503,
        code: 'EXTERNAL_KEY_NOT_CONFIGURED',
        message: 'The external trigger is switched off.',
        remedy: 'Set EXTERNAL_API_KEY_FOR_CLAWDBOT (at least 16 characters) and start again.',
      });
    throw new Problem({
      status: 401,
      code: 'WRONG_API_KEY',
      message: verdict === 'wrong' ? 'The API key is wrong.' : 'The API key is missing.',
      remedy: 'Send the value of EXTERNAL_API_KEY_FOR_CLAWDBOT in the header x-api-key.',
      headers: { 'www-authenticate': 'ApiKey realm="external", header="x-api-key"' },
    });
  };
}
