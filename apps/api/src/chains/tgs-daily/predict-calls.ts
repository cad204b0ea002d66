import type { Chain } from '../../workflow/chain.js';

/** One page of a hundred changed enrolments is a quiet day; this leaves room for a busy one. */
const PAGES_OF_CHANGES = 3;

const AHEAD = `
  SELECT (SELECT count(*)::int FROM course WHERE course.provider_id = provider.id AND course_code LIKE 'TGS-%') AS courses,
    run.runs, run."withoutTrainer"
  FROM training_provider AS provider CROSS JOIN LATERAL (
    SELECT count(*)::int AS runs, (count(*) FILTER (WHERE assigned_trainer_id IS NULL))::int AS "withoutTrainer"
    FROM course_run WHERE course_run.provider_id = provider.id AND class_status <> 'Cancelled'
      AND start_date - (now() AT TIME ZONE provider.time_zone)::date BETWEEN 0 AND provider.upcoming_classes_threshold_days
  ) AS run
  WHERE provider.id = $1`;

/** Calls of a run as far as the database tells: a list per course, and in full mode a search per run and a view per run without a trainer. */
export const predictTgsDailyCalls: NonNullable<Chain['predictCalls']> = async (pool, providerId, mode) => {
  const { rows } = await pool.query<{ courses: number; runs: number; withoutTrainer: number }>(AHEAD, [providerId]);
  if (!rows[0]) return null;
  const { courses, runs, withoutTrainer } = rows[0];
  return mode === 'incremental' ? courses + PAGES_OF_CHANGES : courses + runs + withoutTrainer;
};
