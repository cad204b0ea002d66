import type { RunTrainerRole } from '@rollcall/domain/trainer/trainer';
import type { Computed } from './tables.js';

const TEACHES: RunTrainerRole = 'trainer';

/** What is shown of somebody linked to a run. */
export const RUN_TRAINER_COLUMNS = {
  trainerId: 'trainer_id',
  trainerName: 'trainer_name',
  trainerEmail: 'trainer_email',
  role: 'role',
  position: 'position',
  assignmentSource: 'assignment_source',
  assignedAt: 'assigned_at',
};

/** Trainer (Local) of a run: the first linked person who teaches (S0.33), as `firstLocalTrainer` finds it among all. */
export const TRAINER_LOCAL: Computed = {
  values: RUN_TRAINER_COLUMNS,
  from: (run) => `FROM course_run_trainer WHERE course_run_id = ${run}.id AND role = '${TEACHES}' ORDER BY position, id LIMIT 1`,
  isOptional: true,
};
