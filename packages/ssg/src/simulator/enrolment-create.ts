import type { ErrorDetail } from '../wire/envelope.js';
import { type Answer, forbiddenUen, tpgError, tpgWritten } from './answers.js';
import { collectionStatusOf } from './code-tables.js';
import { isDate, singaporeDate } from './dates.js';
import { writtenMeta } from './enrolment-answers.js';
import { type CreateRequest, createRequest, mergeContactNumber } from './enrolment-request.js';
import { isUen } from './identifiers.js';
import type { OperationCall, OperationHandler } from './operation-call.js';
import type { EmployerRecord, TraineeRecord } from './records.js';
import type { SimulatedState } from './state.js';

const BLANK_NUMBER = { countryCode: '', areaCode: '', phoneNumber: '' };

/**
 * POST /tpg/enrolments (ssg-api.md §7.1). A second active enrolment of the same trainee in the same run is accepted and gets
 * its own reference number. All problems come back together, as in SSG's samples.
 */
export const createEnrolment: OperationHandler = (call) => {
  const parsed = createRequest.safeParse(call.body);
  if (!parsed.success) return cannotBeCreated([{ field: 'enrolment', message: 'TGS-441 - Required fields cannot be blank' }]);
  const request = parsed.data.enrolment;
  const uen = request.trainingPartner?.uen ?? '';
  if (uen !== '' && !call.uens.includes(uen)) return forbiddenUen('tpg');
  const problems = [...blankFields(request), ...courseProblems(call.state, request, uen), ...valueProblems(request)];
  return problems.length > 0 ? cannotBeCreated(problems) : create(call, request, uen);
};

function create({ state, now }: OperationCall, request: CreateRequest, uen: string): Answer {
  const record = state.enrolments.add({
    referenceNumber: null,
    status: 'Confirmed',
    uen,
    courseReferenceNumber: request.course?.referenceNumber ?? '',
    runId: Number(request.course?.run?.id),
    trainee: traineeOf(request),
    employer: isEmployer(request) ? employerOf(request) : null,
    discountAmount: request.trainee?.fees?.discountAmount ?? '0',
    collectionStatus: collectionStatusOf(request.trainee?.fees?.collectionStatus ?? '') ?? 'Pending Payment',
    enrolmentDate: request.trainee?.enrolmentDate || singaporeDate(now),
    createdOn: now,
    updatedOn: now,
  });
  return tpgWritten({ enrolment: { referenceNumber: record.referenceNumber, status: record.status } }, writtenMeta(record));
}

function blankFields(request: CreateRequest): ErrorDetail[] {
  const { trainingPartner, course, trainee } = request;
  const required: [string, string | undefined][] = [
    ['enrolment.trainingPartner.uen', trainingPartner?.uen],
    ['enrolment.trainingPartner.code', trainingPartner?.code],
    ['enrolment.course.referenceNumber', course?.referenceNumber],
    ['enrolment.course.run.id', course?.run?.id],
    ['enrolment.trainee.idType.type', trainee?.idType?.type],
    ['enrolment.trainee.id', trainee?.id],
    ['enrolment.trainee.dateOfBirth', trainee?.dateOfBirth],
    ['enrolment.trainee.fullName', trainee?.fullName],
    ['enrolment.trainee.contactNumber.countryCode', trainee?.contactNumber?.countryCode],
    ['enrolment.trainee.contactNumber.phoneNumber', trainee?.contactNumber?.phoneNumber],
    ['enrolment.trainee.emailAddress', trainee?.emailAddress],
    ['enrolment.trainee.sponsorshipType', trainee?.sponsorshipType],
    ['enrolment.trainee.fees.collectionStatus', trainee?.fees?.collectionStatus],
  ];
  if (isEmployer(request)) {
    required.push(['enrolment.trainee.employer.uen', trainee?.employer?.uen]);
    required.push(['enrolment.trainee.employer.contact.fullName', trainee?.employer?.contact?.fullName]);
    required.push(['enrolment.trainee.employer.contact.emailAddress', trainee?.employer?.contact?.emailAddress]);
  }
  return required
    .filter(([, value]) => value === undefined || value === '')
    .map(([field]) => ({ field, message: 'TGS-441 - Required fields cannot be blank' }));
}

/** An unknown course brings two messages, the second without a code (§3.1). */
function courseProblems(state: SimulatedState, request: CreateRequest, uen: string): ErrorDetail[] {
  const reference = request.course?.referenceNumber ?? '';
  const course = state.course(reference);
  const problems: ErrorDetail[] = [];
  if (course === null && reference !== '') {
    problems.push({ field: 'enrolment.course.referenceNumber', message: 'TGS-406 - Invalid course reference number' });
  }
  if (course?.uen !== uen || uen === '') {
    problems.push({ field: 'course.referenceNumber', message: 'Course does not belong to the Training Partner' });
  }
  const run = state.run(Number(request.course?.run?.id));
  if (course !== null && run?.courseReferenceNumber !== reference) {
    problems.push({ field: 'enrolment.course.run.id', message: 'Course run does not belong to the course' });
  }
  return problems;
}

function valueProblems({ trainee }: CreateRequest): ErrorDetail[] {
  const problems: ErrorDetail[] = [];
  const check = (isWrong: boolean, field: string, message: string) => {
    if (isWrong) problems.push({ field, message });
  };
  const type = trainee?.idType?.type ?? '';
  const status = trainee?.fees?.collectionStatus ?? '';
  const employer = trainee?.employer?.uen ?? '';
  check(type !== '' && !['NRIC', 'FIN', 'OTHERS'].includes(type), 'enrolment.trainee.idType.type', 'Invalid identifier type');
  check(!isBlankOrDate(trainee?.dateOfBirth), 'enrolment.trainee.dateOfBirth', 'Invalid date');
  check(!isBlankOrDate(trainee?.enrolmentDate), 'enrolment.trainee.enrolmentDate', 'Invalid date');
  check(
    status !== '' && collectionStatusOf(status) === null,
    'enrolment.trainee.fees.collectionStatus',
    'Invalid collection status',
  );
  check(employer !== '' && !isUen(employer), 'Employer.UEN', 'Invalid employer UEN');
  return problems;
}

const isBlankOrDate = (value: string | undefined): boolean => value === undefined || value === '' || isDate(value);

const isEmployer = ({ trainee }: CreateRequest): boolean => trainee?.sponsorshipType?.toUpperCase() === 'EMPLOYER';

const cannotBeCreated = (details: readonly ErrorDetail[]): Answer => tpgError(400, 'Enrolment cannot be created', details);

function traineeOf({ trainee }: CreateRequest): TraineeRecord {
  const type = trainee?.idType?.type;
  return {
    identifierType: type === 'FIN' || type === 'OTHERS' ? type : 'NRIC',
    identifier: trainee?.id ?? '',
    dateOfBirth: trainee?.dateOfBirth ?? '',
    fullName: trainee?.fullName ?? '',
    contactNumber: mergeContactNumber(BLANK_NUMBER, trainee?.contactNumber),
    email: trainee?.emailAddress ?? '',
  };
}

function employerOf({ trainee }: CreateRequest): EmployerRecord {
  const employer = trainee?.employer;
  return {
    uen: employer?.uen ?? '',
    // SSG looks the name up in the company register, which the simulator has not got.
    name: `EMPLOYER ${employer?.uen ?? ''}`,
    contactName: employer?.contact?.fullName ?? '',
    contactNumber: mergeContactNumber(BLANK_NUMBER, employer?.contact?.contactNumber),
    contactEmail: employer?.contact?.emailAddress ?? '',
  };
}
