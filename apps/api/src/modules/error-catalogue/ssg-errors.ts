import { SsgAbortedError } from '@rollcall/ssg/errors/aborted-error';
import { SsgAnswerShapeError } from '@rollcall/ssg/errors/answer-shape-error';
import { errorFromFailure } from '@rollcall/ssg/errors/from-failure';
import { SsgIncompleteListError } from '@rollcall/ssg/errors/incomplete-list-error';
import type { CallContext, SsgError, SsgErrorKind } from '@rollcall/ssg/errors/ssg-error';
import type { ErrorEntry } from './error-entry.js';

/** A read that might have failed: what SSG's client says about it is the catalogue's source. */
const CALL: CallContext = { operation: 'catalogue', correlationId: 'none', attempt: 1, repeatable: true };

/** The error that an answer of SSG's with this status and text becomes. */
const answered = (status: number, message = ''): SsgError =>
  errorFromFailure(CALL, {
    httpStatus: status,
    answer: { kind: 'failure', status, message, details: [] },
    retryAfterMs: undefined,
  });

/** Every kind, with what it means and an error of the kind as the client makes it. */
const KINDS: Readonly<Record<SsgErrorKind, { meaning: string; example: SsgError }>> = {
  auth: {
    meaning: 'Client id, secret, token or certificate were refused, or there was no TLS handshake.',
    example: answered(401),
  },
  access: { meaning: 'The credentials are good and may not do this.', example: answered(403) },
  'api-version': {
    meaning: 'SSG does not know, or no longer serves, the version that was asked.',
    example: answered(403, 'This API version does not seem to exist'),
  },
  decryption: {
    meaning: 'One side cannot open what the other sent.',
    example: answered(400, 'Unable to perform decryption'),
  },
  'invalid-request': { meaning: 'SSG understood the request and refused it.', example: answered(400) },
  'rate-limited': { meaning: 'SSG asks for fewer calls.', example: answered(429) },
  unavailable: { meaning: 'No usable answer came, for a reason that may pass.', example: answered(503) },
  'unreadable-answer': {
    meaning: 'The answer is neither an envelope nor cipher text; it is never taken for an empty one.',
    example: errorFromFailure(CALL, {
      httpStatus: 200,
      answer: { kind: 'unreadable', why: '', asksToTryLater: false },
      retryAfterMs: undefined,
    }),
  },
  'answer-shape': {
    meaning: 'The answer says success and has another shape than this client knows.',
    example: new SsgAnswerShapeError(CALL, { httpStatus: 200, status: 200, issues: [] }),
  },
  'incomplete-list': {
    meaning: 'A list ended before SSG’s own total, or would not end.',
    example: new SsgIncompleteListError(CALL, { summary: '', received: 0, expected: undefined }),
  },
  aborted: { meaning: 'Somebody stopped the call.', example: new SsgAbortedError(CALL, undefined) },
};

/** SSG's own codes that the client knows more about than "refused". */
const TGS_MEANINGS = {
  'TGS-405': 'The training partner’s UEN does not belong to the app.',
  'TGS-406': 'SSG does not find the course.',
  'TGS-439': 'The enrolment is cancelled at SSG.',
  'TGS-441': 'A field that SSG demands is missing.',
} as const;

/** What can go wrong between Rollcall and SSG, by the code that log lines show: SSG’s own, or else the kind. */
export const SSG_ERRORS: readonly ErrorEntry[] = [
  ...Object.entries(KINDS).map(
    ([code, { meaning, example }]): ErrorEntry => ({
      code,
      source: 'ssg',
      meaning,
      remedy: example.remedy,
      errorClass: example.name,
    }),
  ),
  ...Object.entries(TGS_MEANINGS).map(
    ([code, meaning]): ErrorEntry => ({ code, source: 'ssg', meaning, remedy: answered(400, code).remedy, errorClass: null }),
  ),
];
