import type { Dependencies } from '../dependencies.js';
import type { ProviderSettings } from '../modules/training-providers/find-provider.js';
import { inTransaction, retryWhenStale } from '../persistence/transaction.js';

export interface DemoDecision {
  referenceNumber: string;
  ssgRunId: string;
}

const REASON = 'demonstration: the learner told us that they will not come';

/** The first enrolment of the first run, unless that decision was made in an earlier start. */
const REMOVE_ONE = `
  WITH chosen AS (
    SELECT enrollment.id, enrollment.enrolment_status, enrollment.enrolment_id, course_run.course_run_id
    FROM enrollment JOIN course_run ON course_run.id = enrollment.course_run_id
    WHERE enrollment.provider_id = $1 AND enrollment.enrolment_status = 'Confirmed'
      AND NOT EXISTS (SELECT FROM audit_trail WHERE provider_id = $1 AND reason = $2)
    ORDER BY course_run.start_date, enrollment.enrolment_id LIMIT 1 FOR UPDATE OF enrollment
  ), removed AS (
    UPDATE enrollment SET enrolment_status = 'Admin Removed', version = enrollment.version + 1, updated_at = now()
    FROM chosen WHERE enrollment.id = chosen.id
    RETURNING enrollment.id
  ), audited AS (
    INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, entity_id, reason, before, after)
    SELECT $1, 'system', 'demo', 'enrolment.update', 'enrolment', removed.id, $2,
      jsonb_build_object('enrolment_status', chosen.enrolment_status), jsonb_build_object('enrolment_status', 'Admin Removed')
    FROM removed JOIN chosen USING (id)
  )
  SELECT chosen.enrolment_id AS "referenceNumber", chosen.course_run_id AS "ssgRunId" FROM chosen JOIN removed USING (id)`;

/**
 * Lets an admin of the demo provider remove one enrolment, once ever, so that every sync afterwards shows the promise: SSG
 * still says Confirmed, and the removal stays (S0.17). Null when it was done before, or there is nothing to remove.
 */
export async function makeDemoDecision(deps: Dependencies, provider: ProviderSettings): Promise<DemoDecision | null> {
  return retryWhenStale(() =>
    inTransaction(deps.database.pool, async (transaction) => {
      const { rows } = await transaction.query<DemoDecision>(REMOVE_ONE, [provider.id, REASON]);
      return rows[0] ?? null;
    }),
  );
}
