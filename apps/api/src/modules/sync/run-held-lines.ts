import { syncRuns } from './run-pending-lines.js';
import type { PendingRun, SyncContext } from './sync-context.js';

const SLICE = 200;

/** Soonest start first. A held line stays one where its run still exceeds what is let through, so each slice begins after the last line seen. */
const NEXT_HELD = `
  SELECT line.id AS "lineId", line.course_run_id AS "ssgRunId", course.id AS "courseId", line.course_code AS "courseCode", line.listing,
    coalesce(line.ssg_start_date, 'infinity')::text AS starts,
    jsonb_build_object('cancels', line.decisions #> '{held,cancels}', 'removals', line.decisions #> '{held,removals}') AS judged
  FROM upcoming_course_runs_log AS line JOIN course ON course.provider_id = line.provider_id AND course.course_code = line.course_code
  WHERE line.batch_id = $1 AND line.status = 'held' AND (coalesce(line.ssg_start_date, 'infinity'), line.id) > ($2::date, $3::uuid)
  ORDER BY coalesce(line.ssg_start_date, 'infinity'), line.id LIMIT ${SLICE}`;

type HeldRun = PendingRun & { starts: string; judged: NonNullable<PendingRun['allowed']> };

const BEFORE_ALL = { starts: '-infinity', lineId: '00000000-0000-0000-0000-000000000000' };

/**
 * Reads and plans the held runs again. `count` brings their lines up to date and writes only runs that take nothing away any
 * more; `write` writes every run that takes no more than its line says, which is what the gate has judged (bug 49).
 */
export async function runHeldLines(context: SyncContext, purpose: 'count' | 'write', lines: number): Promise<void> {
  const { deps, batch, progress } = context;
  progress.begin('runs', lines, lines);
  for (let after: Pick<HeldRun, 'starts' | 'lineId'> = BEFORE_ALL; ; ) {
    const { rows } = await deps.database.relaxedPool.query<HeldRun>(NEXT_HELD, [batch.id, after.starts, after.lineId]);
    const last = rows.at(-1);
    if (!last) return;
    await syncRuns(
      context,
      rows.map(({ judged, starts: _starts, ...run }) => (purpose === 'write' ? { ...run, allowed: judged } : run)),
    );
    after = last;
  }
}
