import { createHmac, timingSafeEqual } from 'node:crypto';

/** Prefix of the names of all cookies. */
export const COOKIE_PREFIX = 'rollcall';

/** Browsers keep a cookie with this name to https, and let no http page overwrite it. */
const SECURE_PREFIX = '__Secure-';

/** @param peopleUrl under which people reach Rollcall; with https the cookie is a secure one */
export const sessionCookieName = (peopleUrl: string): string =>
  `${peopleUrl.startsWith('https:') ? SECURE_PREFIX : ''}${COOKIE_PREFIX}.session_token`;

/** The cookies of a header as they are sent, in order. Of several with one name, the first counts. */
export function splitCookies(header: string): { name: string; value: string; pair: string }[] {
  return header.split(';').flatMap((part) => {
    const pair = part.trim();
    const equals = pair.indexOf('=');
    return equals > 0 ? [{ name: pair.slice(0, equals).trim(), value: pair.slice(equals + 1).trim(), pair }] : [];
  });
}

/** What a cookie's header says of itself, encoded: `<token>.<base64 of HMAC-SHA256 of the token>`. */
export function signCookie(token: string, secretKey: string): string {
  return encodeURIComponent(`${token}.${signatureOf(token, secretKey).toString('base64')}`);
}

/** The token of a signed cookie; null where the cookie is missing, or nobody who has the secret made it. */
export function readSignedCookie(header: string | null, name: string, secretKey: string): string | null {
  const found = splitCookies(header ?? '').find((cookie) => cookie.name === name);
  const text = found ? decoded(found.value) : '';
  const dot = text.lastIndexOf('.');
  if (dot < 1) return null;
  const token = text.slice(0, dot);
  const given = Buffer.from(text.slice(dot + 1), 'base64');
  const right = signatureOf(token, secretKey);
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

const signatureOf = (token: string, secretKey: string): Buffer => createHmac('sha256', secretKey).update(token).digest();

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A malformed escape was made by nobody of ours.
    return '';
  }
}
