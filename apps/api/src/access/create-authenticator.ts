import type { Principal } from '@rollcall/domain/permission/principal';
import type { Dependencies } from '../dependencies.js';
import { createKeyCheck } from '../http/api-key.js';
import { API_KEY_PREFIX, createApiKeyReader, hashOfApiKey } from './api-key-principal.js';
import { createAttemptLimit } from './attempt-limit.js';
import { type Authenticator, CredentialsRefusedError } from './authenticator.js';
import { createBackgroundWork } from './background-work.js';
import { createBearerTokens, TokenUncheckedError } from './bearer-token.js';
import { EXTERNAL_KEY_PRINCIPAL } from './external-key-principal.js';
import { principalOfRoleHeader, ROLE_HEADER } from './role-header.js';
import { readSignedCookie, sessionCookieName } from './session-cookie.js';
import { createSessionReader } from './session-principal.js';

/** Finds somebody again: what they may do now, or null where they are nobody any more. */
type Again = () => Promise<Principal | null>;
type Known = { principal: Principal; again: Again };

type AuthenticatorDependencies = Pick<Dependencies, 'settings' | 'database' | 'log' | 'secretKey'>;

/**
 * Knows callers by what they send, in this order: `x-api-key` (the installation's own key or an API key),
 * `authorization: Bearer` (an API key or a token of the configured issuer), `x-role` on a developer's machine, a session's
 * cookie. One SQL statement at most. A cookie whose session has ended names nobody: browsers go on sending it.
 */
export function createAuthenticator(deps: AuthenticatorDependencies): Authenticator {
  const { settings, log, secretKey } = deps;
  const { pool } = deps.database;
  const { bearer, roleHeader, sessionMs } = settings.identity;
  const background = createBackgroundWork(log);
  const sessions = createSessionReader({ pool, sessionMs, background });
  const keys = createApiKeyReader({ pool, background });
  const tokens = bearer && createBearerTokens(bearer, { pool, log });
  const checkExternalKey = createKeyCheck(settings.externalApiKey);
  const attempts = createAttemptLimit();
  const cookieName = sessionCookieName(settings.peopleUrl);
  /** How those that were made here are found again. Nothing of it can be read from outside, or sent to anybody. */
  const found = new WeakMap<Principal, Again>();
  if (roleHeader)
    log.warn(
      { event: 'role_header_believed' },
      `DEV_X_ROLE is on: whoever sends ${ROLE_HEADER} is what it says. Never outside one’s own machine.`,
    );

  const remember = (known: Known | null): Principal | null => {
    if (known) found.set(known.principal, known.again);
    return known?.principal ?? null;
  };

  const byKey = async (key: string): Promise<Known> => {
    const hash = hashOfApiKey(key);
    const principal = key.startsWith(API_KEY_PREFIX) ? await keys.read(hash) : null;
    if (!principal)
      throw new CredentialsRefusedError('The API key is not valid.', 'Send a key that is neither revoked nor expired.');
    return { principal, again: () => keys.read(hash) };
  };

  const byToken = async (token: string): Promise<Known> => {
    if (token.startsWith(API_KEY_PREFIX)) return byKey(token);
    if (!tokens) throw new CredentialsRefusedError('Tokens are not accepted here.', 'Send an API key in the header x-api-key.');
    const claims = await tokens.check(token);
    return {
      principal: await tokens.principalOf(claims),
      again: async () => (claims.expiresAt * 1000 > Date.now() ? tokens.principalOf(claims) : null),
    };
  };

  const byCookie = async (header: string | null): Promise<Known | null> => {
    const token = readSignedCookie(header, cookieName, secretKey);
    const session = token === null ? null : await sessions.read(token);
    if (!session) return null;
    return { principal: session.principal, again: async () => (await sessions.look(session.token))?.principal ?? null };
  };

  const counted = async (from: string, check: () => Promise<Known>): Promise<Principal | null> => {
    await attempts.requireLeft(from);
    try {
      return remember(await check());
    } catch (error) {
      if (error instanceof CredentialsRefusedError && !(error instanceof TokenUncheckedError)) await attempts.countWrong(from);
      throw error;
    }
  };

  return {
    async authenticate(headers, from) {
      const key = headers.get('x-api-key');
      if (checkExternalKey(key) === 'right') return EXTERNAL_KEY_PRINCIPAL;
      if (key !== null) return counted(from, () => byKey(key.trim()));
      const authorization = headers.get('authorization');
      if (authorization !== null) return counted(from, () => byToken(bearerOf(authorization)));
      const principal = roleHeader ? principalOfRoleHeader(headers.get(ROLE_HEADER)) : null;
      if (principal) return remember({ principal, again: async () => principal });
      return remember(await byCookie(headers.get('cookie')));
    },
    async refresh(principal) {
      if (principal === EXTERNAL_KEY_PRINCIPAL) return principal;
      const again = found.get(principal);
      if (!again) throw new Error('Only a principal that was authenticated here can be refreshed.');
      const now = await again();
      return now && remember({ principal: now, again });
    },
  };
}

/** The token of `Bearer <token>`; empty for another scheme, and then refused. */
const bearerOf = (authorization: string): string => /^Bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? '';
