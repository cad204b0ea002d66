import type { PrerequisiteCheck } from '../../workflow/step-handler.js';
import { hasFoundBatch } from './found-batch.js';

const HAS_COURSES = `SELECT FROM course WHERE provider_id = $1 AND course_code LIKE 'TGS-%' LIMIT 1`;

/** A batch whose enrolments were read, in this chain run or before. */
const HAS_SYNCED = `
  SELECT FROM sync_batch WHERE provider_id = $1 AND only_course_run_id IS NULL AND (status IN ('completed', 'partial') OR chain_run_id = $2)
    AND EXISTS (SELECT FROM upcoming_course_runs_log AS line WHERE line.batch_id = sync_batch.id AND line.status IN ('success', 'unchanged', 'no_enrolments'))
  LIMIT 1`;

/** The checks behind the sentences of `tgs-daily.ts` (S4.11, bug 45). */
export const TGS_DAILY_CHECKS: Readonly<
  Record<'provider-has-courses' | 'runs-were-found' | 'enrolments-were-synced', PrerequisiteCheck>
> = {
  'provider-has-courses': async ({ deps, provider }) =>
    (await deps.database.pool.query(HAS_COURSES, [provider?.id])).rowCount === 1,
  'runs-were-found': async ({ run, outputs }) => run.dryRun || hasFoundBatch({ outputs }),
  'enrolments-were-synced': async ({ deps, run, provider }) =>
    run.dryRun || (await deps.database.pool.query(HAS_SYNCED, [provider?.id, run.id])).rowCount === 1,
};
