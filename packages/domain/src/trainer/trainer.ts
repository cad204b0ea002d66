/** Where an assigned trainer came from (bug 12). */
export const ASSIGNMENT_SOURCES = ['ssg', 'email_list', 'name_list', 'admin'] as const;
export type AssignmentSource = (typeof ASSIGNMENT_SOURCES)[number];

export const RUN_TRAINER_ROLES = ['trainer', 'assessor'] as const;
export type RunTrainerRole = (typeof RUN_TRAINER_ROLES)[number];

/** An entry of SSG's `linkCourseRunTrainer`. Roles: 1 Trainer, 2 Assessor; empty where SSG sent none (X26). */
export interface SsgTrainer {
  name: string | null;
  /** Lower case. */
  email: string | null;
  roleIds: number[];
}

/** A user who may be meant by an e-mail or a name; the planner checks role and activity (bugs 9, 10). */
export interface TrainerUser {
  id: string;
  name: string;
  /** Lower case. */
  email: string;
  nameNormalised: string;
  isTrainer: boolean;
  active: boolean;
}

/** A row of `course_run_trainer`. */
export interface LocalRunTrainer {
  trainerId: string;
  name: string;
  email: string;
  role: RunTrainerRole;
  position: number;
}

/** What the trainer pass concluded for a run; kept on the log line. */
export const TRAINER_OUTCOMES = ['ssg', 'email_list', 'name_list', 'kept', 'none', 'error'] as const;
export type TrainerOutcome = (typeof TRAINER_OUTCOMES)[number];
