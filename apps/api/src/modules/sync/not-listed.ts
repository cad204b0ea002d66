import type { LineResult } from './log-line.js';

/** The line of a run that is in the window here and that SSG does not know: reported, and left as it is (bug 16). */
export const NOT_LISTED: LineResult = {
  status: 'not_listed',
  touched: false,
  before: null,
  decisions: { skips: [], notices: [] },
  ssg: null,
  error: {
    code: 'not_listed',
    message: 'The run is in the window here, but SSG does not know it.',
    remedy: 'If the run was withdrawn at SSG, set its class status to Cancelled; otherwise check its run id.',
    correlationId: null,
  },
};
