import { type CallContext, SsgError, type SsgErrorFacts } from './ssg-error.js';

/** `not-subscribed`: the app lacks this API. `uen-mismatch`: the app belongs to another provider. `forbidden`: no reason given. */
export type AccessRefusal = 'not-subscribed' | 'uen-mismatch' | 'forbidden';

/** The credentials are good but may not do this (two of the meanings of 403, bug 62). */
export class SsgAccessError extends SsgError {
  readonly kind = 'access';
  readonly refusal: AccessRefusal;

  constructor(context: CallContext, facts: SsgErrorFacts & { refusal: AccessRefusal }) {
    super(context, facts);
    this.refusal = facts.refusal;
  }
}
