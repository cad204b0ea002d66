import type { ServerResponse } from 'node:http';
import type { Principal } from '@rollcall/domain/permission/principal';
import { type Authenticator, type CallerHeaders, CredentialsRefusedError } from '../access/authenticator.js';
import type { Origins } from '../http/origins.js';
import { credentialsRefused, crossSiteRefused, isJson, jsonRequired, rateLimited } from './caller-errors.js';
import { type Allowance, type RateLimit, RateLimitedError, type RateState } from './rate-limit.js';

/** Who asks, and what they may still spend. */
export interface Caller {
  /** Null: nobody said who they are. */
  principal: Principal | null;
  /** Under which the log has what happened. */
  requestId: string;
  /** Throws a `GraphQLError` with the code RATE_LIMITED. */
  spend(points: number): Promise<void>;
}

export interface Arrival {
  headers: CallerHeaders;
  requestId: string;
  /** The caller's address. */
  from: string;
  /** `WEBSOCKET` for a socket, whose origin was looked at when it was opened. */
  method: string;
  /** Told what is left to spend. */
  response?: ServerResponse;
}

export type AdmitCaller = (arrival: Arrival) => Promise<Caller>;

/**
 * Finds out who asks before anything of the request is read, and takes one point for it. Throws a `GraphQLError` with the
 * code INVALID_CREDENTIALS, RATE_LIMITED, CROSS_SITE_REFUSED or JSON_REQUIRED.
 */
export function createAdmission(tools: { authenticator: Authenticator; rates: RateLimit; origins: Origins }): AdmitCaller {
  const { authenticator, rates, origins } = tools;
  return async ({ headers, requestId, from, method, response }) => {
    const callerOf = (principal: Principal | null): Caller => ({
      principal,
      requestId,
      spend: spendFrom(rates.of(principal, from), response),
    });
    try {
      const caller = callerOf(await authenticator.authenticate(headers, from));
      await caller.spend(1);
      if (caller.principal !== null && method !== 'WEBSOCKET') requireOwnPage(headers, method, origins);
      return caller;
    } catch (error) {
      if (!(error instanceof CredentialsRefusedError)) throw error;
      await callerOf(null).spend(1);
      throw credentialsRefused(error);
    }
  };
}

function spendFrom(allowance: Allowance, response: ServerResponse | undefined): Caller['spend'] {
  let told = response;
  // Libraries remember operations for a while, and with them their callers: not the request and its answer too.
  response?.once('close', () => {
    told = undefined;
  });
  return async (points) => {
    try {
      tell(told, await allowance.spend(points));
    } catch (error) {
      if (!(error instanceof RateLimitedError)) throw error;
      tell(told, error.state);
      throw rateLimited(error);
    }
  };
}

function tell(response: ServerResponse | undefined, { limit, remaining, reset }: RateState): void {
  if (!response || response.headersSent) return;
  response.setHeader('ratelimit-limit', limit);
  response.setHeader('ratelimit-remaining', remaining);
  response.setHeader('ratelimit-reset', reset);
}

/** Browsers send cookies whatever page asks; keys and tokens are sent by those alone who have them. */
function requireOwnPage(headers: CallerHeaders, method: string, origins: Origins): void {
  if (!headers.has('cookie') || headers.has('x-api-key') || headers.has('authorization')) return;
  if (method === 'POST' && !isJson(headers.get('content-type'))) throw jsonRequired();
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (site === 'same-origin') return;
  if (origin !== null && origins.trusts(origin, headers.get('host'))) return;
  const isOwn = origin === null && (site === 'none' || (site === null && (method !== 'POST' || headers.has('x-rollcall-csrf'))));
  if (!isOwn) throw crossSiteRefused();
}
