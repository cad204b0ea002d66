import type { EnrolmentToPlace } from '@rollcall/domain/enrolment/admin-act';
import type { PoolClient } from 'pg';

/** An enrolment as an act works on it; nobody else writes it until the transaction ends. */
export interface LockedEnrolment extends EnrolmentToPlace {
  providerId: string;
  version: number;
}

/** Always by id, so that two acts on several enrolments never wait for each other in a circle. */
const LOCK = 'SELECT FROM enrollment WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE';

const READ = `
  SELECT enrolment.id, enrolment.version, enrolment.provider_id AS "providerId", enrolment.learner_id AS "learnerId",
    enrolment.course_run_id AS "courseRunId", enrolment.course_id AS "courseId", run.course_run_id AS "ssgRunId",
    enrolment.enrolment_id AS "referenceNumber", enrolment.enrolment_status AS status, enrolment.ssg_status AS "ssgStatus",
    enrolment.raw_data_hash AS "rawDataHash", enrolment.enrolled_by AS "enrolledBy",
    to_char(enrolment.enrolled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "enrolledAt"
  FROM enrollment AS enrolment JOIN course_run AS run ON run.id = enrolment.course_run_id
  WHERE enrolment.id = ANY ($1::uuid[])`;

/**
 * Locks enrolments and then reads them, by row id. Two statements, however many: one that waits for a lock and reads in the
 * same breath sees the run as it was before the wait.
 */
export async function lockEnrolments(transaction: PoolClient, ids: readonly string[]): Promise<Map<string, LockedEnrolment>> {
  await transaction.query(LOCK, [ids]);
  const { rows } = await transaction.query<LockedEnrolment>({ name: 'read-locked-enrolments', text: READ, values: [ids] });
  return new Map(rows.map((row) => [row.id, row]));
}
