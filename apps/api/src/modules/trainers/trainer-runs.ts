import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import { reachedSql, reachValues, taughtBySql } from '../../access/visible-rows-sql.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';

/** Which part of a trainer's runs, by first day: the first ones after a run, or the last ones before one. */
export interface RunsWindow {
  /** The most runs. */
  limit: number;
  /** Row id of a run. */
  after: string | null;
  /** Row id of a run. */
  before: string | null;
  fromTheEnd: boolean;
}

/** As much of a course run as its GraphQL type starts from. */
export interface TaughtRun {
  id: string;
  providerId: string;
}

/** A part of what somebody teaches, by first day, and how much there is of it altogether. */
export interface TrainerRuns {
  runs: TaughtRun[];
  total: number;
}

export type TrainerRunsLoader = (trainerId: string, window: RunsWindow) => Promise<TrainerRuns>;

/** What a trainer teaches is numbered from both ends, so that one statement answers for every part of everybody's. */
const SELECT_RUNS = `
  WITH wanted AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS wanted (position int, "trainerId" uuid, "limit" int, after uuid, before uuid, "fromTheEnd" boolean)
  ), taught AS (
    SELECT teacher.id AS trainer_id, run.id, run.provider_id, run.start_date, (count(*) OVER (PARTITION BY teacher.id))::int AS total
    FROM course_run AS run
    CROSS JOIN LATERAL (
      SELECT run.assigned_trainer_id AS id
      UNION SELECT entry.trainer_id FROM course_run_trainer AS entry WHERE entry.course_run_id = run.id AND entry.role = 'trainer'
    ) AS teacher
    WHERE teacher.id IN (SELECT "trainerId" FROM wanted) AND ${reachedSql('run.provider_id', 2, taughtBySql('run'))}
  ), part AS (
    SELECT wanted.position, wanted."limit", wanted."fromTheEnd", taught.*,
      row_number() OVER (PARTITION BY wanted.position ORDER BY taught.start_date, taught.id) AS place,
      row_number() OVER (PARTITION BY wanted.position ORDER BY taught.start_date DESC, taught.id DESC) AS place_from_end
    FROM wanted JOIN taught ON taught.trainer_id = wanted."trainerId"
      LEFT JOIN taught AS low ON low.trainer_id = taught.trainer_id AND low.id = wanted.after
      LEFT JOIN taught AS high ON high.trainer_id = taught.trainer_id AND high.id = wanted.before
    WHERE (wanted.after IS NULL OR (taught.start_date, taught.id) > (low.start_date, low.id))
      AND (wanted.before IS NULL OR (taught.start_date, taught.id) < (high.start_date, high.id))
  ), totals AS (SELECT DISTINCT trainer_id, total FROM taught)
  SELECT wanted.position, coalesce(totals.total, 0) AS total, coalesce((
    SELECT jsonb_agg(jsonb_build_object('id', part.id, 'providerId', part.provider_id) ORDER BY part.start_date, part.id) FROM part
    WHERE part.position = wanted.position AND CASE WHEN part."fromTheEnd" THEN place_from_end ELSE place END <= part."limit"
  ), '[]') AS runs
  FROM wanted LEFT JOIN totals ON totals.trainer_id = wanted."trainerId"
  ORDER BY wanted.position`;

/** One statement for all trainers on a page, of the runs that the principal may see. */
export function createTrainerRunsLoader(pool: Pool, principal: Principal): TrainerRunsLoader {
  const load = createBatchLoader(async (keys: string[]): Promise<TrainerRuns[]> => {
    const wanted = keys.map((key, position) => ({ position, ...(JSON.parse(key) as object) }));
    const { rows } = await pool.query<TrainerRuns>(SELECT_RUNS, [
      JSON.stringify(wanted),
      ...reachValues(principal, 'course_run.read'),
    ]);
    return rows.map(({ runs, total }) => ({ runs, total }));
  });
  return (trainerId, window) => load(JSON.stringify({ trainerId, ...window }));
}
