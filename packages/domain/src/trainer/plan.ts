import type { FieldChange, Notice } from '../change/change.js';
import type { RuleId } from '../change/rules.js';
import type { LocalCourseRun, RunTrainerColumns } from '../course-run/course-run.js';
import type { AssignmentSource, LocalRunTrainer, RunTrainerRole, SsgTrainer, TrainerOutcome, TrainerUser } from './trainer.js';

/** Everything the trainer planner of one run looks at. */
export interface TrainerFacts {
  courseRun: LocalCourseRun;
  runTrainers: readonly LocalRunTrainer[];
  /** Users who said no to the run, or whom an admin took out of it (S0.33). */
  declinedTrainerIds: readonly string[];
  /** SSG's linked trainers in SSG's order, from viewCourseRun (S0.26). */
  ssgTrainers: readonly SsgTrainer[];
  course: { trainersEmailList: string | null; trainersList: string | null };
  /** Users whose e-mail or normalised name any of the above mentions. */
  users: readonly TrainerUser[];
  settings: { refreshTpgTrainers: boolean };
}

export interface RunTrainerColumnsChange {
  entity: 'course_run';
  action: 'update';
  key: string;
  target: { id: string; version: number };
  after: RunTrainerColumns;
  fields: FieldChange[];
  rule: RuleId;
  reason: string;
}

export interface RunTrainerCreation {
  entity: 'course_run_trainer';
  action: 'create';
  /** `<SSG run id> <trainer e-mail>`. */
  key: string;
  trainerId: string;
  name: string;
  email: string;
  role: RunTrainerRole;
  position: number;
  assignmentSource: Extract<AssignmentSource, 'ssg'>;
  fields: FieldChange[];
  rule: RuleId;
  reason: string;
}

export interface TrainerPlan {
  outcome: Exclude<TrainerOutcome, 'error'>;
  courseRun: RunTrainerColumnsChange | null;
  runTrainers: RunTrainerCreation[];
  notices: Notice[];
}
