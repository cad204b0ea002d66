import { SsgError } from '@rollcall/ssg/errors/ssg-error';

/** So many in a row that SSG did not answer, each after all its attempts, are no accident. */
export const FAILURES_IN_A_ROW = 5;

/** Tells a call that fails from an upstream that is away. */
export interface OutageWatch {
  answered(): void;
  /** True where the upstream is taken to be away: the work is better left for later than failed run by run, for hours. */
  failed(error: unknown): boolean;
}

/** Counts courses or runs in a row for which SSG was not available. Any answer, a refusal too, begins the count anew. */
export function createOutageWatch(): OutageWatch {
  let inARow = 0;
  return {
    answered: () => {
      inARow = 0;
    },
    failed: (error) => {
      inARow = error instanceof SsgError && error.kind === 'unavailable' ? inARow + 1 : 0;
      return inARow >= FAILURES_IN_A_ROW;
    },
  };
}
