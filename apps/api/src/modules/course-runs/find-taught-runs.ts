import type { RunDays } from '@rollcall/domain/trainer/overlapping-runs';
import type { PoolClient } from 'pg';
import type { LockedRun } from './lock-runs.js';

/** Linked or assigned: a fallback's guess stands in the run's own column only (S0.30). */
const TAUGHT = `
  SELECT run.id, run.provider_id AS "providerId", run.course_run_id AS "ssgRunId", run.start_date::text AS "startDate", run.end_date::text AS "endDate"
  FROM course_run AS run
  WHERE run.provider_id = ANY ($2::uuid[]) AND run.start_date <= $4 AND run.end_date >= $3 AND run.class_status <> 'Cancelled'
    AND (run.assigned_trainer_id = $1 OR EXISTS (SELECT FROM course_run_trainer AS entry WHERE entry.course_run_id = run.id AND entry.trainer_id = $1))
  ORDER BY run.start_date, run.id`;

/** The runs of these providers that a person has between the first and the last day of the given runs. One statement. */
export async function findTaughtRuns(
  transaction: PoolClient,
  trainerId: string,
  runs: readonly LockedRun[],
): Promise<(RunDays & { providerId: string })[]> {
  const first = runs.map(({ startDate }) => startDate).sort()[0];
  const last = runs
    .map(({ endDate }) => endDate)
    .sort()
    .at(-1);
  const providerIds = [...new Set(runs.map(({ providerId }) => providerId))];
  const values = [trainerId, providerIds, first ?? null, last ?? null];
  return (await transaction.query<RunDays & { providerId: string }>(TAUGHT, values)).rows;
}
