import { GraphQLError } from 'graphql';
import type { CredentialsRefusedError } from '../access/authenticator.js';
import type { RateLimitedError } from './rate-limit.js';

/** The answer to credentials that are worth nothing, or were tried too often. */
export function credentialsRefused({ message, remedy, retryAfter }: CredentialsRefusedError): GraphQLError {
  const http = retryAfter === null ? { status: 401 } : { status: 429, headers: { 'retry-after': String(retryAfter) } };
  return new GraphQLError(message, {
    extensions: { code: 'INVALID_CREDENTIALS', remedy, ...(retryAfter !== null && { retryAfter }), http },
  });
}

/** The answer to those who have spent what they may spend in a minute. */
export function rateLimited({ message, state, asked }: RateLimitedError): GraphQLError {
  const remedy =
    asked > state.limit
      ? 'No minute has so many points: ask for smaller pages or fewer fields.'
      : `Wait ${state.reset} seconds, or ask for smaller pages and fewer fields.`;
  return new GraphQLError(message, {
    extensions: {
      code: 'RATE_LIMITED',
      remedy,
      retryAfter: state.reset,
      http: { status: 429, headers: { 'retry-after': String(state.reset) } },
    },
  });
}

/** The answer to a request that a page of another site may have made in its visitor's name (CSRF). */
export const crossSiteRefused = (): GraphQLError =>
  new GraphQLError('A request with a session cookie must come from a page of this site.', {
    extensions: {
      code: 'CROSS_SITE_REFUSED',
      remedy: 'Send the header x-rollcall-csrf: 1, or use an API key; a page of another site must be named in CORS_ORIGINS.',
      http: { status: 403 },
    },
  });

/** Other sites' pages can make a browser send forms and plain text, but not JSON, without asking first (CSRF). */
export const jsonRequired = (): GraphQLError =>
  new GraphQLError('This is asked for with JSON.', {
    extensions: {
      code: 'JSON_REQUIRED',
      remedy: 'POST the operation with the header content-type: application/json.',
      http: { status: 415 },
    },
  });

export function isJson(contentType: string | null | undefined): boolean {
  const [type = ''] = (contentType ?? '').split(';');
  return type.trim().toLowerCase() === 'application/json';
}
