import type { IncomingHttpHeaders } from 'node:http';
import { UndecipherableTextError } from '../wire/cipher.js';
import { OPERATIONS, type OperationName } from '../wire/operations.js';
import { type Answer, forbiddenUen, gatewayError, invalidInput, tpgError } from './answers.js';
import { versionProblem } from './api-versions.js';
import type { RegisteredApp } from './apps.js';
import type { TokenOffice } from './tokens.js';

/** What the gateway sees of a request before it looks at the body. */
export interface ArrivingRequest {
  headers: IncomingHttpHeaders;
  /** SHA-256 fingerprint of the client certificate; null without one. */
  certificateFingerprint: string | null;
  body: string;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; answer: Answer };

/**
 * Who calls: by client certificate or by bearer token. An app has one way to sign in; the other one does not know it
 * (ssg-api.md §1.3). Texts are the gateway product's own (§3.1).
 */
export function identify(
  { headers, certificateFingerprint }: ArrivingRequest,
  apps: readonly RegisteredApp[],
  tokens: TokenOffice,
): Checked<RegisteredApp> {
  const authorization = headers.authorization ?? '';
  if (authorization === '' && certificateFingerprint !== null) {
    const app = apps.find((candidate) => candidate.certificateFingerprint === certificateFingerprint);
    return app === undefined ? refuse(403, `Certificate with SHA256 ${certificateFingerprint} not allowed`) : accept(app);
  }
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
  if (bearer === undefined) return refuse(401, 'Authorization field missing');
  const holder = tokens.check(bearer);
  if (holder === 'expired') return refuse(401, 'Key has expired, please renew');
  const app = holder === 'unknown' ? undefined : apps.find(({ name }) => name === holder.appName);
  return app === undefined ? refuse(401, 'Key not authorised') : accept(app);
}

/** Version, subscription and the `uen` header, in the gateway's order. */
export function admit(
  request: ArrivingRequest,
  app: RegisteredApp,
  operation: OperationName,
  requireUenHeader: boolean,
): Checked<null> {
  const { backEnd } = OPERATIONS[operation];
  const version = versionProblem(operation, single(request.headers['x-api-version']));
  if (version !== null) return refuse(403, version);
  if (!app.isSubscribedTo(operation)) return refuse(403, 'Access to this API has been disallowed');
  const uen = single(request.headers.uen);
  const uenIsMissing = uen === undefined && requireUenHeader && backEnd === 'tpg';
  if (uenIsMissing || (uen !== undefined && !app.uens.includes(uen))) return { ok: false, answer: forbiddenUen(backEnd) };
  return accept(null);
}

/**
 * The request body as JSON. Encrypted endpoints accept the cipher text bare and as a JSON string literal (§2.4); anything else,
 * plain JSON above all, is refused before a back end sees it.
 */
export function readBody(text: string, app: RegisteredApp, operation: OperationName): Checked<unknown> {
  const { method, requestEncrypted, backEnd } = OPERATIONS[operation];
  if (method === 'GET') return accept(null);
  if (requestEncrypted && app.cipher !== null) {
    try {
      return accept(JSON.parse(app.cipher.decrypt(unquoted(text.trim()))));
    } catch (error) {
      if (error instanceof UndecipherableTextError || error instanceof SyntaxError) {
        return refuse(400, 'Unable to perform decryption due invalid request');
      }
      throw error;
    }
  }
  try {
    return accept(JSON.parse(text));
  } catch {
    const answer =
      backEnd === 'mysf' ? invalidInput() : tpgError(400, 'Bad Request', [{ field: '-', message: 'Body is not JSON' }]);
    return { ok: false, answer };
  }
}

function unquoted(text: string): string {
  const literal: unknown = text.startsWith('"') ? JSON.parse(text) : text;
  return typeof literal === 'string' ? literal : text;
}

const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const accept = <T>(value: T): Checked<T> => ({ ok: true, value });

const refuse = (status: number, message: string): Checked<never> => ({ ok: false, answer: gatewayError(status, message) });
