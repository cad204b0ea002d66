import { lookBackFrom } from '@rollcall/domain/activation/plan-activation';
import { addDays, type IsoDate } from '@rollcall/domain/calendar/iso-date';
import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { isLive } from '@rollcall/domain/enrolment/status';
import type { Pool } from 'pg';
import type { AttentionRow } from './attention.js';
import { FIRST_OF_EACH_KIND } from './attention-sql.js';

/** Days ahead in which a run without a trainer is urgent. */
const TRAINER_DAYS = 7;

const LIVE_STATUSES = ENROLMENT_STATUSES.filter(isLive);

/**
 * Runs that have not ended, and those of the last thirty days that ended without having begun. Somebody who only assesses
 * does not teach (X26): a run with nobody else has no trainer. Drift is told where SSG's trainer is none of the local ones,
 * or not the assigned one where nobody is linked locally (bug 12).
 */
const COURSE_RUNS = `
  WITH run AS (
    SELECT run.*, course.course_code, run.end_date < $3 AS ended, trainers.emails, trainers.emails IS NULL AND run.assigned_trainer_id IS NULL AS without_trainer
    FROM course_run AS run JOIN course ON course.id = run.course_id
      CROSS JOIN LATERAL (SELECT array_agg(lower(entry.trainer_email)) AS emails FROM course_run_trainer AS entry
        WHERE entry.course_run_id = run.id AND entry.role = 'trainer') AS trainers
    WHERE run.provider_id = $1 AND run.end_date >= $4 AND run.class_status <> 'Cancelled' AND run.archived_at IS NULL
      AND run.lifecycle NOT IN ('Completed', 'Cancelled')
  ), told AS (
    SELECT 'run_without_trainer' AS kind, course_run_id AS key, course_code AS "courseCode", start_date AS day, NULL AS fact, 1 AS number, extract(epoch FROM start_date) AS place
    FROM run WHERE NOT ended AND without_trainer AND start_date <= $5
    UNION ALL
    SELECT 'activated_pending', course_run_id, course_code, start_date, NULL, 1, extract(epoch FROM start_date)
    FROM run WHERE NOT ended AND lifecycle = 'Active' AND activated_at IS NOT NULL AND class_status = 'Pending'
    UNION ALL
    SELECT 'activated_empty', course_run_id, course_code, start_date, NULL, 1, extract(epoch FROM start_date)
    FROM run WHERE NOT ended AND lifecycle = 'Active' AND activated_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM enrollment WHERE enrollment.course_run_id = run.id AND enrollment.enrolment_status = ANY ($6))
    UNION ALL
    SELECT 'missed_window', course_run_id, course_code, start_date, end_date::text, 1, extract(epoch FROM end_date)
    FROM run WHERE ended AND lifecycle = 'Scheduled'
    UNION ALL
    SELECT 'trainer_drift', course_run_id, course_code, start_date, NULL, 1, extract(epoch FROM start_date)
    FROM run WHERE NOT ended AND NOT without_trainer AND tpg_assigned_trainer_email IS NOT NULL
      AND NOT lower(tpg_assigned_trainer_email) = ANY (coalesce(emails, ARRAY[lower(assigned_trainer_email)]))
  ), ${FIRST_OF_EACH_KIND}`;

/** Course runs that need attention today: without a trainer, begun though Pending or empty, missed, drifted. One statement. */
export async function readCourseRunAttention(
  pool: Pool,
  providerId: string,
  today: IsoDate,
  most: number,
): Promise<AttentionRow[]> {
  const { rows } = await pool.query<AttentionRow>({
    name: 'course-run-attention',
    text: COURSE_RUNS,
    values: [providerId, most, today, lookBackFrom(today), addDays(today, TRAINER_DAYS), LIVE_STATUSES],
  });
  return rows;
}
