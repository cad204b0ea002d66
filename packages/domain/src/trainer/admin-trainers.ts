import type { FieldChange } from '../change/change.js';
import type { ClassStatus, RunTrainerColumns } from '../course-run/course-run.js';
import type { AssignmentSource, LocalRunTrainer, RunTrainerRole, TrainerUser } from './trainer.js';

/** A row of the junction with its id, and who linked the person. */
export interface LinkedTrainer extends LocalRunTrainer {
  id: string;
  source: Extract<AssignmentSource, 'ssg' | 'admin'>;
}

/** A row of `course_run_trainer_decline`. */
export interface TrainerDecline {
  id: string;
  trainerId: string;
  reason: string | null;
}

/** One run as the planner of admins' acts sees it. */
export interface AdminTrainerFacts {
  courseRun: RunTrainerColumns & { ssgRunId: string; classStatus: ClassStatus };
  /** By position. */
  linked: readonly LinkedTrainer[];
  declines: readonly TrainerDecline[];
}

type Person = Pick<TrainerUser, 'id' | 'name' | 'email'>;

/** What somebody wants with the trainers of a run. */
export type AdminTrainerWish =
  | { kind: 'assign'; trainer: TrainerUser; role: RunTrainerRole /** 0 is the first; null: the last. */; position: number | null }
  | {
      kind: 'remove';
      trainer: Person /** Null: whatever they do in the run. */;
      role: RunTrainerRole | null;
      reason: string | null;
    }
  | { kind: 'reorder' /** Everybody linked, first to last. */; trainerIds: readonly string[] }
  | { kind: 'decline'; trainer: Person; reason: string }
  | { kind: 'withdraw_decline'; trainer: Person };

/** What a person should know about an act that was done. */
export const TRAINER_WARNINGS = {
  overlapping_run: 'The trainer teaches another run on the same days.',
  class_cancelled: 'The class is cancelled.',
  decline_withdrawn: 'The trainer had declined the run, or had been removed from it; that is withdrawn.',
  decline_recorded: 'The trainer counts as declined, so that no sync brings them back.',
  sync_looks_for_trainer: 'The run has no trainer now, and the next sync looks for one.',
  nobody_teaches: 'Only assessors are linked, and no sync looks for a trainer of such a run.',
} as const;
export type TrainerWarningCode = keyof typeof TRAINER_WARNINGS;

export interface TrainerWarning {
  code: TrainerWarningCode;
  message: string;
  remedy: string;
}

/** A row of the junction that is not there yet. */
export interface TrainerLink extends LocalRunTrainer {
  fields: FieldChange[];
}

export type DeclineChange =
  | { kind: 'record'; trainerId: string; reason: string | null; fields: FieldChange[] }
  | { kind: 'amend'; id: string; reason: string | null; fields: FieldChange[] }
  | { kind: 'withdraw'; id: string; fields: FieldChange[] };

/** What becomes of the junction, the declines and the trainer columns of one run, in step. */
export interface AdminTrainerPlan {
  changed: boolean;
  columns: RunTrainerColumns;
  columnFields: FieldChange[];
  created: TrainerLink[];
  moved: { id: string; position: number; fields: FieldChange[] }[];
  removed: { id: string; fields: FieldChange[] }[];
  decline: DeclineChange | null;
  warnings: TrainerWarning[];
}

/** Why a wish does not fit. `argument` is the field of the input that is at fault; null: none. */
export interface AdminTrainerRefusal {
  code: 'NOT_FOUND' | 'INVALID_INPUT' | 'REFUSED';
  argument: string | null;
  message: string;
  remedy: string;
}

export type AdminTrainerVerdict = { kind: 'planned'; plan: AdminTrainerPlan } | { kind: 'refused'; refusal: AdminTrainerRefusal };
