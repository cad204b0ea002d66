import { type CallContext, SsgError } from './ssg-error.js';

/** A list ended before SSG's own total was reached, or would not end. What was yielded must not count as complete (bug 3). */
export class SsgIncompleteListError extends SsgError {
  readonly kind = 'incomplete-list';
  /** Distinct records received. */
  readonly received: number;
  /** SSG's total as last reported; undefined when it reports none. */
  readonly expected: number | undefined;

  constructor(context: CallContext, facts: { summary: string; received: number; expected: number | undefined }) {
    super(context, {
      summary: facts.summary,
      remedy: 'Discard this list and read it again; if it repeats, report the correlation id to SSG.',
    });
    this.received = facts.received;
    this.expected = facts.expected;
  }
}
