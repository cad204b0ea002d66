import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { isLive } from '@rollcall/domain/enrolment/status';
import type { Pool } from 'pg';
import type { AttentionRow } from './attention.js';
import { type AttentionScope, FIRST_OF_EACH_KIND, ownedBy } from './attention-sql.js';

const LIVE_STATUSES = ENROLMENT_STATUSES.filter(isLive);

/** The last batch is the newest one that was about all runs: a run synced by itself says nothing of the others. */
const SYNC = `
  WITH batch AS (
    SELECT id FROM sync_batch WHERE provider_id = $1 AND only_course_run_id IS NULL ORDER BY started_at DESC, id DESC LIMIT 1
  ), told AS (
    SELECT 'sync_error' AS kind, coalesce(line.course_run_id, line.course_code) AS key,
      CASE WHEN line.course_run_id IS NOT NULL THEN line.course_code END AS "courseCode", line.ssg_start_date AS day,
      CASE WHEN line.status = 'error' THEN line.error_code ELSE 'trainers' END AS fact, 1 AS number,
      CASE WHEN run.id IS NULL THEN 'SyncLog' ELSE 'CourseRun' END AS "nodeType", coalesce(run.id, line.id)::text AS "nodeId",
      extract(epoch FROM coalesce(line.ssg_start_date, '-infinity')) AS place
    FROM upcoming_course_runs_log AS line JOIN batch ON batch.id = line.batch_id
      LEFT JOIN course_run AS run ON run.provider_id = line.provider_id AND run.course_run_id = line.course_run_id
    WHERE line.status = 'error' OR line.trainer_outcome = 'error'
    UNION ALL
    SELECT 'learner_review', review.course_run_id, max(course.course_code), NULL, review.reason, count(*)::int,
      'LearnerReview', min(review.id::text), extract(epoch FROM min(review.created_at))
    FROM learner_review AS review
      LEFT JOIN course_run AS run ON run.provider_id = review.provider_id AND run.course_run_id = review.course_run_id
      LEFT JOIN course ON course.id = run.course_id
    WHERE review.provider_id = $1 AND review.status = 'open' GROUP BY review.course_run_id, review.reason
    UNION ALL
    SELECT 'enrolment_unconfirmed', run.course_run_id, course.course_code, run.start_date, NULL, count(*)::int,
      'CourseRun', run.id::text, extract(epoch FROM run.start_date)
    FROM course_run AS run JOIN course ON course.id = run.course_id JOIN enrollment AS enrolment ON enrolment.course_run_id = run.id
    WHERE run.provider_id = $1 AND run.end_date >= $3 AND enrolment.unconfirmed_since IS NOT NULL AND enrolment.enrolment_status = ANY ($4)
      AND ${ownedBy('$5')}
    GROUP BY run.id, course.course_code
  ), ${FIRST_OF_EACH_KIND}`;

/**
 * What the sync left for people: lines with an error in the last batch, learner reviews, enrolments SSG no
 * longer lists, these of the owner’s runs alone where there is an owner. One statement.
 */
export async function readSyncAttention(
  pool: Pool,
  providerId: string,
  { today, most, ownerId }: AttentionScope,
): Promise<AttentionRow[]> {
  const values = [providerId, most, today, LIVE_STATUSES, ownerId];
  const { rows } = await pool.query<AttentionRow>({ name: 'sync-attention', text: SYNC, values });
  return rows;
}
