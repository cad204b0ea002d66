import { toSingaporeText, toUtcText } from './dates.js';
import type { EnrolmentRecord } from './records.js';
import type { SimulatedState } from './state.js';

/**
 * An enrolment as view and search print it (ssg-api.md §7.3): other spellings than the request (`email.full`, title-case
 * sponsorship, the discount as text), Singapore time without a zone, and blank employer members for individuals.
 */
export function enrolmentAnswer(state: SimulatedState, record: EnrolmentRecord) {
  const run = state.run(record.runId);
  const provider = state.provider(record.uen);
  return {
    enrolment: {
      referenceNumber: record.referenceNumber,
      status: record.status,
      trainingPartner: { code: provider?.code ?? '', uen: record.uen, name: provider?.name ?? '' },
      course: {
        referenceNumber: record.courseReferenceNumber,
        title: state.course(record.courseReferenceNumber)?.title ?? '',
        run: { id: String(record.runId), startDate: run?.startDate ?? '', endDate: run?.endDate ?? '' },
      },
      trainee: {
        idType: { type: record.trainee.identifierType },
        id: record.trainee.identifier,
        dateOfBirth: record.trainee.dateOfBirth,
        fullName: record.trainee.fullName,
        contactNumber: record.trainee.contactNumber,
        email: { full: record.trainee.email },
        sponsorshipType: record.employer === null ? 'Individual' : 'Employer',
        employer: {
          uen: record.employer?.uen ?? '',
          name: record.employer?.name ?? '',
          contact: {
            fullName: record.employer?.contactName ?? '',
            contactNumber: record.employer?.contactNumber ?? { countryCode: '', areaCode: '', phoneNumber: '' },
            email: { full: record.employer?.contactEmail ?? '' },
          },
        },
        fees: { discountAmount: record.discountAmount, collectionStatus: record.collectionStatus },
        enrolmentDate: record.enrolmentDate,
      },
    },
    meta: { createdOn: toSingaporeText(record.createdOn), updatedOn: toSingaporeText(record.updatedOn) },
  };
}

/** The times of a write answer: the same record, in UTC (§9.10). */
export const writtenMeta = (record: EnrolmentRecord) => ({
  createdOn: toUtcText(record.createdOn),
  updatedOn: toUtcText(record.updatedOn),
});
