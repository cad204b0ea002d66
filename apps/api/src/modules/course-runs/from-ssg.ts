import { dayFromSsgInteger, type IsoDate } from '@rollcall/domain/calendar/iso-date';
import type { SsgCourseRun } from '@rollcall/domain/course-run/course-run';
import type { ListedCourseRun, ViewedCourseRun } from '@rollcall/ssg/resources/course-runs';

/** SSG sent a run whose dates cannot be understood: an error for that run, never a guess. */
export class UnreadableCourseRunError extends Error {
  readonly remedy = 'Check the run on SSG’s portal; if it looks right there, tell SSG’s help desk which run it is.';
  constructor(ssgRunId: string, what: string) {
    super(`SSG’s course run ${ssgRunId} has no readable ${what}.`);
    this.name = 'UnreadableCourseRunError';
  }
}

/** A run as SSG tells it, with what the sync keeps beside it: SSG's own count of learners, null where it gives none. */
export interface SsgCourseRunWithCount extends SsgCourseRun {
  learnerCount: number | null;
}

/** A run from the list of a course, in the domain's words (ssg-api.md §5.1: nested dates as integers). */
export function courseRunFromList({ course, run }: ListedCourseRun): SsgCourseRunWithCount {
  return {
    ...common(run),
    courseCode: course.referenceNumber,
    startDate: day(run.id, 'start date', run.courseDates.start),
    endDate: day(run.id, 'end date', run.courseDates.end),
  };
}

/** A run asked for by id (ssg-api.md §5.2: flat dates). `courseCode` stands in where SSG sent the run without its course. */
export function courseRunFromView({ course, run }: ViewedCourseRun, courseCode: string): SsgCourseRunWithCount {
  return {
    ...common(run),
    courseCode: course?.referenceNumber ?? courseCode,
    startDate: day(run.id, 'start date', run.courseStartDate),
    endDate: day(run.id, 'end date', run.courseEndDate),
  };
}

function common(run: ListedCourseRun['run'] | ViewedCourseRun['run']) {
  return {
    ssgRunId: run.id,
    modeOfTrainingCode: run.modeOfTraining || null,
    qrCodeLink: run.qrCodeLink || null,
    vacancyCode: run.courseVacancy?.code || null,
    vacancyDescription: run.courseVacancy?.description || null,
    learnerCount: Number.isInteger(run.registeredUserCount) ? (run.registeredUserCount ?? null) : null,
  };
}

function day(ssgRunId: string, what: string, value: number | string): IsoDate {
  const date = dayFromSsgInteger(value);
  if (date === null) throw new UnreadableCourseRunError(ssgRunId, what);
  return date;
}
