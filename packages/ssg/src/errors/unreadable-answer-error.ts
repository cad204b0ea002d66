import { SsgError } from './ssg-error.js';

/** An answer came but is neither an envelope nor cipher text of one. It is never taken for "no rows" (bugs 5, 63). */
export class SsgUnreadableAnswerError extends SsgError {
  readonly kind = 'unreadable-answer';
}
