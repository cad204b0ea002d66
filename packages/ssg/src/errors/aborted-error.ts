import { type CallContext, SsgError } from './ssg-error.js';

/** The caller's signal, or closing the client, stopped the call. */
export class SsgAbortedError extends SsgError {
  readonly kind = 'aborted';

  constructor(context: CallContext, cause: unknown) {
    super(context, {
      summary: 'the call was cancelled before it finished.',
      remedy: context.repeatable
        ? 'Call again when needed.'
        : 'Look the record up before sending it again: SSG may have received it.',
      cause,
    });
  }
}
