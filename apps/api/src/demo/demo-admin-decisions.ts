import type { Principal } from '@rollcall/domain/permission/principal';
import type { Dependencies } from '../dependencies.js';
import { removeEnrolment } from '../modules/enrolments/remove-enrolments.js';
import type { ProviderSettings } from '../modules/training-providers/find-provider.js';

export interface DemoDecision {
  referenceNumber: string;
  ssgRunId: string;
}

const REASON = 'demonstration: the learner told us that they will not come';

/** The first enrolment of the first run, unless that decision was made in an earlier start. */
const FIND_ONE = `
  SELECT enrollment.id, enrollment.enrolment_id AS "referenceNumber", course_run.course_run_id AS "ssgRunId"
  FROM enrollment JOIN course_run ON course_run.id = enrollment.course_run_id
  WHERE enrollment.provider_id = $1 AND enrollment.enrolment_status = 'Confirmed'
    AND NOT EXISTS (SELECT FROM audit_trail WHERE provider_id = $1 AND reason = $2)
  ORDER BY course_run.start_date, enrollment.enrolment_id LIMIT 1`;

/** Acts in an admin's stead, at the demo provider alone. */
const demoAdmin = (providerId: string): Principal => ({
  kind: 'system',
  id: null,
  name: 'demo',
  grants: [{ providerId, roles: ['admin'] }],
});

/**
 * Lets an admin of the demo provider remove one enrolment, once ever, so that every sync afterwards shows the promise: SSG
 * still says Confirmed, and the removal stays (S0.17). Null when it was done before, or there is nothing to remove.
 */
export async function makeDemoDecision(deps: Dependencies, provider: ProviderSettings): Promise<DemoDecision | null> {
  const { rows } = await deps.database.pool.query<DemoDecision & { id: string }>(FIND_ONE, [provider.id, REASON]);
  const [chosen] = rows;
  if (!chosen) return null;
  const removal = { by: demoAdmin(provider.id), enrolmentId: chosen.id, reason: REASON };
  const { changed } = await removeEnrolment({ ...deps, correlationId: null }, removal);
  // Of two processes that start together, both may choose, and one of them removes.
  return changed ? { referenceNumber: chosen.referenceNumber, ssgRunId: chosen.ssgRunId } : null;
}
