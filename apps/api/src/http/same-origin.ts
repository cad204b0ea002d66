import type { RequestHandler } from 'express';
import { createOrigins, type OriginSettings } from './origins.js';
import { Problem } from './problem.js';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
const OWN_SITES = ['same-origin', 'none'];

/**
 * Refuses what another site's page makes a browser send in somebody's name (CSRF). Browsers say where a request that may
 * change something comes from, and no page can take that away; what says nothing is no browser. Besides, cookies are
 * SameSite=Lax.
 */
export function requireSameOrigin(settings: OriginSettings): RequestHandler {
  // Where people type passwords, other sites are trusted with nothing, whatever they may ask of GraphQL.
  const origins = createOrigins({ ...settings, graphql: { ...settings.graphql, corsOrigins: [] } });
  return (request, _response, next) => {
    if (SAFE_METHODS.includes(request.method)) return next();
    const { origin, host, 'sec-fetch-site': site } = request.headers;
    const isOurs = origin === undefined || origins.trusts(origin, host);
    if (isOurs && (site === undefined || OWN_SITES.includes(String(site)))) return next();
    throw new Problem({
      status: 403,
      code: 'CROSS_ORIGIN_REFUSED',
      message: 'The request comes from a page of another site.',
      remedy: `Open ${settings.peopleUrl} itself. Where that is not the address you use, set ADMIN_URL to it, or PUBLIC_URL where there is no console.`,
    });
  };
}
