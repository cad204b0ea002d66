import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import { reachedSql, reachValues, taughtBySql } from '../../access/visible-rows-sql.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';

/** How much somebody teaches from today on. */
export interface TrainerLoad {
  /** Days ahead that were looked at, besides today. */
  days: number;
  /** Runs that begin in these days. */
  upcomingRuns: number;
  /** Different days on which one of their runs takes place, of these days. */
  daysTaught: number;
}

/** The load of a trainer over the next `days`. */
export type TrainerLoadLoader = (trainerId: string, days: number) => Promise<TrainerLoad>;

/** Today is each run's provider's own. Without sessions a run takes place on every day from its first to its last. */
const SELECT_LOAD = `
  SELECT wanted.position, count(DISTINCT run.id) FILTER (WHERE run.start_date >= clock.today)::int AS "upcomingRuns",
    count(DISTINCT taught.day)::int AS "daysTaught"
  FROM course_run AS run
  JOIN training_provider AS provider ON provider.id = run.provider_id
  CROSS JOIN LATERAL (SELECT (to_timestamp($3::double precision / 1000) AT TIME ZONE provider.time_zone)::date AS today) AS clock
  CROSS JOIN LATERAL (
    SELECT run.assigned_trainer_id AS id
    UNION SELECT entry.trainer_id FROM course_run_trainer AS entry WHERE entry.course_run_id = run.id AND entry.role = 'trainer'
  ) AS teacher
  JOIN unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS wanted (trainer_id, days, position)
    ON wanted.trainer_id = teacher.id AND run.start_date <= clock.today + wanted.days
  CROSS JOIN LATERAL generate_series(greatest(run.start_date, clock.today), least(run.end_date, clock.today + wanted.days), '1 day') AS taught (day)
  WHERE run.end_date >= clock.today AND run.class_status <> 'Cancelled' AND run.lifecycle <> 'Cancelled' AND run.archived_at IS NULL
    AND ${reachedSql('run.provider_id', 4, taughtBySql('run'))}
  GROUP BY wanted.position`;

/** One statement for all trainers on a page, of the runs that the principal may see. */
export function createTrainerLoadLoader(pool: Pool, principal: Principal, now: number): TrainerLoadLoader {
  const load = createBatchLoader(async (keys: string[]): Promise<TrainerLoad[]> => {
    const wanted = keys.map((key) => key.split(' '));
    const days = wanted.map(([, number]) => Number(number));
    const { rows } = await pool.query<TrainerLoad & { position: string }>(SELECT_LOAD, [
      wanted.map(([trainerId]) => trainerId),
      days,
      now,
      ...reachValues(principal, 'course_run.read'),
    ]);
    const found = new Map(rows.map((row) => [Number(row.position) - 1, row]));
    return days.map((ahead, index) => {
      const { upcomingRuns = 0, daysTaught = 0 } = found.get(index) ?? {};
      return { days: ahead, upcomingRuns, daysTaught };
    });
  });
  return (trainerId, days) => load(`${trainerId} ${days}`);
}
