import type { FieldChange } from '../change/change.js';
import type { Owner, RuleId } from '../change/rules.js';
import type { RunTrainerColumns } from '../course-run/course-run.js';

const COLUMN_NAMES: Record<keyof RunTrainerColumns, string> = {
  assignedTrainerId: 'assigned_trainer_id',
  assignedTrainerName: 'assigned_trainer_name',
  assignedTrainerEmail: 'assigned_trainer_email',
  assignmentSource: 'assignment_source',
  tpgAssignedTrainerName: 'tpg_assigned_trainer_name',
  tpgAssignedTrainerEmail: 'tpg_assigned_trainer_email',
};

/** The trainer columns of a run, without the rest of it. */
export function trainerColumnsOf(courseRun: RunTrainerColumns): RunTrainerColumns {
  const { assignedTrainerId, assignedTrainerName, assignedTrainerEmail, assignmentSource } = courseRun;
  const { tpgAssignedTrainerName, tpgAssignedTrainerEmail } = courseRun;
  return {
    assignedTrainerId,
    assignedTrainerName,
    assignedTrainerEmail,
    assignmentSource,
    tpgAssignedTrainerName,
    tpgAssignedTrainerEmail,
  };
}

/** Where the trainer columns differ, by column name. */
export function changedTrainerColumns(
  before: RunTrainerColumns,
  after: RunTrainerColumns,
  owner: Owner,
  rule: RuleId,
): FieldChange[] {
  const columns = Object.keys(COLUMN_NAMES) as (keyof RunTrainerColumns)[];
  return columns
    .filter((column) => before[column] !== after[column])
    .map((column) => ({ field: COLUMN_NAMES[column], before: before[column], after: after[column], owner, rule }));
}
