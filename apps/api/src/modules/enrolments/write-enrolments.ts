import type { EnrolmentChange } from '@rollcall/domain/course-run/plan';
import type { PoolClient } from 'pg';
import { expectRows } from '../../persistence/transaction.js';

const ROW = `(id uuid, version integer, "learnerId" uuid, "referenceNumber" text, status text, "ssgStatus" text, "rawData" jsonb, "rawDataHash" text,
  "unconfirmedBySsg" boolean, "movesToThisRun" boolean)`;

const INSERT = `
  INSERT INTO enrollment (id, provider_id, course_id, course_run_id, learner_id, enrolment_id, enrolment_status, ssg_status, raw_data, raw_data_hash)
  SELECT row.id, $1, $2, $3, row."learnerId", row."referenceNumber", row.status, row."ssgStatus", row."rawData", row."rawDataHash"
  FROM jsonb_to_recordset($4::jsonb) AS row ${ROW}`;

/** The version says that nobody wrote since the plan was made; the status says once more that an admin's removal stands (S0.17, bug 7). */
const UPDATE = `
  UPDATE enrollment SET enrolment_id = row."referenceNumber", enrolment_status = row.status, ssg_status = row."ssgStatus",
    raw_data = coalesce(row."rawData", enrollment.raw_data), raw_data_hash = row."rawDataHash",
    unconfirmed_since = CASE WHEN row."unconfirmedBySsg" THEN coalesce(enrollment.unconfirmed_since, now()) END,
    course_id = CASE WHEN row."movesToThisRun" THEN $2 ELSE enrollment.course_id END,
    course_run_id = CASE WHEN row."movesToThisRun" THEN $3 ELSE enrollment.course_run_id END,
    version = enrollment.version + 1, updated_at = now()
  FROM jsonb_to_recordset($1::jsonb) AS row ${ROW}
  WHERE enrollment.id = row.id AND enrollment.version = row.version AND enrollment.enrolment_status IS DISTINCT FROM 'Admin Removed'`;

export interface EnrolmentWrite {
  change: EnrolmentChange;
  /** The row's id, made by the caller for new enrolments. */
  id: string;
  learnerId: string;
  /** SSG's payload as JSON text, masked; null where SSG sent nothing for the row. */
  rawData: string | null;
}

/** Writes the plan's enrolments of one run, in at most two statements. Throws `StaleStateError` when a row moved on. */
export async function writeEnrolments(
  transaction: PoolClient,
  run: { providerId: string; courseId: string; courseRunId: string },
  writes: readonly EnrolmentWrite[],
): Promise<void> {
  const created = writes.filter(({ change }) => change.action === 'create');
  const updated = writes.filter(({ change }) => change.action === 'update');
  if (created.length > 0)
    await transaction.query({
      name: 'insert-enrolments',
      text: INSERT,
      values: [run.providerId, run.courseId, run.courseRunId, jsonOf(created)],
    });
  if (updated.length > 0) {
    const result = await transaction.query({
      name: 'update-enrolments',
      text: UPDATE,
      values: [jsonOf(updated), run.courseId, run.courseRunId],
    });
    expectRows('An enrolment', result, updated.length);
  }
}

/** The payload is JSON already and goes in as it is: quoting it as text would have both sides read it twice. */
const jsonOf = (writes: readonly EnrolmentWrite[]): string => `[${writes.map(rowJson).join()}]`;

function rowJson({ change, id, learnerId, rawData }: EnrolmentWrite): string {
  const columns = JSON.stringify({ ...change.after, id, version: change.target?.version, learnerId });
  return `${columns.slice(0, -1)},"rawData":${rawData ?? 'null'}}`;
}
