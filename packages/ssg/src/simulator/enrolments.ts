import type { ErrorDetail } from '../wire/envelope.js';
import { type Answer, forbiddenUen, tpgError, tpgRead, tpgWritten } from './answers.js';
import { collectionStatusOf } from './code-tables.js';
import { isDate } from './dates.js';
import { enrolmentAnswer, writtenMeta } from './enrolment-answers.js';
import { feeCollectionRequest, mergeContactNumber, type UpdateRequest, updateRequest } from './enrolment-request.js';
import { isUen } from './identifiers.js';
import type { OperationCall, OperationHandler } from './operation-call.js';
import type { EmployerRecord, EnrolmentRecord } from './records.js';

const UPDATE_REFUSED = 'Enrolment cannot be updated';

/** GET /tpg/enrolments/details/{referenceNumber} (ssg-api.md §7.3): status as text, times in Singapore time. */
export const viewEnrolment: OperationHandler = (call) => {
  const record = call.state.enrolments.find(call.parameters.referenceNumber ?? '');
  if (record === null) return noEnrolment();
  if (!call.uens.includes(record.uen)) return forbiddenUen('tpg');
  const { enrolment, meta } = enrolmentAnswer(call.state, record);
  return tpgRead({ enrolment }, meta);
};

/**
 * POST /tpg/enrolments/details/{referenceNumber} (§7.2). `Update` with another run of the same course moves the enrolment and keeps
 * its number; after `Cancel` nothing can be changed (TGS-439); a stored employer UEN that fails the check blocks `Cancel` (§10.13).
 */
export const updateEnrolment: OperationHandler = (call) => {
  const target = editableEnrolment(call);
  if ('httpStatus' in target) return target;
  const parsed = updateRequest.safeParse(call.body);
  if (!parsed.success) return refused([{ field: 'enrolment', message: 'TGS-441 - Required fields cannot be blank' }]);
  const request = parsed.data.enrolment;
  // The action is capitalised here and in lower case for assessments; another spelling is no action.
  if (request.action === 'Cancel') return cancel(call, target);
  if (request.action === 'Update') return update(call, target, request);
  return refused([{ field: 'enrolment.action', message: 'Invalid action' }]);
};

/** POST /tpg/enrolments/feeCollections/{referenceNumber} (§7.5): `fees` bare or inside `enrolment`, in any case. */
export const updateFeeCollection: OperationHandler = (call) => {
  const target = editableEnrolment(call);
  if ('httpStatus' in target) return target;
  const fees = feeCollectionRequest.safeParse(call.body);
  const given = fees.success ? fees.data?.collectionStatus : undefined;
  const collectionStatus = collectionStatusOf(given ?? '');
  if (collectionStatus === null) return refused([{ field: 'fees.collectionStatus', message: 'Invalid collection status' }]);
  const saved = save(call, { ...target, collectionStatus });
  return tpgWritten({ enrolment: { referenceNumber: saved.referenceNumber } }, writtenMeta(saved));
};

function editableEnrolment(call: OperationCall): EnrolmentRecord | Answer {
  const record = call.state.enrolments.find(call.parameters.referenceNumber ?? '');
  if (record === null) return noEnrolment();
  if (!call.uens.includes(record.uen)) return forbiddenUen('tpg');
  if (record.status === 'Confirmed') return record;
  return refused([{ field: 'enrolment', message: `TGS-439 - Enrolment is ${record.status} and can no longer be updated` }]);
}

function cancel(call: OperationCall, record: EnrolmentRecord): Answer {
  if (record.employer !== null && !isUen(record.employer.uen)) {
    return refused([{ field: 'Employer.UEN', message: 'Invalid employer UEN' }]);
  }
  return written(save(call, { ...record, status: 'Cancelled' }));
}

function update(call: OperationCall, record: EnrolmentRecord, request: UpdateRequest): Answer {
  const problems: ErrorDetail[] = [];
  const { trainee } = request;
  const fees = request.fees ?? trainee?.fees;
  const enrolmentDate = request.enrolmentDate || trainee?.enrolmentDate || record.enrolmentDate;
  const statusText = fees?.collectionStatus || fees?.feecollectionStatus || record.collectionStatus;
  const collectionStatus = collectionStatusOf(statusText);
  const runId = Number(request.course?.run?.id || record.runId);

  if (call.state.run(runId)?.courseReferenceNumber !== record.courseReferenceNumber) {
    problems.push({ field: 'enrolment.course.run.id', message: 'Course run does not belong to the course' });
  }
  if (!isDate(enrolmentDate)) problems.push({ field: 'enrolment.enrolmentDate', message: 'Invalid date' });
  if (collectionStatus === null)
    problems.push({ field: 'enrolment.fees.collectionStatus', message: 'Invalid collection status' });
  if (problems.length > 0 || collectionStatus === null) return refused(problems);

  const changed = {
    ...record,
    runId,
    enrolmentDate,
    collectionStatus,
    discountAmount: fees?.discountAmount ?? record.discountAmount,
    trainee: {
      ...record.trainee,
      contactNumber: mergeContactNumber(record.trainee.contactNumber, trainee?.contactNumber),
      email: trainee?.email || trainee?.emailAddress || record.trainee.email,
    },
    employer: record.employer === null ? null : mergeEmployer(record.employer, request.employer ?? trainee?.employer),
  };
  return written(save(call, changed));
}

function mergeEmployer(before: EmployerRecord, given: UpdateRequest['employer']): EmployerRecord {
  return {
    ...before,
    contactName: given?.contact?.fullName || before.contactName,
    contactNumber: mergeContactNumber(before.contactNumber, given?.contact?.contactNumber),
    contactEmail: given?.contact?.email || given?.contact?.emailAddress || before.contactEmail,
  };
}

function save({ state, now }: OperationCall, record: EnrolmentRecord): EnrolmentRecord {
  const saved = { ...record, updatedOn: now };
  state.enrolments.save(saved);
  return saved;
}

const written = (record: EnrolmentRecord): Answer =>
  tpgWritten({ enrolment: { referenceNumber: record.referenceNumber, status: record.status } }, writtenMeta(record));

const noEnrolment = (): Answer => tpgError(404, 'Not Found', [{ field: '-', message: 'Enrolment not found.' }]);

const refused = (details: readonly ErrorDetail[]): Answer => tpgError(400, UPDATE_REFUSED, details);
