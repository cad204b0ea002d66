import { type CallContext, SsgError, type SsgErrorFacts } from './ssg-error.js';

/** `request`: SSG could not open what we sent. `answer`: we could not open what SSG sent. Either way, look at the key. */
export class SsgDecryptionError extends SsgError {
  readonly kind = 'decryption';
  readonly side: 'request' | 'answer';

  constructor(context: CallContext, facts: SsgErrorFacts & { side: 'request' | 'answer' }) {
    super(context, facts);
    this.side = facts.side;
  }
}
