import type { CallHooks } from '@rollcall/ssg/call-hooks';
import type { Logger } from '../logger.js';
import type { Metrics } from '../metrics.js';

/**
 * One `ssg_request` line per answered attempt and one `ssg_error` line per failed one (S1.18), each with the correlation
 * id. The client hands out path templates and safe query keys only, so no line can hold an identifier (bug 25).
 */
export function createCallHooks(log: Logger, metrics: Metrics): CallHooks {
  return {
    onResponse: (event) => {
      metrics.ssgCalls.inc({ operation: event.operation, outcome: event.outcome });
      metrics.ssgCallSeconds.observe({ operation: event.operation }, event.elapsedMs / 1000);
      log.info({ event: 'ssg_request', ...event, elapsedMs: Math.round(event.elapsedMs) }, 'SSG answered');
    },
    onError: ({ error, decision, ...event }) => {
      log.warn(
        {
          event: 'ssg_error',
          ...event,
          elapsedMs: Math.round(event.elapsedMs),
          error: error.summary,
          remedy: error.remedy,
          code: error.code,
          decision,
        },
        'a call to SSG failed',
      );
    },
  };
}
