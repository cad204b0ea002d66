import type { AdminTrainerFacts, AdminTrainerPlan, TrainerWarning } from './admin-trainers.js';
import type { RunTrainerRole } from './trainer.js';

/** What a person should know about a change of a run's trainers: what was done besides, and what the next sync does. */
export function warnOfTrainerPlan(
  { courseRun, declines }: AdminTrainerFacts,
  { columns, created, decline, removed }: Omit<AdminTrainerPlan, 'warnings'>,
  entries: readonly { role: RunTrainerRole }[],
): TrainerWarning[] {
  const warnings: TrainerWarning[] = [];
  if (courseRun.classStatus === 'Cancelled' && created.length > 0)
    warnings.push({
      code: 'class_cancelled',
      message: 'The class is cancelled, so there is nothing to teach.',
      remedy: 'Set the class status first where it takes place after all.',
    });
  if (decline?.kind === 'withdraw' && created.length > 0) {
    const reason = declines.find(({ id }) => id === decline.id)?.reason;
    warnings.push({
      code: 'decline_withdrawn',
      message: `The trainer had declined this run, or had been removed from it${reason ? ` (${reason})` : ''}; that is withdrawn.`,
      remedy: 'Make sure that they know.',
    });
  }
  const hasTrainer = columns.assignedTrainerId !== null;
  const lostTrainer = !hasTrainer && courseRun.assignedTrainerId !== null;
  if (decline?.kind === 'record' && (removed.length > 0 || lostTrainer))
    warnings.push({
      code: 'decline_recorded',
      message: 'The trainer counts as declined for this run: no sync and no list brings them back.',
      remedy: 'Assign them again, or withdraw the decline, where that is not meant.',
    });
  if (!hasTrainer && entries.length === 0 && lostTrainer)
    warnings.push({
      code: 'sync_looks_for_trainer',
      message: 'Nobody teaches the run now; the next sync of it looks for a trainer at SSG and on the course’s lists.',
      remedy: 'Assign somebody, or let Rollcall look now.',
    });
  if (!hasTrainer && entries.length > 0 && entries.every(({ role }) => role === 'assessor'))
    warnings.push({
      code: 'nobody_teaches',
      message: 'Only assessors are linked to the run, and no sync looks for a trainer while somebody is linked.',
      remedy: 'Assign a trainer.',
    });
  return warnings;
}
