import type { RequestHandler } from 'express';
import type { Origins } from './origins.js';

const ASKED_HEADERS = 'content-type, accept, authorization, x-api-key, x-request-id, x-rollcall-csrf';
const TOLD_HEADERS = 'ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, x-request-id';

/** Lets the pages of allowed origins read answers, with their visitor's cookie. Everybody else's browser is told nothing. */
export function answerOrigins(origins: Origins): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origins.any) response.vary('Origin');
    const allowed = origin !== undefined && origins.allows(origin);
    if (allowed)
      response.set({
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': TOLD_HEADERS,
      });
    const asksAhead = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (!asksAhead) return next();
    if (allowed)
      response.set({
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': ASKED_HEADERS,
        'access-control-max-age': '600',
      });
    response.status(204).end();
  };
}
