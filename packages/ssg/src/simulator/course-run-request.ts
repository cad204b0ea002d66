import { z } from 'zod';
import { COURSE_VACANCIES, type CourseVacancy, IDENTIFIER_TYPES, isModeOfTraining, labelOf } from './code-tables.js';
import { fromCompact } from './dates.js';
import type { LinkedTrainerRecord, RunRecord, SessionRecord, VenueRecord } from './records.js';
import { BLANK_VENUE } from './run-factory.js';

/** Publish and edit bodies (ssg-api.md §5.3). Whatever fails here becomes "Invalid input parameter(s).", which names no field. */

const compactDate = z.union([z.number(), z.string()]).transform((value, context) => {
  const date = fromCompact(value);
  if (date !== null) return date;
  context.addIssue({ code: 'custom', message: 'not a calendar date' });
  return z.NEVER;
});
const mode = z.string().refine(isModeOfTraining);
const limited = (length: number) => z.string().max(length).nullish();

const venue = z.looseObject({
  block: limited(10),
  street: limited(32),
  floor: limited(3),
  unit: limited(5),
  building: limited(66),
  postalCode: limited(6),
  room: limited(255),
  wheelChairAccess: z.boolean().nullish(),
  primaryVenue: z.boolean().nullish(),
});

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const session = z.looseObject({
  action: z.enum(['add', 'update', 'delete']).nullish(),
  sessionId: z.string().nullish(),
  startDate: compactDate.optional(),
  endDate: compactDate.optional(),
  startTime: clock.optional(),
  endTime: clock.optional(),
  modeOfTraining: mode.optional(),
  venue: venue.nullish(),
});
export type GivenSession = z.infer<typeof session>;

const trainer = z.looseObject({
  id: limited(50),
  name: z.string().min(1).max(66),
  email: z.string().min(1).max(320),
  trainerType: z.looseObject({ code: z.enum(['1', '2']) }),
  // A masked identifier, as answers print it, is refused: editing with one fails (ssg-api.md §10.8).
  idNumber: z
    .string()
    .min(1)
    .max(50)
    .regex(/^[^*]+$/),
  idType: z.looseObject({ code: z.string().refine((value) => labelOf(IDENTIFIER_TYPES, value) !== null) }),
  roles: z.array(z.looseObject({ role: z.looseObject({ id: z.union([z.literal(1), z.literal(2)]) }) })).min(1),
  inTrainingProviderProfile: z.boolean().nullish(),
  domainAreaOfPractice: limited(1000),
  experience: limited(1000),
  linkedInURL: limited(255),
  salutationId: z.int().min(1).max(6).nullish(),
  linkedSsecEQAs: z
    .array(z.looseObject({ description: z.string().nullish(), ssecEQA: z.looseObject({ code: z.string() }) }))
    .nullish(),
});
export type GivenTrainer = z.infer<typeof trainer>;

export const givenRun = z
  .looseObject({
    sequenceNumber: z.int().nullish(),
    registrationDates: z.looseObject({ opening: compactDate, closing: compactDate }),
    courseDates: z.looseObject({ start: compactDate, end: compactDate }),
    scheduleInfo: limited(300),
    venue: venue.nullish(),
    intakeSize: z.int().min(0).nullish(),
    threshold: z.int().min(0).nullish(),
    registeredUserCount: z.int().min(0).nullish(),
    modeOfTraining: mode,
    courseAdminEmail: limited(255),
    courseVacancy: z.looseObject({ code: z.string().refine((value) => labelOf(COURSE_VACANCIES, value) !== null) }),
    sessions: z.array(session).nullish(),
    linkCourseRunTrainer: z.array(z.looseObject({ trainer })).nullish(),
  })
  .refine((run) => isConsistent(run));
export type GivenRun = z.infer<typeof givenRun>;

export const trainingProvider = z.looseObject({ uen: z.string().min(1) });

interface DatesAndNumbers {
  registrationDates: { opening: string; closing: string };
  courseDates: { start: string; end: string };
  intakeSize?: number | null | undefined;
  threshold?: number | null | undefined;
  registeredUserCount?: number | null | undefined;
  modeOfTraining: string;
  venue?: z.infer<typeof venue> | null | undefined;
}

function isConsistent(run: DatesAndNumbers): boolean {
  const { opening, closing } = run.registrationDates;
  const { start, end } = run.courseDates;
  const seats = (run.intakeSize ?? 0) + (run.threshold ?? 0);
  const needsPlace = run.modeOfTraining !== '2' && run.modeOfTraining !== '4';
  const hasPlace = Boolean(run.venue?.floor && run.venue.unit && run.venue.postalCode && run.venue.room);
  return (
    opening <= closing &&
    start <= end &&
    closing <= end &&
    opening <= start &&
    (run.registeredUserCount ?? 0) <= seats &&
    (hasPlace || !needsPlace)
  );
}

/** The members of a run that a publish or an update sets. */
export function runMembersOf(
  given: GivenRun,
): Omit<RunRecord, 'id' | 'courseReferenceNumber' | 'uen' | 'qrCodeLink' | 'attendanceTaken'> {
  return {
    startDate: given.courseDates.start,
    endDate: given.courseDates.end,
    registrationOpening: given.registrationDates.opening,
    registrationClosing: given.registrationDates.closing,
    modeOfTraining: isModeOfTraining(given.modeOfTraining) ? given.modeOfTraining : '1',
    vacancy: given.courseVacancy.code as CourseVacancy,
    intakeSize: given.intakeSize ?? 0,
    threshold: given.threshold ?? 0,
    registeredUserCount: given.registeredUserCount ?? 0,
    courseAdminEmail: given.courseAdminEmail ?? '',
    scheduleInfo: given.scheduleInfo ?? '',
    sequenceNumber: given.sequenceNumber ?? 0,
    venue: venueOf(given.venue),
  };
}

export function venueOf(given: z.infer<typeof venue> | null | undefined): VenueRecord {
  return {
    block: given?.block ?? BLANK_VENUE.block,
    building: given?.building ?? '',
    floor: given?.floor ?? '',
    postalCode: given?.postalCode ?? '',
    room: given?.room ?? '',
    street: given?.street ?? '',
    unit: given?.unit ?? '',
    wheelChairAccess: given?.wheelChairAccess ?? false,
  };
}

/** A session from its request; null when a member is missing or it lies outside the run. */
export function sessionOf(given: GivenSession, id: string, run: RunRecord): SessionRecord | null {
  const { startDate, endDate, startTime, endTime, modeOfTraining } = given;
  if (startDate === undefined || endDate === undefined || startTime === undefined || endTime === undefined) return null;
  if (startDate > endDate || startDate < run.startDate || endDate > run.endDate) return null;
  if (startDate === endDate && startTime > endTime) return null;
  const place = given.venue?.primaryVenue === true ? run.venue : given.venue ? venueOf(given.venue) : null;
  return { id, startDate, endDate, startTime, endTime, modeOfTraining: modeOfTraining ?? run.modeOfTraining, venue: place };
}

/** A linked trainer from its request; ids of new trainers are given out by the caller. */
export function linkedTrainerOf(given: GivenTrainer, newId: string): LinkedTrainerRecord {
  return {
    id: given.id || newId,
    name: given.name,
    email: given.email,
    identifier: given.idNumber,
    identifierType: given.idType.code as LinkedTrainerRecord['identifierType'],
    roles: given.roles.map(({ role }) => role.id),
    domainAreaOfPractice: given.domainAreaOfPractice ?? '',
    experience: given.experience ?? '',
    linkedInUrl: given.linkedInURL ?? '',
    salutationId: given.salutationId ?? 1,
    inTrainingProviderProfile: given.inTrainingProviderProfile ?? false,
    trainerType: given.trainerType.code,
    qualifications: (given.linkedSsecEQAs ?? []).map(({ description, ssecEQA }) => ({
      code: ssecEQA.code,
      description: description ?? '',
    })),
  };
}
