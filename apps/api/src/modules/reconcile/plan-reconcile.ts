import type { EnrolmentChange } from '@rollcall/domain/course-run/plan';
import type { LocalEnrolment } from '@rollcall/domain/enrolment/enrolment';
import { planCancellations } from '@rollcall/domain/enrolment/plan-cancellations';
import type { Pool } from 'pg';
import type { EndedEnrolments } from './read-ended-enrolments.js';
import { IN_SCOPE, type ReconcileScope, scopeValues } from './reconcile-scope.js';

const LOCAL = `
  SELECT enrolment.id, enrolment.version, enrolment.learner_id AS "learnerId", enrolment.course_run_id AS "courseRunId",
    enrolment.enrolment_id AS "referenceNumber", enrolment.enrolment_status AS status, enrolment.ssg_status AS "ssgStatus",
    enrolment.raw_data_hash AS "rawDataHash", enrolment.unconfirmed_since IS NOT NULL AS "unconfirmedBySsg"
  FROM unnest($6::text[]) AS wanted (reference)
    JOIN enrollment AS enrolment ON enrolment.provider_id = $1 AND enrolment.enrolment_id = wanted.reference
    JOIN course_run AS run ON run.id = enrolment.course_run_id
  WHERE ${IN_SCOPE}`;

/** One end of an enrolment that is taken over. */
export interface Cancellation {
  ssgRunId: string;
  change: EnrolmentChange;
  /** The status here before. */
  before: string;
  /** SSG's payload as JSON text with identifiers masked. */
  rawData: () => string;
}

export interface ReconcilePlan {
  cancellations: Cancellation[];
  /** Enrolments that were looked at and left alone for a reason. */
  skipped: number;
}

/** Holds what SSG ended against the rows here: one statement, and the decision is the domain's (bug 15). */
export async function planReconcile(db: Pool, scope: ReconcileScope, { runs }: EndedEnrolments): Promise<ReconcilePlan> {
  const references = [...runs.values()].flat().map(({ enrolment }) => enrolment.referenceNumber);
  const { rows } = await db.query<LocalEnrolment>(LOCAL, [...scopeValues(scope), references]);
  const local = new Map(rows.map((row) => [row.referenceNumber, row]));
  const plan: ReconcilePlan = { cancellations: [], skipped: 0 };
  for (const [ssgRunId, enrolments] of runs) {
    const sources = new Map(enrolments.map((source) => [source.enrolment.referenceNumber, source]));
    const { cancellations, skips } = planCancellations({
      local: [...sources.keys()].flatMap((reference) => local.get(reference) ?? []),
      ssg: enrolments.map(({ enrolment }) => enrolment),
    });
    plan.skipped += skips.length;
    for (const change of cancellations) {
      const [row, source] = [local.get(change.key), sources.get(change.key)];
      if (!row || !source) throw new Error(`The plan cancels ${change.key}, which is not among the enrolments it was made from.`);
      plan.cancellations.push({ ssgRunId, change, before: row.status, rawData: source.rawData });
    }
  }
  return plan;
}
