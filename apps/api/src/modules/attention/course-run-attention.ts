import type { Pool } from 'pg';
import type { AttentionRow } from './attention.js';
import { type AttentionScope, FIRST_OF_EACH_KIND, ownedBy } from './attention-sql.js';
import { JUDGED_TRAINERS, RUN_CONDITIONS, STANDING_RUN } from './course-run-issues.js';

const KINDS = Object.keys(RUN_CONDITIONS).map((kind) => {
  const [fact, place] = kind === 'missed_window' ? ['run.end_date::text', 'run.end_date'] : ['NULL', 'run.start_date'];
  return `SELECT '${kind}' AS kind, run.course_run_id AS key, run.course_code AS "courseCode", run.start_date AS day, ${fact} AS fact,
      1 AS number, 'CourseRun' AS "nodeType", run.id::text AS "nodeId", extract(epoch FROM ${place}) AS place
    FROM run WHERE run.${kind}`;
});

const CONDITIONS = Object.entries(RUN_CONDITIONS).map(([kind, condition]) => `(${condition}) AS ${kind}`);

/** Runs that are to take place, each with the conditions that it fulfils. */
const COURSE_RUNS = `
  WITH run AS (
    SELECT run.id, run.course_run_id, run.start_date, run.end_date, course.course_code, ${CONDITIONS.join(', ')}
    FROM course_run AS run JOIN course ON course.id = run.course_id CROSS JOIN (SELECT $3::date AS today) AS clock ${JUDGED_TRAINERS}
    WHERE run.provider_id = $1 AND ${STANDING_RUN} AND ${ownedBy('$4')}
  ), told AS (${KINDS.join(' UNION ALL ')}), ${FIRST_OF_EACH_KIND}`;

/** Course runs that need attention today: without a trainer, begun though Pending or empty, missed, drifted. One statement. */
export async function readCourseRunAttention(
  pool: Pool,
  providerId: string,
  { today, most, ownerId }: AttentionScope,
): Promise<AttentionRow[]> {
  const { rows } = await pool.query<AttentionRow>({
    name: 'course-run-attention',
    text: COURSE_RUNS,
    values: [providerId, most, today, ownerId],
  });
  return rows;
}
