import { type Cipher, looksLikeCipherText, UndecipherableTextError } from './cipher.js';
import type { EnvelopeMeta, ErrorDetail } from './envelope.js';

/** What an HTTP answer says, once every disguise is off. */
export type Answer =
  | { kind: 'success'; status: number; data: unknown; meta: EnvelopeMeta }
  | { kind: 'failure'; status: number; message: string; details: ErrorDetail[] }
  /** Cipher text that does not open: wrong key, or none configured. */
  | { kind: 'undecipherable'; why: string }
  /** Neither an envelope nor cipher text. `asksToTryLater` is all that is kept of the text, which may hold anything. */
  | { kind: 'unreadable'; why: string; asksToTryLater: boolean };

/** The words that mark a passing refusal whatever its status (ssg-api.md §3.2). */
export const TRY_LATER = /try again later|too many requests|rate limit/i;

/**
 * Reads a body in the order of ssg-api.md §2.4: cipher text as a whole, cipher text inside `{"error": …}`, a plain envelope,
 * the gateway's plain `{"error": "text"}`. Success and failure answers go through the same four steps, because an encrypted
 * endpoint may refuse in plain JSON and a 200 may carry an inner 404. `cipher` is null for apps that speak plain JSON.
 */
export function readAnswer(httpStatus: number, body: string, cipher: Cipher | null): Answer {
  if (body.trim() === '') return unreadable('the body is empty', body);
  if (looksLikeCipherText(body)) return readCipherText(httpStatus, body, cipher);

  const json = parseJson(body);
  if (json === undefined) return unreadable(`the body is neither JSON nor cipher text (${body.length} characters)`, body);
  if (typeof json === 'string' && looksLikeCipherText(json)) return readCipherText(httpStatus, json, cipher);
  if (isObject(json) && typeof json.error === 'string' && looksLikeCipherText(json.error)) {
    const inner = readCipherText(httpStatus, json.error, cipher);
    // A text of letters alone may be base64 by accident; if it does not open, it was a word of the gateway's own.
    if (inner.kind !== 'undecipherable' || !isPlainWord(json.error)) return inner;
  }
  return readJson(httpStatus, json, body);
}

function readCipherText(httpStatus: number, text: string, cipher: Cipher | null): Answer {
  if (cipher === null) return { kind: 'undecipherable', why: 'the answer is encrypted but no encryption key is configured' };
  let clear: string;
  try {
    clear = cipher.decrypt(text);
  } catch (error) {
    if (!(error instanceof UndecipherableTextError)) throw error;
    return { kind: 'undecipherable', why: 'the answer is encrypted with a key other than the configured one' };
  }
  const json = parseJson(clear);
  return json === undefined ? unreadable('the decrypted answer is not JSON', clear) : readJson(httpStatus, json, clear);
}

function readJson(httpStatus: number, json: unknown, text: string): Answer {
  if (!isObject(json)) return unreadable('the body is JSON but not an object', text);
  const isGatewayText = typeof json.error === 'string' && json.error.trim() !== '';
  if (!isGatewayText && !('status' in json) && !('data' in json) && !isObject(json.error)) {
    return unreadable('the body is JSON but has no status, data or error', text);
  }
  // {"status":404,"error":"Not Found","path":"/…"} is how a web framework reports an unknown route. Taken for SSG's 404 it
  // would turn a wrong base URL into "no rows" everywhere.
  if (isGatewayText && 'path' in json) return unreadable("the body is a web framework's own error report", text);
  const innerStatus = 'status' in json && json.status !== null ? readStatus(json.status) : httpStatus;
  if (innerStatus === undefined) return unreadable('the status inside the body is not an HTTP status', text);

  const error = readError(json.error);
  if (isSuccess(innerStatus) && error === null) {
    return { kind: 'success', status: innerStatus, data: json.data, meta: isObject(json.meta) ? json.meta : {} };
  }
  // An inner 200 beside a filled-in error is a refusal: believing the 200 is how "synced" records came to miss at SSG.
  const status = isSuccess(innerStatus) ? (error?.code ?? innerStatus) : innerStatus;
  return { kind: 'failure', status, message: error?.message ?? '', details: error?.details ?? [] };
}

/** Null when `error` is absent, null, blank or the `{}` of success. */
function readError(error: unknown): { code: number | undefined; message: string; details: ErrorDetail[] } | null {
  if (typeof error === 'string') return error.trim() === '' ? null : { code: undefined, message: error, details: [] };
  if (!isObject(error)) return null;
  const details = Array.isArray(error.details) ? error.details.filter(isObject).map(readDetail) : [];
  const message = typeof error.message === 'string' ? error.message : '';
  const code = readStatus(error.code);
  const failureCode = code !== undefined && code >= 400 ? code : undefined;
  return message === '' && details.length === 0 && failureCode === undefined ? null : { code: failureCode, message, details };
}

function readDetail(detail: Record<string, unknown>): ErrorDetail {
  return {
    field: typeof detail.field === 'string' ? detail.field : '',
    message: typeof detail.message === 'string' ? detail.message : '',
  };
}

/** 200, "200" → 200; anything that is not a three-digit HTTP status → undefined. */
function readStatus(status: unknown): number | undefined {
  const text = typeof status === 'number' ? String(status) : typeof status === 'string' ? status.trim() : '';
  return /^[1-5]\d\d$/.test(text) ? Number(text) : undefined;
}

function unreadable(why: string, text: string): Answer {
  return { kind: 'unreadable', why, asksToTryLater: TRY_LATER.test(text) };
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
const isPlainWord = (text: string): boolean => /^[A-Za-z]+$/.test(text);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined when the text is not JSON; JSON itself has no undefined, so nothing is lost. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
