import type { RequestHandler } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { Logger } from 'pino';
import { CONSOLE_KEY } from './console-key.js';

/** The API's own pages: signing in, and one's account. */
const IDENTITY_PATHS = [
  '/sign-in',
  '/sign-out',
  '/forgot-password',
  '/accept-invitation',
  '/reset-password',
  '/first-admin',
  '/account',
  '/api/auth',
  '/pages.css',
] as const;

const isIdentityPath = (path: string): boolean => IDENTITY_PATHS.some((own) => path === own || path.startsWith(`${own}/`));

/**
 * Hands the identity pages through, so that a browser knows one origin and the session's cookie belongs to it. The API sees
 * who asks by `x-forwarded-*`.
 */
export function relayIdentity(options: { apiUrl: string; key: string | null; log: Logger }): RequestHandler {
  const { apiUrl, key, log } = options;
  return createProxyMiddleware({
    target: apiUrl,
    pathFilter: isIdentityPath,
    xfwd: true,
    ...(key !== null && { headers: { [CONSOLE_KEY]: key } }),
    proxyTimeout: 20_000,
    on: {
      error: (error, _request, response) => {
        log.warn({ event: 'identity_page_unreachable', message: error.message }, 'the API did not answer an identity page');
        if (!('writeHead' in response) || response.headersSent) return void response.end();
        response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' });
        response.end('Signing in is not possible at the moment: the API does not answer. Try again in a few seconds.\n');
      },
    },
  });
}
