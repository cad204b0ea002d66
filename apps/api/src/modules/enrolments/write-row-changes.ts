import type { EnrolmentRowChange } from '@rollcall/domain/enrolment/admin-act';
import type { PoolClient } from 'pg';
import { expectRows } from '../../persistence/transaction.js';
import type { WrittenEntity } from '../audit/record-changes.js';

/** The moment of the write, not of the transaction's start: a sync that was waited for began later, and must not seem to have seen it. */
const UPDATE = `
  UPDATE enrollment SET
    enrolment_status = coalesce($2, enrollment.enrolment_status),
    course_run_id = coalesce($3::uuid, enrollment.course_run_id),
    course_id = coalesce($4::uuid, enrollment.course_id),
    enrolment_id = CASE WHEN $5 THEN $6 ELSE enrollment.enrolment_id END,
    ssg_status = CASE WHEN lender.id IS NULL THEN enrollment.ssg_status ELSE lender.ssg_status END,
    raw_data = CASE WHEN lender.id IS NULL THEN enrollment.raw_data ELSE lender.raw_data END,
    raw_data_hash = CASE WHEN lender.id IS NULL THEN enrollment.raw_data_hash ELSE lender.raw_data_hash END,
    enrolled_at = CASE WHEN $7 THEN NULL ELSE enrollment.enrolled_at END,
    enrolled_by = CASE WHEN $7 THEN NULL ELSE enrollment.enrolled_by END,
    version = enrollment.version + 1, updated_at = clock_timestamp()
  FROM (SELECT $1::uuid AS id) AS wanted LEFT JOIN enrollment AS lender ON lender.id = $8::uuid
  WHERE enrollment.id = wanted.id`;

/** Writes what was decided for locked enrolments, one by one in the order given, since a reference number is unique at every moment. */
export async function writeRowChanges(transaction: PoolClient, changes: readonly EnrolmentRowChange[]): Promise<WrittenEntity[]> {
  for (const { id, status, run, referenceNumber, ssgColumnsFrom, clearsEnrolledAt } of changes) {
    const result = await transaction.query({
      name: 'write-enrolment-row-change',
      text: UPDATE,
      values: [
        id,
        status ?? null,
        run?.id ?? null,
        run?.courseId ?? null,
        referenceNumber !== undefined,
        referenceNumber ?? null,
        clearsEnrolledAt ?? false,
        ssgColumnsFrom ?? null,
      ],
    });
    expectRows('An enrolment', result, 1);
  }
  return changes.map(({ id, fields }) => ({ entityType: 'enrolment', entityId: id, action: 'update', fields }));
}
