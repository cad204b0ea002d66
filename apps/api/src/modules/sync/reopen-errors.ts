import type { PoolClient } from 'pg';

const REOPEN_RUNS = `
  UPDATE upcoming_course_runs_log SET status = 'pending', touched = false, trainer_outcome = NULL, decisions = NULL, processed_at = NULL,
    error_code = NULL, error_message = NULL, remedy = NULL, correlation_id = NULL
  WHERE batch_id = $1 AND status = 'error' AND course_run_id IS NOT NULL`;

const FORGET_COURSES = `
  WITH line AS (
    DELETE FROM upcoming_course_runs_log WHERE batch_id = $1 AND status = 'error' AND course_run_id IS NULL RETURNING course_code
  )
  DELETE FROM sync_batch_course WHERE batch_id = $1 AND course_code IN (SELECT course_code FROM line)`;

const REOPEN_TRAINERS = `
  UPDATE upcoming_course_runs_log SET trainer_outcome = NULL, decisions = decisions - 'trainers' - 'trouble',
    error_code = NULL, error_message = NULL, remedy = NULL, correlation_id = NULL
  WHERE batch_id = $1 AND trainer_outcome = 'error' AND status <> 'error'`;

/** Runs that failed wait for their turn again, and courses that could not be listed count as not listed. */
export async function reopenErrorLines(transaction: PoolClient, batchId: string): Promise<{ runs: number; courses: number }> {
  const runs = await transaction.query(REOPEN_RUNS, [batchId]);
  const courses = await transaction.query(FORGET_COURSES, [batchId]);
  return { runs: runs.rowCount ?? 0, courses: courses.rowCount ?? 0 };
}

/** Runs whose trainers could not be asked for are asked for again. */
export async function reopenTrainerErrors(transaction: PoolClient, batchId: string): Promise<void> {
  await transaction.query(REOPEN_TRAINERS, [batchId]);
}
