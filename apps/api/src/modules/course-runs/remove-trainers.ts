import type { Principal } from '@rollcall/domain/permission/principal';
import type { RunTrainerRole, TrainerUser } from '@rollcall/domain/trainer/trainer';
import { notFound } from '../../acts/act-refusal.js';
import { readReason } from '../../acts/reason.js';
import type { ActDependencies } from './act-on-runs.js';
import { changeRunTrainers } from './change-run-trainers.js';
import type { LockedRun } from './lock-runs.js';
import type { NamedRuns, RunOutcome } from './run-outcome.js';

export interface RemoveTrainers extends NamedRuns {
  by: Principal;
  /** Row id; null for what can be no user's id. */
  trainerId: string | null;
  /** Null: whatever they do in the run. */
  role: RunTrainerRole | null;
  reason?: string | null | undefined;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

/**
 * Takes somebody out of runs; who taught counts as declined from then on, so that no sync brings them back. Removing who is
 * not there changes nothing. Throws `ActRefusal` for a single run.
 */
export async function removeTrainers(deps: ActDependencies, wish: RemoveTrainers): Promise<RunOutcome[]> {
  const { courseRunIds, many, by, trainerId, role, expectedVersion, idempotencyKey } = wish;
  const reason = readReason(wish.reason);
  const act = {
    courseRunIds,
    many,
    by,
    act: 'courseRunTrainerRemove',
    permission: 'course_run.assign_trainer' as const,
    auditAction: 'course_run.remove_trainer',
    input: { courseRunIds, trainerId, role, reason, expectedVersion },
    idempotencyKey,
    expectedVersion,
    reason,
  };
  return changeRunTrainers(deps, act, {
    named: { id: trainerId },
    wishFor: (run, user) => ({ kind: 'remove', trainer: personOf(run, trainerId, user), role, reason }),
  });
}

/** Somebody of the run or of the provider: one who lost every role here can still be taken out of a run. */
export function personOf(
  run: LockedRun,
  trainerId: string | null,
  user: TrainerUser | null,
): Pick<TrainerUser, 'id' | 'name' | 'email'> {
  if (user) return user;
  const linked = run.linked.find((row) => row.trainerId === trainerId);
  if (linked) return { id: linked.trainerId, name: linked.name, email: linked.email };
  const { assignedTrainerId: id, assignedTrainerName: name, assignedTrainerEmail: email } = run;
  if (id !== null && id === trainerId) return { id, name: name ?? '', email: email ?? '' };
  throw notFound('trainer', ['input', 'trainerId'], 'Take the id of somebody linked to the run.');
}
