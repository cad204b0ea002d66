import type { ErrorDetail } from '../wire/envelope.js';

/** Which call of which operation failed; common to every error. */
export interface CallContext {
  /** An operation name, or `oauth.mintToken`. */
  operation: string;
  /** Sent to SSG as `x-correlation-id`; one per call, shared by its attempts and pages. */
  correlationId: string;
  /** 1 for the first attempt. */
  attempt: number;
  /** Whether the operation may be sent twice without harm (wire/operations.ts). */
  repeatable: boolean;
}

export interface SsgErrorFacts {
  /** What happened, one or two sentences, without a body or a clear NRIC/FIN. */
  summary: string;
  /** What the reader should do next. */
  remedy: string;
  /** Absent when no answer came. */
  httpStatus?: number | undefined;
  /** The status inside the envelope, which wins over the HTTP status (ssg-api.md §2.4). */
  status?: number | undefined;
  /** SSG's `TGS-nnn`, or the network's `ECONNRESET` and the like. */
  code?: string | undefined;
  details?: readonly ErrorDetail[] | undefined;
  cause?: unknown;
}

export type SsgErrorKind =
  | 'auth'
  | 'access'
  | 'api-version'
  | 'invalid-request'
  | 'decryption'
  | 'rate-limited'
  | 'unavailable'
  | 'unreadable-answer'
  | 'answer-shape'
  | 'incomplete-list'
  | 'aborted';

/** The base of every failed call. One subclass per meaning; `kind` tells them apart across serialisation. */
export abstract class SsgError extends Error {
  abstract readonly kind: SsgErrorKind;
  readonly summary: string;
  readonly remedy: string;
  readonly operation: string;
  readonly correlationId: string;
  readonly attempt: number;
  readonly repeatable: boolean;
  readonly httpStatus: number | undefined;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly details: readonly ErrorDetail[];

  constructor(context: CallContext, facts: SsgErrorFacts) {
    super(
      `${context.operation}: ${facts.summary} ${facts.remedy}`,
      facts.cause === undefined ? undefined : { cause: facts.cause },
    );
    this.name = new.target.name;
    this.summary = facts.summary;
    this.remedy = facts.remedy;
    this.operation = context.operation;
    this.correlationId = context.correlationId;
    this.attempt = context.attempt;
    this.repeatable = context.repeatable;
    this.httpStatus = facts.httpStatus;
    this.status = facts.status;
    this.code = facts.code;
    this.details = facts.details ?? [];
  }
}
