import type { Pool } from 'pg';
import { createBatchLoader } from '../../persistence/batch-loader.js';

/** Reads the row ids of what belongs to a course run. */
export type EntitiesOfRunLoader = (courseRunId: string) => Promise<string[]>;

/** Change sets of the run name what belonged to it once: enrolments that moved on, trainers who were taken out. */
const ENTITIES = `
  SELECT run.id AS "courseRunId", ARRAY(
    SELECT run.id
    UNION SELECT enrolment.id FROM enrollment AS enrolment WHERE enrolment.course_run_id = run.id
    UNION SELECT change.entity_id FROM change_set JOIN change ON change.change_set_id = change_set.id
      WHERE change_set.provider_id = run.provider_id AND change_set.course_run_id = run.course_run_id
        AND change.entity_type IN ('enrolment', 'course_run_trainer', 'course_run_trainer_decline')
  ) AS ids
  FROM course_run AS run WHERE run.id = ANY ($1::uuid[])`;

/** The run itself, its enrolments, trainers and declines, those of before too. One statement. */
export function createEntitiesOfRunLoader(pool: Pool): EntitiesOfRunLoader {
  return createBatchLoader(async (courseRunIds: string[]) => {
    const { rows } = await pool.query<{ courseRunId: string; ids: string[] }>(ENTITIES, [courseRunIds]);
    const found = new Map(rows.map(({ courseRunId, ids }) => [courseRunId, ids]));
    return courseRunIds.map((id) => found.get(id) ?? []);
  });
}
