import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Everything from this host, and scripts only where the page names their nonce. Styles may stand in the page: the component
 * library places popovers with style attributes, which no nonce can cover.
 */
export function contentSecurityPolicy(options: { https: boolean }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response)}'`],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: options.https,
    referrerPolicy: { policy: 'same-origin' },
  });
}

/** The nonce that was drawn for this answer. */
export function nonceOf(response: object): string {
  const nonce = (response as { locals?: { nonce?: unknown } }).locals?.nonce;
  if (typeof nonce !== 'string') throw new Error('An answer has no nonce: drawNonce must come before the policy.');
  return nonce;
}
