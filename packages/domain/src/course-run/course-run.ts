import type { IsoDate } from '../calendar/iso-date.js';
import type { AssignmentSource } from '../trainer/trainer.js';

/** Whether a run takes place: admins own it, no sync touches it (S0.23, X1). */
export const CLASS_STATUSES = ['Pending', 'Confirmed', 'Cancelled'] as const;
export type ClassStatus = (typeof CLASS_STATUSES)[number];

/** How a run is held: admins own it (S0.23). */
export const CLASS_TYPES = ['Physical', 'Virtual', 'Hybrid'] as const;
export type ClassType = (typeof CLASS_TYPES)[number];

/** Where a run stands in time: the clock owns it (S2, X1). */
export const LIFECYCLES = ['Scheduled', 'Active', 'Paused', 'Completed', 'Cancelled'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** A course run as SSG tells it, in the domain's words. Absent values are null, never guessed. */
export interface SsgCourseRun {
  ssgRunId: string;
  courseCode: string;
  startDate: IsoDate;
  endDate: IsoDate;
  /** Raw `modeOfTraining` code. */
  modeOfTrainingCode: string | null;
  qrCodeLink: string | null;
  vacancyCode: string | null;
  vacancyDescription: string | null;
}

/** The columns of `course_run` that the sync owns (S0.22). */
export interface SsgOwnedRunColumns {
  startDate: IsoDate;
  endDate: IsoDate;
  modeOfLearning: string;
  modeOfTrainingCode: string | null;
  digitalAttendanceId: string | null;
  courseVacancyCode: string | null;
  courseVacancyDescription: string | null;
}

/** The trainer columns of `course_run` (S0.29). */
export interface RunTrainerColumns {
  assignedTrainerId: string | null;
  assignedTrainerName: string | null;
  assignedTrainerEmail: string | null;
  assignmentSource: AssignmentSource | null;
  tpgAssignedTrainerName: string | null;
  tpgAssignedTrainerEmail: string | null;
}

/** A local row of `course_run`. */
export interface LocalCourseRun extends SsgOwnedRunColumns, RunTrainerColumns {
  id: string;
  version: number;
  ssgRunId: string;
  classStatus: ClassStatus;
  classType: ClassType | null;
  lifecycle: Lifecycle;
}
