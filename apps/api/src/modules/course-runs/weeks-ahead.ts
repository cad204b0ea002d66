import { addDays, type IsoDate } from '@rollcall/domain/calendar/iso-date';
import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { isLive } from '@rollcall/domain/enrolment/status';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import { reachedSql, reachValues, taughtBySql } from '../../access/visible-rows-sql.js';
import { JUDGED_TRAINERS } from '../attention/course-run-issues.js';

/** What begins in one week, Monday to Sunday. */
export interface WeekAhead {
  /** The Monday. */
  startDate: IsoDate;
  runs: number;
  /** Live enrolments in these runs. */
  learners: number;
  /** Runs that nobody teaches (X26). */
  withoutTrainer: number;
}

const LIVE_STATUSES = ENROLMENT_STATUSES.filter(isLive);

const SELECT_WEEKS = `
  SELECT week.number, week.monday::text AS "startDate", count(run.id)::int AS runs, coalesce(sum(run.learners), 0)::int AS learners,
    (count(run.id) FILTER (WHERE run.nobody))::int AS "withoutTrainer"
  FROM (SELECT number, $2::date + 7 * number AS monday FROM generate_series(0, $3::int - 1) AS number) AS week
  LEFT JOIN (
    SELECT run.id, run.start_date, judged.nobody, (SELECT count(*) FROM enrollment
      WHERE enrollment.course_run_id = run.id AND enrollment.enrolment_status = ANY ($4)) AS learners
    FROM course_run AS run ${JUDGED_TRAINERS}
    WHERE run.provider_id = $1 AND run.start_date >= $2::date AND run.start_date < $2::date + 7 * $3::int
      AND run.class_status <> 'Cancelled' AND run.lifecycle <> 'Cancelled' AND run.archived_at IS NULL
      AND ${reachedSql('run.provider_id', 5, taughtBySql('run'))}
  ) AS run ON run.start_date >= week.monday AND run.start_date < week.monday + 7
  GROUP BY week.number, week.monday ORDER BY week.number`;

/** The weeks from that of `today` on, those without runs too: cancelled and archived runs left aside. One statement. */
export async function readWeeksAhead(
  pool: Pool,
  principal: Principal,
  { providerId, today, weeks }: { providerId: string; today: IsoDate; weeks: number },
): Promise<WeekAhead[]> {
  const { rows } = await pool.query<WeekAhead>(SELECT_WEEKS, [
    providerId,
    mondayOf(today),
    weeks,
    LIVE_STATUSES,
    ...reachValues(principal, 'course_run.read'),
  ]);
  return rows;
}

/** The Monday on or before a day. */
function mondayOf(day: IsoDate): IsoDate {
  const daysSinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -daysSinceMonday);
}
