import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import { reachedSql, reachValues, taughtBySql } from '../../access/visible-rows-sql.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';
import { type CourseRunIssue, SELECT_ISSUES, selectRunsWith } from '../attention/course-run-issues.js';

/** The issues of a run, the most urgent first. */
export type CourseRunIssuesLoader = (courseRunId: string) => Promise<CourseRunIssue[]>;

/** One statement for all runs on a page. */
export function createCourseRunIssuesLoader(pool: Pool, now: number): CourseRunIssuesLoader {
  return createBatchLoader(async (ids: string[]) => {
    const { rows } = await pool.query<{ id: string; issues: CourseRunIssue[] }>(SELECT_ISSUES, [now, ids]);
    const found = new Map(rows.map(({ id, issues }) => [id, issues]));
    return ids.map((id) => found.get(id) ?? []);
  });
}

/** Row ids of the runs that a principal may see and that have at least one of some issues. */
export async function findRunsWithIssues(
  pool: Pool,
  principal: Principal,
  { issues, now }: { issues: readonly CourseRunIssue[]; now: number },
): Promise<string[]> {
  const statement = selectRunsWith(issues, reachedSql('run.provider_id', 2, taughtBySql('run')));
  const { rows } = await pool.query<{ id: string }>(statement, [now, ...reachValues(principal, 'course_run.read')]);
  return rows.map(({ id }) => id);
}
