import { z } from 'zod';
import type { CallScope } from '../call-scope.js';
import { SsgAnswerShapeError, shapeIssues } from '../errors/answer-shape-error.js';
import { SsgAuthError } from '../errors/auth-error.js';
import { errorFromFailure } from '../errors/from-failure.js';
import { SsgInvalidRequestError } from '../errors/invalid-request-error.js';
import type { CallContext, SsgError } from '../errors/ssg-error.js';
import { parseRetryAfter } from '../retry.js';
import type { Sender } from '../sender.js';
import { readAnswer } from '../wire/answer.js';
import type { WireResponse } from '../wire/transport.js';
import type { Credentials } from './credentials.js';

/** A token is dropped this early, so that it does not expire on its way (ssg-api.md §1.2). */
const EXPIRY_MARGIN_SECONDS = 60;
/** Assumed when the answer names no lifetime: the shortest seen in practice (ssg-api.md §1.2). */
const ASSUMED_LIFETIME_SECONDS = 1_800;

const TokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(ASSUMED_LIFETIME_SECONDS),
});

interface Token {
  value: string;
  /** After this it is minted anew, although SSG would still take it for a little while. */
  usableUntil: number;
  expiresAt: Date;
}

interface OauthOptions {
  tokenUrl: URL;
  clientId: string;
  clientSecret: string;
  sender: Sender;
  now: () => Date;
  /** A scope of its own: a mint serves several callers, so none of them may cancel it. */
  openScope: () => CallScope;
}

/** Client credentials (ssg-api.md §1.2): one cached token, and one mint however many callers wait for it. */
export function createOauthCredentials({ tokenUrl, clientId, clientSecret, sender, now, openScope }: OauthOptions): Credentials {
  let token: Token | undefined;
  let minting: Promise<Token> | undefined;

  async function current(scope: CallScope): Promise<Token> {
    if (token !== undefined && now().getTime() < token.usableUntil) return token;
    minting ??= mint().finally(() => {
      minting = undefined;
    });
    return scope.until(minting);
  }

  async function mint(): Promise<Token> {
    const scope = openScope();
    try {
      const minted = await sender.send<Token>(
        {
          operation: 'oauth.mintToken',
          method: 'POST',
          path: tokenUrl.pathname,
          url: tokenUrl,
          body: 'grant_type=client_credentials',
          repeatable: true,
          headers: async () => ({
            accept: 'application/json',
            'content-type': 'application/x-www-form-urlencoded',
            authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
            'x-correlation-id': scope.correlationId,
          }),
          read: (response, context) => readToken(response, context, now()),
        },
        scope,
      );
      if (minted === null) throw new TypeError('A token answer is a token or an error, never "none".');
      token = minted;
      return minted;
    } finally {
      scope.close();
    }
  }

  return {
    headers: async (scope) => ({ authorization: bearer(await current(scope)) }),
    renew(refused) {
      // Of several callers refused with the same token only the first drops it: the others find its successor in place.
      if (token !== undefined && refused.authorization === bearer(token)) token = undefined;
      return true;
    },
    async check(scope) {
      token = undefined;
      return { kind: 'oauth', tokenExpiresAt: (await current(scope)).expiresAt };
    },
  };
}

const bearer = (token: Token): string => `Bearer ${token.value}`;

/** Throws SsgError. */
function readToken({ httpStatus, body, retryAfter }: WireResponse, context: CallContext, now: Date): Token {
  if (httpStatus < 200 || httpStatus > 299) throw refusal(httpStatus, body, context, parseRetryAfter(retryAfter, now));
  const parsed = TokenAnswer.safeParse(parseJson(body));
  if (!parsed.success)
    throw new SsgAnswerShapeError(context, { httpStatus, status: httpStatus, issues: shapeIssues(parsed.error) });
  const lifetime = parsed.data.expires_in;
  // Half of a very short life is kept usable; otherwise a 60 s token would be minted anew for every call.
  const margin = Math.min(EXPIRY_MARGIN_SECONDS, lifetime / 2);
  return {
    value: parsed.data.access_token,
    usableUntil: now.getTime() + (lifetime - margin) * 1_000,
    expiresAt: new Date(now.getTime() + lifetime * 1_000),
  };
}

function refusal(httpStatus: number, body: string, context: CallContext, retryAfterMs: number | undefined): SsgError {
  const answer = readAnswer(httpStatus, body, null);
  if (answer.kind === 'success') {
    return errorFromFailure(context, {
      httpStatus,
      retryAfterMs,
      answer: { kind: 'unreadable', why: 'no token in the answer', asksToTryLater: false },
    });
  }
  const error = errorFromFailure(context, { httpStatus, retryAfterMs, answer });
  // OAuth servers answer wrong credentials with 400 `invalid_client` as often as with 401.
  if (!(error instanceof SsgInvalidRequestError)) return error;
  return new SsgAuthError(context, {
    httpStatus,
    status: error.status,
    summary: error.summary,
    remedy: 'Check the client id and secret, and that the token URL belongs to the same SSG host.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
