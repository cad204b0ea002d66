import { z } from 'zod';
import type { ContactNumber } from './records.js';

/**
 * Enrolment writes as clients send them. The official sources disagree on names (ssg-api.md §7.1, §7.2): `phone` or
 * `phoneNumber`, `emailAddress` or `email`, `feecollectionStatus` or `collectionStatus`; all are read.
 */

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? undefined : String(value).trim()));
const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .looseObject(shape)
    .nullish()
    .transform((value) => value ?? undefined);

const contactNumber = section({ countryCode: text, areaCode: text, phoneNumber: text, phone: text });
const employer = section({
  uen: text,
  contact: section({ fullName: text, contactNumber, emailAddress: text, email: text }),
});
const fees = section({ discountAmount: text, collectionStatus: text, feecollectionStatus: text });

export const createRequest = z.looseObject({
  enrolment: z.looseObject({
    trainingPartner: section({ uen: text, code: text }),
    course: section({ referenceNumber: text, run: section({ id: text }) }),
    trainee: section({
      idType: section({ type: text }),
      id: text,
      dateOfBirth: text,
      fullName: text,
      contactNumber,
      emailAddress: text,
      sponsorshipType: text,
      employer,
      fees,
      enrolmentDate: text,
    }),
  }),
});
export type CreateRequest = z.infer<typeof createRequest>['enrolment'];

export const updateRequest = z.looseObject({
  enrolment: z.looseObject({
    action: text,
    course: section({ run: section({ id: text }) }),
    trainee: section({ contactNumber, email: text, emailAddress: text, employer, fees, enrolmentDate: text }),
    employer,
    fees,
    enrolmentDate: text,
  }),
});
export type UpdateRequest = z.infer<typeof updateRequest>['enrolment'];

export const feeCollectionRequest = z
  .looseObject({ fees, enrolment: section({ fees }) })
  .transform((request) => request.fees ?? request.enrolment?.fees);

type GivenContactNumber = z.infer<typeof contactNumber>;

/** A contact number with the members that were given and not blank; the rest stays as it was. */
export function mergeContactNumber(before: ContactNumber, given: GivenContactNumber): ContactNumber {
  return {
    countryCode: given?.countryCode || before.countryCode,
    areaCode: given?.areaCode ?? before.areaCode,
    phoneNumber: given?.phoneNumber || given?.phone || before.phoneNumber,
  };
}
