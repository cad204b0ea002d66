import { COURSE_VACANCIES } from './code-tables.js';
import { addDays, toCompactNumber, toCompactText } from './dates.js';
import type { CourseRecord, RunRecord, SessionRecord } from './records.js';
import type { SimulatedState } from './state.js';
import { linkedTrainerAnswer } from './trainer-answers.js';

/** The list by reference: nested dates as numbers, `supports`, `sequenceNumber` (ssg-api.md §5.1). */
export function courseWithRunsAnswer(state: SimulatedState, course: CourseRecord, runs: readonly RunRecord[]) {
  return {
    course: {
      ...courseMembers(course),
      runs: runs.map((run) => ({
        ...runMembers(state, run),
        courseDates: { end: toCompactNumber(run.endDate), start: toCompactNumber(run.startDate) },
        registrationDates: {
          closing: toCompactNumber(run.registrationClosing),
          opening: toCompactNumber(run.registrationOpening),
        },
        sequenceNumber: run.sequenceNumber,
      })),
      supports: supports(state, course).map((support) => ({ ...support, support: null })),
      title: course.title,
    },
  };
}

/** The view by id: flat dates, one `run`, `support` with `supportCode` (§5.2). */
export function courseWithRunAnswer(state: SimulatedState, course: CourseRecord, run: RunRecord) {
  return {
    course: {
      ...courseMembers(course),
      run: {
        ...runMembers(state, run),
        courseEndDate: toCompactNumber(run.endDate),
        courseStartDate: toCompactNumber(run.startDate),
        registrationClosingDate: toCompactNumber(run.registrationClosing),
        registrationOpeningDate: toCompactNumber(run.registrationOpening),
      },
      support: supports(state, course).map((support) => ({ ...support, supportCode: '' })),
      title: course.title,
    },
  };
}

/** A session as the list prints it: dates as text, a missing venue as null members (§5.5). */
export const sessionAnswer = (session: SessionRecord, attendanceTaken: boolean) => ({
  attendanceTaken,
  deleted: false,
  endDate: toCompactText(session.endDate),
  endTime: session.endTime,
  id: session.id,
  modeOfTraining: session.modeOfTraining,
  startDate: toCompactText(session.startDate),
  startTime: session.startTime,
  venue: session.venue ?? NULL_VENUE,
});

const NULL_VENUE = {
  block: null,
  building: null,
  floor: null,
  postalCode: null,
  room: null,
  street: null,
  unit: null,
  wheelChairAccess: false,
};

const courseMembers = (course: CourseRecord) => ({
  deleteFlag: course.expired,
  expireFlag: course.expired,
  externalReferenceNumber: course.externalReferenceNumber,
  referenceNumber: course.referenceNumber,
});

const runMembers = (state: SimulatedState, run: RunRecord) => ({
  attendanceTaken: run.attendanceTaken,
  courseAdminEmail: run.courseAdminEmail,
  courseVacancy: { code: run.vacancy, description: COURSE_VACANCIES[run.vacancy] },
  file: {},
  id: run.id,
  intakeSize: run.intakeSize,
  linkCourseRunTrainer: state.trainersOfRun(run).map((trainer, index) => linkedTrainerAnswer(trainer, index, run.uen)),
  modeOfTraining: run.modeOfTraining,
  organizationKey: run.uen,
  qrCodeLink: run.qrCodeLink,
  referenceNumber: run.courseReferenceNumber,
  registeredUserCount: run.registeredUserCount ?? state.enrolments.countOfRun(run.id),
  scheduleInfo: run.scheduleInfo,
  scheduleInfoType: { code: '01', description: 'Description' },
  threshold: run.threshold,
  venue: run.venue,
});

/** Two funding periods around today; times without a zone, as SSG prints them (§9.10). */
function supports(state: SimulatedState, course: CourseRecord) {
  const stamp = {
    createBy: 'Batch Processing From TGS',
    createDate: `${addDays(state.today, -400)}T23:25:22.413`,
    updateBy: 'Batch Processing From TGS',
    updateDate: `${addDays(state.today, -400)}T23:25:22.413`,
  };
  const period = { from: toCompactNumber(addDays(state.today, -400)), to: toCompactNumber(addDays(state.today, 700)) };
  return [
    { taggingCode: '1', taggingDescription: 'SFC' },
    { taggingCode: '103', taggingDescription: 'MCES' },
  ].map((tagging) => ({
    category: 'B',
    detailsId: 0,
    effectiveDate: 0,
    meta: stamp,
    period: { ...period, ...tagging },
    referenceNumber: course.referenceNumber,
  }));
}
