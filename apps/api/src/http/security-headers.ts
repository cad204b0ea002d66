import type { RequestHandler } from 'express';

/** Nothing may be loaded from elsewhere, whatever a page says. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** GraphiQL brings its scripts, styles and workers in the page itself. */
const GRAPHIQL_PAGE = `${NOTHING}; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'`;

const ALWAYS = Object.entries({
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
});

/** What browsers must not do with our answers; pages of ours allow themselves a little more (pages/page.ts). */
export const securityHeaders: RequestHandler = (request, response, next) => {
  response.setHeader(
    'content-security-policy',
    request.method === 'GET' && request.path === '/graphql' ? GRAPHIQL_PAGE : NOTHING,
  );
  for (const [name, value] of ALWAYS) response.setHeader(name, value);
  next();
};
