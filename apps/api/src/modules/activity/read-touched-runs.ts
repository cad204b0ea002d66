import type { Pool } from 'pg';
import { isRowId } from '../../contract/global-id.js';
import type { Activity } from '../../events/activity.js';

/** The runs that enrolments are in, and those that a change moved them away from. */
const RUNS_OF_ENROLMENTS = `
  SELECT told.number::text, enrollment.course_run_id::text AS "courseRunId"
  FROM unnest($1::bigint[], $2::uuid[]) AS told (number, enrolment_id) JOIN enrollment ON enrollment.id = told.enrolment_id
  UNION
  SELECT told.number::text, change.before #>> '{}'
  FROM unnest($3::bigint[], $4::uuid[]) AS told (number, change_set_id) JOIN change USING (change_set_id)
  WHERE change.entity_type = 'enrolment' AND change.field = 'course_run_id'`;

/** Row ids of the course runs that each row of the log touches, by the row's number; at most one statement. */
export async function readTouchedRuns(pool: Pool, rows: readonly Activity[]): Promise<Map<bigint, string[]>> {
  const touched = new Map<bigint, string[]>();
  for (const { number, kind, entityIds } of rows)
    if (kind === 'course_run.changed' || kind === 'trainer.changed') touched.set(number, [...entityIds]);
  const ofEnrolments = rows.filter(({ kind }) => kind === 'enrolment.changed');
  if (ofEnrolments.length === 0) return touched;
  const pairs = ofEnrolments.flatMap(({ number, entityIds }) => entityIds.map((id) => [String(number), id] as const));
  const sets = ofEnrolments.flatMap(({ number, changeSetId }) => (changeSetId ? [[String(number), changeSetId] as const] : []));
  const { rows: found } = await pool.query<{ number: string; courseRunId: string | null }>(RUNS_OF_ENROLMENTS, [
    pairs.map(([number]) => number),
    pairs.map(([, id]) => id),
    sets.map(([number]) => number),
    sets.map(([, id]) => id),
  ]);
  for (const { number, courseRunId } of found) {
    if (courseRunId === null || !isRowId(courseRunId)) continue;
    touched.set(BigInt(number), [...(touched.get(BigInt(number)) ?? []), courseRunId]);
  }
  return touched;
}
