import { z } from 'zod';
import {
  COLLECTION_STATUSES,
  COURSE_VACANCIES,
  type CourseVacancy,
  ENROLMENT_STATUSES,
  isModeOfTraining,
} from './code-tables.js';
import { isDate } from './dates.js';

/** Bodies of the control endpoints. They are ours, not SSG's: strict, and errors name the member. */

const date = z.string().refine(isDate, 'must be a calendar date, YYYY-MM-DD');
const trainer = z.strictObject({
  email: z.string().min(1),
  name: z.string().optional(),
  id: z.string().optional(),
  identifier: z.string().optional(),
  roles: z
    .array(z.union([z.literal(1), z.literal(2)]))
    .min(1)
    .optional(),
  inTrainingProviderProfile: z.boolean().optional(),
});

const enrolmentMembers = {
  status: z.enum(ENROLMENT_STATUSES).optional(),
  collectionStatus: z.enum(COLLECTION_STATUSES).optional(),
  discountAmount: z.string().optional(),
  enrolmentDate: date.optional(),
  trainee: z
    .strictObject({
      identifierType: z.enum(['NRIC', 'FIN', 'OTHERS']),
      identifier: z.string(),
      dateOfBirth: date,
      fullName: z.string(),
      email: z.string(),
    })
    .partial()
    .optional(),
};

export const enrolmentChange = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('add'),
    runId: z.int(),
    referenceNumber: z.string().optional(),
    employer: z.literal(true).optional(),
    ...enrolmentMembers,
  }),
  z.strictObject({ action: z.literal('change'), referenceNumber: z.string(), runId: z.int().optional(), ...enrolmentMembers }),
  z.strictObject({ action: z.literal('cancel'), referenceNumber: z.string() }),
  z.strictObject({ action: z.literal('remove'), referenceNumber: z.string() }),
]);
export type EnrolmentChange = z.output<typeof enrolmentChange>;

const runMembers = {
  startDate: date.optional(),
  endDate: date.optional(),
  registrationOpening: date.optional(),
  registrationClosing: date.optional(),
  modeOfTraining: z.string().refine(isModeOfTraining).optional(),
  vacancy: z.enum(Object.keys(COURSE_VACANCIES) as [CourseVacancy, ...CourseVacancy[]]).optional(),
  intakeSize: z.int().min(0).optional(),
  qrCodeLink: z.string().optional(),
  courseAdminEmail: z.string().optional(),
  trainers: z.array(trainer).optional(),
};

export const runChange = z.strictObject(runMembers);
export const newRun = z.strictObject({ ...runMembers, courseReferenceNumber: z.string(), startDate: date });
export const courseChange = z.strictObject({ title: z.string().optional(), expired: z.boolean().optional() });
export type RunChange = z.output<typeof runChange>;
export type NewRun = z.output<typeof newRun>;
