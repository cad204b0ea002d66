import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { isAdminRemoved, isLive } from '@rollcall/domain/enrolment/status';

const words = (which: typeof isLive) =>
  ENROLMENT_STATUSES.filter(which)
    .map((status) => `'${status}'`)
    .join(', ');

const counted = (which: typeof isLive) => `count(*) FILTER (WHERE enrolment_status IN (${words(which)}))::int`;

/** How many enrolments a run has, by the index of its own: no other run's are looked at. */
export const ENROLMENT_COUNTS = {
  values: { live: counted(isLive), removed: counted(isAdminRemoved), total: 'count(*)::int' },
  from: (run: string): string => `FROM enrollment WHERE course_run_id = ${run}.id`,
};

/** How many of them are live. */
export const liveEnrolmentsSql = (run: string): string =>
  `(SELECT ${ENROLMENT_COUNTS.values.live} ${ENROLMENT_COUNTS.from(run)})`;
