import type { RequestHandler } from 'express';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Forms may only come from the console's own pages. Browsers say where a form stood (`Origin`, `Sec-Fetch-Site`); a request
 * that says neither was not sent by a browser's form, and has no cookie to abuse.
 */
export function requireSameOrigin(publicUrl: URL): RequestHandler {
  return (request, response, next) => {
    if (SAFE.has(request.method)) return next();
    const site = request.get('sec-fetch-site');
    const origin = request.get('origin');
    const own = [publicUrl.origin, `${request.protocol}://${request.get('host') ?? ''}`];
    const foreign =
      origin === undefined ? site !== undefined && site !== 'same-origin' && site !== 'none' : !own.includes(origin);
    if (!foreign) {
      // Remix compares the origin with the host once more; behind a proxy that asks under another name it must know ours.
      if (origin !== undefined) request.headers['x-forwarded-host'] = new URL(origin).host;
      return next();
    }
    response
      .status(403)
      .type('text/plain')
      .send('This form was sent from another site. Open the console and send it from there.\n');
  };
}
