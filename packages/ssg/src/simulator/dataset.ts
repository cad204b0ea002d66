import type { ModeOfTraining } from './code-tables.js';
import type { CourseRecord, EnrolmentRecord, LinkedTrainerRecord, ProviderRecord, RunRecord, SessionRecord } from './records.js';

/** What every kind of dataset (published runs, generated, explicit) boils down to. */
export interface Dataset {
  providers: ProviderRecord[];
  courses: CourseRecord[];
  runs: DatasetRun[];
  /** Rows of a file that could not be read; the rest is loaded. */
  rejectedRows: RejectedRow[];
}

export interface DatasetRun {
  run: RunRecord;
  /** How many enrolments to invent for the run, when somebody asks for them. */
  plannedEnrolments: number;
  /** Given ones replace the invented ones. */
  trainers?: LinkedTrainerRecord[];
  sessions?: SessionRecord[];
  enrolments?: ExplicitEnrolmentRecord[];
}

/** An enrolment that is spelled out; without a reference number it gets the next free one. */
export type ExplicitEnrolmentRecord = Omit<EnrolmentRecord, 'referenceNumber'> & { referenceNumber: string | null };

export interface RejectedRow {
  /** 1-based line in the file. */
  line: number;
  reason: string;
}

/** What a dataset knows of a run before the rest is derived. */
export interface RunOutline {
  id: number;
  courseReferenceNumber: string;
  uen: string;
  startDate: string;
  endDate: string;
  modeOfTraining: ModeOfTraining;
}
