import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import type { Dependencies } from '../dependencies.js';
import { loggableError } from '../loggable-error.js';
import type { IdentitySettings } from '../settings/identity-settings.js';
import { COOKIE_PREFIX } from './session-cookie.js';
import { LONGEST_SESSION_DAYS } from './session-principal.js';
import { ATTEMPT_WINDOW_SECONDS, createSignInAttempts, type SignInAttempts } from './sign-in-attempts.js';
import { ADDRESS_HEADER, LIBRARY_PATH, LONGEST_PASSWORD, OIDC, SHORTEST_PASSWORD } from './sign-in-names.js';

export type LibraryDependencies = Pick<Dependencies, 'settings' | 'database' | 'log' | 'newId' | 'secretKey'>;

/** As much of better-auth as is used: its own type names packages that are not ours. */
export interface Library {
  handler(request: Request): Promise<Response>;
  /** Resolves when it has begun; with single sign-on, when the identity provider has answered or has not. */
  $context: Promise<{ socialProviders: readonly { id: string }[] }>;
}

/** The one answer to a wrong password, an unknown address and somebody who is inactive. */
const notSignedIn = () =>
  new APIError('UNAUTHORIZED', { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'E-mail address or password are wrong.' });

/**
 * better-auth over our tables, closed: nobody signs up, inactive users get no session. Slow to load (half a second), so it
 * is imported when somebody first signs in.
 *
 * @param withOidc reads the identity provider's own description over the network, so an instance without it signs people in by password
 */
export function createLibrary(deps: LibraryDependencies, { withOidc }: { withOidc: boolean }): Library {
  const { settings, database, log, newId, secretKey } = deps;
  const { oidc } = settings.identity;
  const attempts = createSignInAttempts(database.pool);
  return betterAuth({
    appName: settings.appName,
    baseURL: settings.peopleUrl,
    basePath: LIBRARY_PATH,
    secret: secretKey,
    database: prismaAdapter(database.prisma, { provider: 'postgresql', transaction: true }),
    telemetry: { enabled: false },
    // Its own words may hold what was sent; the message alone says what happened.
    logger: { level: 'warn', log: (level, message) => log[level]({ event: 'sign_in_library' }, message) },
    onAPIError: {
      errorURL: `${settings.peopleUrl}/sign-in`,
      // Refusals are answers. Without this it would write to the console by itself.
      onError: (error) => {
        if (!isAPIError(error))
          log.error({ event: 'sign_in_failed', failure: loggableError(error) }, 'signing in failed in a way nobody foresaw');
      },
    },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: settings.peopleUrl.startsWith('https:'),
      database: { generateId: newId },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    user: { modelName: 'appUser' },
    // The cookie outlives the session: a session is prolonged by use, whoever answers (session-principal.ts).
    session: { modelName: 'authSession', expiresIn: LONGEST_SESSION_DAYS * 86_400, disableSessionRefresh: true },
    verification: { modelName: 'authVerification', storeIdentifier: 'hashed' },
    account: {
      modelName: 'authAccount',
      updateAccountOnSignIn: false,
      // The address is the one an admin invited; the identity provider must have verified that it is the caller's.
      accountLinking: { enabled: true, trustedProviders: [], requireLocalEmailVerified: false },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      revokeSessionsOnPasswordReset: true,
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'authRateLimit',
      window: 60,
      max: 100,
      customRules: {
        '/sign-in/email': { window: 60, max: 30 },
        '/sign-in/social': { window: 60, max: 60 },
        '/change-password': { window: ATTEMPT_WINDOW_SECONDS, max: 10 },
        '/reset-password': { window: 60, max: 60 },
        '/two-factor/*': { window: 60, max: 10 },
      },
    },
    hooks: { before: countPassword(attempts), after: forgetPassword(attempts) },
    databaseHooks: {
      session: { create: { before: (session, context) => admit(deps, attempts, session.userId, context) } },
      // What the identity provider lets us do in somebody's name is of no use here, so it is not kept.
      account: {
        create: { before: async () => ({ data: { accessToken: null, refreshToken: null, idToken: null, scope: null } }) },
      },
    },
    plugins: [
      twoFactor({ issuer: settings.appName, schema: { twoFactor: { modelName: 'authTwoFactor' } } }),
      ...(withOidc && oidc ? [genericOAuth({ config: [oidcConfig(oidc)] })] : []),
    ],
  });
}

/** Who it says people are counts only where it has signed that, and has verified their address. */
function oidcConfig({ issuer, clientId, clientSecret, name }: NonNullable<IdentitySettings['oidc']>) {
  return {
    providerId: OIDC,
    name,
    discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
    disableSignUp: true,
    disableImplicitSignUp: true,
    mapProfileToUser: (profile: Record<string, unknown>) => ({ emailVerified: profile['email_verified'] === true }),
  };
}

const PASSWORD_PATH = '/sign-in/email';

/** Attempts count by address of e-mail, too: those on one person may come from many places. */
const countPassword = (attempts: SignInAttempts) =>
  createAuthMiddleware(async ({ path, body }) => {
    if (path !== PASSWORD_PATH) return;
    const seconds = await attempts.take('password', String(body?.email));
    if (seconds === null) return;
    throw new APIError(
      'TOO_MANY_REQUESTS',
      { code: 'TOO_MANY_ATTEMPTS', message: 'There were too many attempts for this e-mail address.' },
      { 'retry-after': String(seconds) },
    );
  });

const forgetPassword = (attempts: SignInAttempts) =>
  createAuthMiddleware(async ({ path, body, context }) => {
    if (path === PASSWORD_PATH && !isAPIError(context.returned)) await attempts.forget('password', String(body?.email));
  });

/** Every way in ends here: a session is made for active users only, and no code of an authenticator app makes two. */
async function admit(
  { database, settings }: LibraryDependencies,
  attempts: SignInAttempts,
  userId: string,
  context: { path?: string | undefined; body?: { code?: unknown } } | null,
) {
  const { rowCount } = await database.pool.query('SELECT 1 FROM app_user WHERE id = $1 AND active', [userId]);
  if (rowCount === 0) throw notSignedIn();
  if (context?.path === '/two-factor/verify-totp' && !(await attempts.useCode(userId, String(context.body?.code))))
    throw new APIError('UNAUTHORIZED', { code: 'INVALID_CODE', message: 'The code was used already.' });
  return { data: { expiresAt: new Date(Date.now() + settings.identity.sessionMs) } };
}
