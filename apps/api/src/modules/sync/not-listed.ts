import type { LineResult } from './log-line.js';

/** The line of a run that is in the window here and that SSG does not know: reported, and left as it is (bug 16). */
export function notListed(ssgRunId: string): LineResult {
  const message = 'The run is in the window here, but SSG does not know it.';
  return {
    status: 'not_listed',
    touched: false,
    before: null,
    decisions: { skips: [{ key: ssgRunId, rule: 'bug 16 not-listed', reason: message }], notices: [] },
    ssg: null,
    error: {
      code: 'not_listed',
      message,
      remedy: 'If the run was withdrawn at SSG, set its class status to Cancelled; otherwise check its run id.',
      correlationId: null,
    },
  };
}
