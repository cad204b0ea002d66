import type { SsgCourseRun } from '@rollcall/domain/course-run/course-run';
import pMap from 'p-map';
import { heartbeat } from './batch-row.js';
import type { PendingRun, SyncContext } from './sync-context.js';
import { syncCourseRun } from './sync-course-run.js';

const SLICE = 200;

/** Runs that start soonest come first, so that a batch that is cut short has done what matters most. */
const NEXT_PENDING = `
  SELECT line.id AS "lineId", line.course_run_id AS "ssgRunId", course.id AS "courseId", line.course_code AS "courseCode", line.listing
  FROM upcoming_course_runs_log AS line JOIN course ON course.provider_id = line.provider_id AND course.course_code = line.course_code
  WHERE line.batch_id = $1 AND line.status = 'pending'
  ORDER BY line.ssg_start_date NULLS LAST, line.course_run_id LIMIT ${SLICE}`;

/** Calls ahead: one search per run, and a view for each run that will want a trainer (known only for runs that are here). */
const AHEAD = `
  SELECT count(*)::int AS runs, (count(*) FILTER (WHERE run.assigned_trainer_id IS NULL))::int AS "withoutTrainer"
  FROM upcoming_course_runs_log AS line LEFT JOIN course_run AS run ON run.provider_id = line.provider_id AND run.course_run_id = line.course_run_id
  WHERE line.batch_id = $1 AND line.status = 'pending'`;

/** Phase 3 and 4: every pending run, a slice at a time, so that memory does not grow with the number of runs. */
export async function runPendingLines(context: SyncContext): Promise<void> {
  const { deps, batch, progress } = context;
  const pool = deps.database.relaxedPool;
  const { rows: ahead } = await pool.query<{ runs: number; withoutTrainer: number }>(AHEAD, [batch.id]);
  progress.begin('runs', ahead[0]?.runs ?? 0, (ahead[0]?.runs ?? 0) + (ahead[0]?.withoutTrainer ?? 0));
  for (;;) {
    const { rows } = await pool.query<PendingRun & { listing: SsgCourseRun | null }>(NEXT_PENDING, [batch.id]);
    if (rows.length === 0) return;
    await syncRuns(context, rows);
  }
}

/** One slice of runs, several at a time; then a sign of life. */
export async function syncRuns(context: SyncContext, runs: readonly PendingRun[]): Promise<void> {
  const { deps, batch, progress, signal } = context;
  const work = async (run: PendingRun) => {
    signal.throwIfAborted();
    await syncCourseRun(context, run);
    progress.finishedOne();
  };
  await pMap(runs, work, { concurrency: deps.settings.ssg.concurrency, signal });
  await heartbeat(deps.database.relaxedPool, batch, progress.calls);
}
