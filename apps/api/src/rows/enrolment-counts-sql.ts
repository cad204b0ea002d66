import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { isAdminRemoved, isLive } from '@rollcall/domain/enrolment/status';

const words = (which: typeof isLive) =>
  ENROLMENT_STATUSES.filter(which)
    .map((status) => `'${status}'`)
    .join(', ');

const counted = (which: typeof isLive) => `count(*) FILTER (WHERE enrolment_status IN (${words(which)}))`;

/** How many enrolments a run has, by the index of its own: no other run's are looked at. */
export const enrolmentCountsSql = (run: string): string =>
  `(SELECT json_build_object('live', ${counted(isLive)}, 'removed', ${counted(isAdminRemoved)}, 'total', count(*)) FROM enrollment WHERE course_run_id = ${run}.id)`;

/** How many of them are live. */
export const liveEnrolmentsSql = (run: string): string =>
  `(SELECT count(*) FROM enrollment WHERE course_run_id = ${run}.id AND enrolment_status IN (${words(isLive)}))`;
