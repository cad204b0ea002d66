import type { Trouble } from '../../workflow/step-handler.js';
import type { SyncContext } from './sync-context.js';

/** Which part of a batch the errors come from: listing courses, reading runs, asking for trainers. */
export type TroublePhase = 'discovery' | 'runs' | 'trainers';

/** An error line of discovery was never processed, so it has no decisions; its call is known all the same. */
const LINES_OF: Record<TroublePhase, string> = {
  discovery: `status = 'error' AND decisions IS NULL`,
  runs: `status = 'error' AND decisions IS NOT NULL`,
  trainers: `trainer_outcome = 'error' AND status <> 'error'`,
};

const troublesSql = (phases: readonly TroublePhase[]): string => `
  WITH line AS (
    SELECT id, course_run_id, error_message, remedy,
      CASE WHEN decisions IS NULL THEN 'ssg' ELSE decisions #>> '{trouble,upstream}' END AS upstream,
      coalesce(decisions #>> '{trouble,errorClass}', error_code) AS error_class,
      CASE WHEN decisions IS NULL THEN 'courseRuns.listByReference' ELSE decisions #>> '{trouble,endpoint}' END AS endpoint
    FROM upcoming_course_runs_log WHERE batch_id = $1 AND (${phases.map((phase) => `(${LINES_OF[phase]})`).join(' OR ')})
  )
  SELECT upstream, error_class AS "errorClass", endpoint, (array_agg(error_message ORDER BY id))[1] AS message, (array_agg(remedy ORDER BY id))[1] AS remedy,
    coalesce(array_agg(course_run_id ORDER BY course_run_id) FILTER (WHERE course_run_id IS NOT NULL), '{}') AS "runsTouched", count(*)::int AS lines
  FROM line GROUP BY upstream, error_class, endpoint ORDER BY lines DESC, error_class`;

/** The errors on a batch's lines, one trouble for each kind of error at each endpoint, the most frequent first. One statement. */
export async function troublesOf(
  { deps, batch }: Pick<SyncContext, 'deps' | 'batch'>,
  phases: readonly TroublePhase[],
): Promise<{ troubles: Trouble[]; lines: number }> {
  const { rows } = await deps.database.relaxedPool.query<Trouble & { lines: number }>(troublesSql(phases), [batch.id]);
  return { troubles: rows.map(({ lines: _lines, ...trouble }) => trouble), lines: rows.reduce((sum, row) => sum + row.lines, 0) };
}
