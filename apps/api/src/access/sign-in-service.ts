import { loggableError } from '../loggable-error.js';
import type { AccountCaller } from './account-caller.js';
import { readSignedCookie, sessionCookieName, splitCookies } from './session-cookie.js';
import type { OpenSession, SessionReader } from './session-principal.js';
import type { Library, LibraryDependencies } from './sign-in-library.js';
import { ADDRESS_HEADER, LIBRARY_PATH, OIDC } from './sign-in-names.js';

/** One request to the library: what is asked, and the caller it is asked for. */
export interface LibraryRequest {
  method: 'GET' | 'POST';
  /** Below the library's path, with its query: `/sign-in/email` */
  path: string;
  contentType?: string;
  body?: string;
  caller: AccountCaller;
}

/** Signing in and what belongs to it. The library behind it is loaded when it is first asked. */
export interface SignInService {
  /** Answers as the library does: cookies to set, and JSON or a redirect. */
  ask(request: LibraryRequest): Promise<Response>;
  /** The session of the caller's cookie; null where it has ended, or was never one. */
  sessionOf(caller: AccountCaller): Promise<OpenSession | null>;
}

/** What goes through the identity provider. */
const OIDC_PATHS = ['/sign-in/social', `/callback/${OIDC}`];

/** Signing people in by the library, for pages and the library's own routes alike. */
export function createSignInService(deps: LibraryDependencies, sessions: SessionReader): SignInService {
  const { settings, secretKey } = deps;
  const cookieName = sessionCookieName(settings.peopleUrl);
  const byPassword = once(() => load(deps, false));
  const byIdentityProvider = once(() => loadWithOidc(deps));

  const sessionOf = async ({ cookie }: AccountCaller) => {
    const token = readSignedCookie(cookie, cookieName, secretKey);
    return token === null ? null : sessions.read(token);
  };
  return {
    sessionOf,
    async ask(request) {
      const { caller, path } = request;
      // The library knows sessions by themselves; ours end with their users, too.
      const cookie = (await sessionOf(caller)) ? caller.cookie : withoutCookie(caller.cookie, cookieName);
      const library = OIDC_PATHS.includes(path.split('?')[0] ?? path) ? await byIdentityProvider() : await byPassword();
      return library.handler(requestFor(settings.peopleUrl, request, cookie));
    },
  };
}

/** The identity provider's own description cannot be read: nobody can be sent there now. */
export class IdentityProviderUnreachableError extends Error {
  readonly remedy = 'Try again in a minute, or sign in with a password.';
  constructor() {
    super('The identity provider does not answer.');
    this.name = 'IdentityProviderUnreachableError';
  }
}

async function load(deps: LibraryDependencies, withOidc: boolean): Promise<Library> {
  const { createLibrary } = await import('./sign-in-library.js');
  return createLibrary(deps, { withOidc });
}

/** Milliseconds the identity provider has to describe itself. */
const PATIENCE = 10_000;

async function loadWithOidc(deps: LibraryDependencies): Promise<Library> {
  const library = await load(deps, true);
  try {
    const { socialProviders } = await within(PATIENCE, library.$context);
    if (socialProviders.some(({ id }) => id === OIDC)) return library;
  } catch (error) {
    deps.log.error({ event: 'identity_provider_failed', failure: loggableError(error) }, 'the identity provider cannot be used');
  }
  throw new IdentityProviderUnreachableError();
}

/** Throws where the work takes longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const timeout = AbortSignal.timeout(milliseconds);
  return Promise.race([
    work,
    new Promise<never>((_, reject) => timeout.addEventListener('abort', () => reject(timeout.reason), { once: true })),
  ]);
}

/** Made once, and anew after a failure. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** The origin was checked where the request came in, whatever name of ours it was sent to; the library knows one name. */
function requestFor(peopleUrl: string, { method, path, contentType, body, caller }: LibraryRequest, cookie: string): Request {
  return new Request(`${peopleUrl}${LIBRARY_PATH}${path}`, {
    method,
    headers: {
      origin: peopleUrl,
      [ADDRESS_HEADER]: caller.address,
      'user-agent': caller.userAgent,
      ...(cookie && { cookie }),
      ...(body !== undefined && { 'content-type': contentType ?? 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });
}

const withoutCookie = (header: string, unwanted: string): string =>
  splitCookies(header)
    .filter(({ name }) => name !== unwanted)
    .map(({ pair }) => pair)
    .join('; ');
