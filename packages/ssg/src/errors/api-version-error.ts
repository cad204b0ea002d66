import { type CallContext, SsgError, type SsgErrorFacts } from './ssg-error.js';

/** SSG does not know, or no longer serves, the `x-api-version` that was sent (bug 62). */
export class SsgApiVersionError extends SsgError {
  readonly kind = 'api-version';
  readonly problem: 'unknown' | 'expired';

  constructor(context: CallContext, facts: SsgErrorFacts & { problem: 'unknown' | 'expired' }) {
    super(context, facts);
    this.problem = facts.problem;
  }
}
