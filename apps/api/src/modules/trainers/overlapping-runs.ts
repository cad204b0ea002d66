import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import { reachedSql, reachValues, taughtBySql } from '../../access/visible-rows-sql.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';
import type { TaughtRun } from './trainer-runs.js';

/** The most runs that are told of one trainer and run. */
export const MOST_OVERLAPS = 10;

/** The runs, by first day, that a trainer teaches on a day of a run, that run itself aside. */
export type OverlappingRunsLoader = (trainerId: string, courseRunId: string) => Promise<TaughtRun[]>;

/** A cancelled run keeps nobody busy. What each teaches is looked up once, however many runs are asked about. */
const SELECT_OVERLAPS = `
  WITH wanted AS (
    SELECT wanted.position, wanted.trainer_id, asked.id AS run_id, asked.start_date, asked.end_date
    FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (trainer_id, run_id, position) JOIN course_run AS asked ON asked.id = wanted.run_id
  ), span AS (
    SELECT trainer_id, min(start_date) AS first, max(end_date) AS last FROM wanted GROUP BY trainer_id
  ), taught AS MATERIALIZED (
    SELECT span.trainer_id, run.id, run.provider_id, run.start_date, run.end_date
    FROM span CROSS JOIN LATERAL (
      SELECT run.id FROM course_run AS run WHERE run.assigned_trainer_id = span.trainer_id
      UNION SELECT entry.course_run_id FROM course_run_trainer AS entry WHERE entry.trainer_id = span.trainer_id AND entry.role = 'trainer'
    ) AS linked JOIN course_run AS run ON run.id = linked.id
    WHERE run.start_date <= span.last AND run.end_date >= span.first
      AND run.class_status <> 'Cancelled' AND run.lifecycle <> 'Cancelled' AND run.archived_at IS NULL
      AND ${reachedSql('run.provider_id', 3, taughtBySql('run'))}
  )
  SELECT wanted.position, overlap.id, overlap."providerId"
  FROM wanted CROSS JOIN LATERAL (
    SELECT taught.id, taught.provider_id AS "providerId", taught.start_date FROM taught
    WHERE taught.trainer_id = wanted.trainer_id AND taught.id <> wanted.run_id
      AND taught.start_date <= wanted.end_date AND taught.end_date >= wanted.start_date
    ORDER BY taught.start_date, taught.id LIMIT ${MOST_OVERLAPS}
  ) AS overlap
  ORDER BY wanted.position, overlap.start_date, overlap.id`;

/** One statement for all candidates of all runs on a page, of the runs that the principal may see. */
export function createOverlappingRunsLoader(pool: Pool, principal: Principal): OverlappingRunsLoader {
  const load = createBatchLoader(async (keys: string[]): Promise<TaughtRun[][]> => {
    const wanted = keys.map((key) => key.split(' '));
    const { rows } = await pool.query<TaughtRun & { position: string }>(SELECT_OVERLAPS, [
      wanted.map(([trainerId]) => trainerId),
      wanted.map(([, courseRunId]) => courseRunId),
      ...reachValues(principal, 'course_run.read'),
    ]);
    const found: TaughtRun[][] = keys.map(() => []);
    for (const { position, ...run } of rows) found[Number(position) - 1]?.push(run);
    return found;
  });
  return (trainerId, courseRunId) => load(`${trainerId} ${courseRunId}`);
}
