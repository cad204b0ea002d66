import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import { reachedSql, reachValues, taughtBySql } from '../../access/visible-rows-sql.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';
import {
  COURSE_RUN_ISSUES,
  type CourseRunIssue,
  isTrainerListIssue,
  SELECT_ISSUES,
  selectRunsWith,
  TODAY_AT_PROVIDER,
} from '../attention/course-run-issues.js';
import { findTrainerListIssues } from '../attention/trainer-list-issues.js';

/** The issues of a run, the most urgent first. */
export type CourseRunIssuesLoader = (courseRunId: string) => Promise<CourseRunIssue[]>;

/** One statement for all runs on a page, and two at most for the trainer lists of their courses. */
export function createCourseRunIssuesLoader(pool: Pool, now: number): CourseRunIssuesLoader {
  return createBatchLoader(async (ids: string[]) => {
    const values = [now, ids];
    const scope = { name: 'trainer-list-issues-of-runs', today: TODAY_AT_PROVIDER, reached: 'run.id = ANY ($2::uuid[])', values };
    const [{ rows }, ofLists] = await Promise.all([
      pool.query<{ id: string; issues: CourseRunIssue[] }>({ name: 'issues-of-runs', text: SELECT_ISSUES, values }),
      findTrainerListIssues(pool, scope),
    ]);
    const found = new Map(rows.map(({ id, issues }) => [id, new Set(issues)]));
    for (const { id, issues } of ofLists) for (const issue of issues) found.get(id)?.add(issue);
    return ids.map((id) => COURSE_RUN_ISSUES.filter((issue) => found.get(id)?.has(issue)));
  });
}

/** Row ids of the runs that a principal may see and that have at least one of some issues. */
export async function findRunsWithIssues(
  pool: Pool,
  principal: Principal,
  { issues, now }: { issues: readonly CourseRunIssue[]; now: number },
): Promise<string[]> {
  const reached = reachedSql('run.provider_id', 2, taughtBySql('run'));
  const values = [now, ...reachValues(principal, 'course_run.read')];
  const { rows } = await pool.query<{ id: string }>(selectRunsWith(issues, reached), values);
  const ids = new Set(rows.map(({ id }) => id));
  if (issues.some(isTrainerListIssue))
    for (const run of await findTrainerListIssues(pool, { today: TODAY_AT_PROVIDER, reached, values }))
      if (run.issues.some((issue) => issues.includes(issue))) ids.add(run.id);
  return [...ids];
}
