import { type Answer, TRY_LATER } from '../wire/answer.js';
import type { ErrorDetail } from '../wire/envelope.js';
import { SsgAccessError } from './access-error.js';
import { SsgApiVersionError } from './api-version-error.js';
import { SsgAuthError } from './auth-error.js';
import { SsgDecryptionError } from './decryption-error.js';
import { SsgInvalidRequestError } from './invalid-request-error.js';
import { maskIdentifiers, quoteUpstream } from './mask.js';
import { SsgRateLimitedError } from './rate-limited-error.js';
import type { CallContext, SsgError } from './ssg-error.js';
import { SsgUnavailableError } from './unavailable-error.js';
import { SsgUnreadableAnswerError } from './unreadable-answer-error.js';

interface FailedAnswer {
  httpStatus: number;
  answer: Exclude<Answer, { kind: 'success' }>;
  /** From `Retry-After`. */
  retryAfterMs: number | undefined;
}

/**
 * One failed answer → the error that means it. The texts are those recorded in ssg-api.md §3.1; where a text and a status
 * disagree the text wins, because the gateway answers 403 for four unlike reasons (bug 62).
 */
export function errorFromFailure(context: CallContext, { httpStatus, answer, retryAfterMs }: FailedAnswer): SsgError {
  if (answer.kind === 'undecipherable') return undecipherable(context, httpStatus, answer.why);
  if (answer.kind === 'unreadable') return unreadable(context, httpStatus, answer, retryAfterMs);

  const { status } = answer;
  const texts = [answer.message, ...answer.details.map((detail) => detail.message)].join('\n');
  const codes = tgsCodes(texts);
  const facts = { httpStatus, status, code: codes[0], details: maskDetails(answer.details), summary: describe(answer) };

  if (/unable to perform decryption|middleware error/i.test(texts)) {
    return new SsgDecryptionError(context, { ...facts, side: 'request', remedy: REMEDY.requestNotDecrypted });
  }
  if (status === 401 || /authori[sz]ation field missing|key not authori[sz]ed|certificate has expired/i.test(texts)) {
    return new SsgAuthError(context, { ...facts, remedy: REMEDY.refusedCredentials });
  }
  if (/version does not seem to exist/i.test(texts)) {
    return new SsgApiVersionError(context, { ...facts, problem: 'unknown', remedy: REMEDY.unknownVersion });
  }
  if (/version has expired/i.test(texts)) {
    return new SsgApiVersionError(context, { ...facts, problem: 'expired', remedy: REMEDY.expiredVersion });
  }
  if (/quota exceeded/i.test(texts))
    return new SsgRateLimitedError(context, { ...facts, limit: 'quota', retryAfterMs, remedy: REMEDY.quota });
  if (status === 429)
    return new SsgRateLimitedError(context, { ...facts, limit: 'throttled', retryAfterMs, remedy: REMEDY.slowDown });
  if (status >= 500) return new SsgUnavailableError(context, { ...facts, reason: 'server', retryAfterMs, remedy: REMEDY.later });
  if (TRY_LATER.test(texts))
    return new SsgRateLimitedError(context, { ...facts, limit: 'busy', retryAfterMs, remedy: REMEDY.slowDown });
  if (status === 403) return forbidden(context, facts, texts);
  return new SsgInvalidRequestError(context, { ...facts, codes, remedy: invalidRequestRemedy(status, codes, texts) });
}

function undecipherable(context: CallContext, httpStatus: number, why: string): SsgError {
  return new SsgDecryptionError(context, {
    httpStatus,
    side: 'answer',
    summary: `${why} (HTTP ${httpStatus}).`,
    remedy: REMEDY.answerNotDecrypted,
  });
}

function unreadable(
  context: CallContext,
  httpStatus: number,
  answer: Extract<Answer, { kind: 'unreadable' }>,
  retryAfterMs: number | undefined,
): SsgError {
  const facts = { httpStatus, summary: `${answer.why} (HTTP ${httpStatus}).` };
  if (httpStatus === 401) return new SsgAuthError(context, { ...facts, remedy: REMEDY.refusedCredentials });
  if (httpStatus === 429)
    return new SsgRateLimitedError(context, { ...facts, limit: 'throttled', retryAfterMs, remedy: REMEDY.slowDown });
  if (httpStatus >= 500)
    return new SsgUnavailableError(context, { ...facts, reason: 'server', retryAfterMs, remedy: REMEDY.later });
  if (answer.asksToTryLater)
    return new SsgRateLimitedError(context, { ...facts, limit: 'busy', retryAfterMs, remedy: REMEDY.slowDown });
  return new SsgUnreadableAnswerError(context, { ...facts, remedy: REMEDY.unreadable });
}

function forbidden(
  context: CallContext,
  facts: Omit<ConstructorParameters<typeof SsgAccessError>[1], 'refusal' | 'remedy'>,
  texts: string,
): SsgError {
  if (/disallowed/i.test(texts))
    return new SsgAccessError(context, { ...facts, refusal: 'not-subscribed', remedy: REMEDY.notSubscribed });
  if (/TGS-405|invalid training partner uen/i.test(texts)) {
    return new SsgAccessError(context, { ...facts, refusal: 'uen-mismatch', remedy: REMEDY.uenMismatch });
  }
  return new SsgAccessError(context, { ...facts, refusal: 'forbidden', remedy: REMEDY.forbidden });
}

/** `SSG answered 400 "Enrolment cannot be created" (enrolment.course.referenceNumber: TGS-406 - Course not found).` */
function describe(answer: Extract<Answer, { kind: 'failure' }>): string {
  const details = answer.details.map(({ field, message }) => (/^[-\s]*$/.test(field) ? message : `${field}: ${message}`));
  const named = details.length === 0 ? '' : ` (${quoteUpstream(details.join('; '))})`;
  return `SSG answered ${answer.status} ${answer.message === '' ? 'without a message' : `"${quoteUpstream(answer.message)}"`}${named}.`;
}

function maskDetails(details: readonly ErrorDetail[]): ErrorDetail[] {
  return details.map(({ field, message }) => ({ field: maskIdentifiers(field), message: maskIdentifiers(message) }));
}

function tgsCodes(texts: string): string[] {
  return [...new Set(texts.match(/TGS-\d{3}(?!\d)/g) ?? [])];
}

function invalidRequestRemedy(status: number, codes: readonly string[], texts: string): string {
  const known = codes.map((code) => REMEDY_BY_CODE[code]).find((remedy) => remedy !== undefined);
  if (known !== undefined) return known;
  if (status === 404) return 'Check the reference number or run id: SSG knows no such record.';
  if (status === 409) return 'SSG has this record already: look it up and compare it with the local one.';
  if (/invalid employer uen/i.test(texts))
    return "Correct the employer's UEN; SSG also refuses to cancel records with a wrong one.";
  if (/invalid input parameter/i.test(texts))
    return 'SSG names no field: compare the request with the last one that was accepted.';
  return 'Correct the fields SSG names, then send the request again.';
}

const REMEDY_BY_CODE: Readonly<Record<string, string | undefined>> = {
  'TGS-405': 'Use the UEN and code of the training provider that owns this SSG app.',
  'TGS-406': 'Check the course reference number; a renewed course has a new TGS number and older runs keep the old one.',
  'TGS-439': 'The enrolment is cancelled and can no longer change: create a new one instead.',
  'TGS-441': 'Fill in the fields SSG names.',
};

const REMEDY = {
  requestNotDecrypted: 'Compare the configured encryption key with the one pasted into the app on the SSG developer portal.',
  answerNotDecrypted: 'Compare the configured encryption key with the one pasted into the app on the SSG developer portal.',
  refusedCredentials: 'Check the client id and secret, or the certificate and its expiry, on the SSG developer portal.',
  unknownVersion: 'Correct the configured API version of this operation; the portal lists the versions on offer.',
  expiredVersion: 'SSG retired this API version: configure a newer one for this operation.',
  notSubscribed:
    'Subscribe the app to this API on the SSG developer portal, and check that the app type (OAuth or certificate) fits the host.',
  uenMismatch: 'Use the UEN and code of the training provider that owns this SSG app, or the credentials of the other provider.',
  forbidden: "Check the app's subscriptions and the provider's UEN on the SSG developer portal.",
  quota: "Wait until the app's quota renews, or ask SSG for a larger one.",
  slowDown: 'Make fewer calls per second: raise the configured interval between SSG calls.',
  later: 'Try again later; the SSG status page tells about maintenance.',
  unreadable: 'Check the configured base URL; if it is right, a proxy or maintenance page may stand in between.',
} as const;
