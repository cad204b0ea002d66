import type { FieldChange, Notice, Skip } from '../change/change.js';
import type { RuleId } from '../change/rules.js';
import type { EnrolmentStatus, LocalEnrolment, SsgEnrolment } from '../enrolment/enrolment.js';
import type { DecidedLearner, LearnerReference, LearnerReview, LocalLearner } from '../learner/learner.js';
import type { LocalCourseRun, SsgCourseRun, SsgOwnedRunColumns } from './course-run.js';
import type { ModeProfile } from './mode-of-learning.js';

/** Everything the planner of one course run looks at. */
export interface CourseRunFacts {
  ssg: { courseRun: SsgCourseRun; enrolments: readonly SsgEnrolment[] };
  local: CourseRunState;
  settings: { modeProfile: ModeProfile };
}

/** The local rows that concern one SSG run, read before planning. */
export interface CourseRunState {
  courseRun: LocalCourseRun | null;
  /** Enrolments of the run, and those elsewhere that carry one of SSG's reference numbers. */
  enrolments: readonly LocalEnrolment[];
  /** Learners of these enrolments, those whose identifier hash or e-mail SSG's trainees have, and those that a person named. */
  learners: readonly LocalLearner[];
  /** Whom a person named as the learner of one of SSG's reference numbers; absent: nobody was. */
  decidedLearners?: readonly DecidedLearner[];
}

export interface CourseRunChange {
  entity: 'course_run';
  action: 'create' | 'update';
  key: string;
  target: { id: string; version: number } | null;
  /** The sync-owned columns after the change. */
  after: SsgOwnedRunColumns;
  fields: FieldChange[];
  rule: RuleId;
  reason: string;
}

export interface LearnerChange {
  entity: 'learner';
  action: 'create' | 'update';
  /** The reference number of the enrolment that brings the learner: whose trainee gives name and contact data. */
  key: string;
  target: { id: string } | null;
  /**
   * The reference number of the enrolment whose trainee carries the identifier; null where none of them does.
   * It differs from `key` when SSG holds several enrolments of the person and only another one has the identifier.
   */
  identifierFrom: string | null;
  /** What the row holds after the change. An update fills in the identifier only; contact data is never overwritten. */
  after: { identifierHash: string | null; identifierMasked: string | null; name: string; email: string | null };
  /** The masked identifier and nothing else: no personal data is copied into the history. */
  fields: FieldChange[];
  rule: RuleId;
  reason: string;
}

export interface EnrolmentChange {
  entity: 'enrolment';
  action: 'create' | 'update';
  /** SSG's reference number after the change; the row's id where it has none. */
  key: string;
  target: { id: string; version: number } | null;
  learner: LearnerReference;
  after: {
    referenceNumber: string | null;
    status: EnrolmentStatus;
    ssgStatus: string | null;
    rawDataHash: string | null;
    unconfirmedBySsg: boolean;
    /** True when the row belonged to another run and its `course_run_id` becomes this run's (`ssg-api.md` §7.2). */
    movesToThisRun: boolean;
  };
  /** The field `unconfirmed_since` holds booleans: the planner has no clock, so the instant is set where the change is applied. */
  fields: FieldChange[];
  rule: RuleId;
  reason: string;
}

/** What one course run's sync decided. An empty `changes` means: everything is as it should be. */
export interface CourseRunPlan {
  /** The status its log line will have. */
  outcome: 'success' | 'no_enrolments';
  /** True when the run exists locally after the plan and its gate was open: the trainer pass will look at it (S0.20, S0.25). */
  touched: boolean;
  courseRun: CourseRunChange | null;
  learners: LearnerChange[];
  enrolments: EnrolmentChange[];
  reviews: LearnerReview[];
  skips: Skip[];
  notices: Notice[];
  /** Reference numbers of SSG's enrolments that are here already exactly as SSG tells them. */
  unchanged: string[];
}
