import { type CallContext, SsgError, type SsgErrorFacts } from './ssg-error.js';

/** SSG understood the request and refused it; `codes` are the `TGS-nnn` found in its messages, in order, without repeats. */
export class SsgInvalidRequestError extends SsgError {
  readonly kind = 'invalid-request';
  readonly codes: readonly string[];

  constructor(context: CallContext, facts: SsgErrorFacts & { codes: readonly string[] }) {
    super(context, facts);
    this.codes = facts.codes;
  }
}
