import type { Principal } from '@rollcall/domain/permission/principal';
import { nextTrainer } from '@rollcall/domain/trainer/next-trainer';
import type { TrainerUser } from '@rollcall/domain/trainer/trainer';
import type { PoolClient } from 'pg';
import { requireReason } from '../../acts/reason.js';
import { loadListedUsers } from '../trainers/load-trainer-facts.js';
import type { ActDependencies } from './act-on-runs.js';
import { changeRunTrainers } from './change-run-trainers.js';
import type { LockedRun } from './lock-runs.js';
import { personOf } from './remove-trainers.js';
import type { RunOutcome } from './run-outcome.js';

export interface DeclineTrainer {
  by: Principal;
  /** Row id; null for what can be no run's id. */
  courseRunId: string | null;
  /** Row id; null for what can be no user's id. */
  trainerId: string | null;
  reason: string;
  /** True takes a decline back. */
  withdraw: boolean;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

/**
 * Records that a trainer cannot take a run, or can after all (S0.33). Who is linked to it is taken out: somebody who says no
 * does not teach. Trainers may do this for themselves, for runs that they have, are asked next for, or have declined.
 * Throws `ActRefusal`.
 */
export async function declineTrainer(deps: ActDependencies, wish: DeclineTrainer): Promise<RunOutcome[]> {
  const { by, courseRunId, trainerId, withdraw, expectedVersion, idempotencyKey } = wish;
  const reason = requireReason(wish.reason);
  const act = {
    courseRunIds: [courseRunId],
    many: false,
    by,
    act: 'courseRunTrainerDecline',
    permission: 'course_run.decline' as const,
    auditAction: withdraw ? 'course_run.withdraw_decline' : 'course_run.decline',
    input: { courseRunId, trainerId, reason, withdraw, expectedVersion },
    idempotencyKey,
    expectedVersion,
    reason,
  };
  return changeRunTrainers(deps, act, {
    named: { id: trainerId },
    wishFor: (run, user) => {
      const trainer = personOf(run, trainerId, user);
      return withdraw ? { kind: 'withdraw_decline', trainer } : { kind: 'decline', trainer, reason };
    },
    loadListed,
    ownerIds: (run, user, listed) => (trainerId !== null && isConcerned(run, trainerId, user, listed) ? [trainerId] : []),
  });
}

/** A decline is asked for one run at a time, which has one provider. */
async function loadListed(transaction: PoolClient, runs: readonly LockedRun[]): Promise<readonly TrainerUser[]> {
  const [run] = runs;
  return run ? loadListedUsers(transaction, run.providerId, [run.course]) : [];
}

/** Whether a run is somebody's to decline: they have it, they are the next to be asked, or they declined it already. */
function isConcerned(run: LockedRun, trainerId: string, user: TrainerUser | null, listed: readonly TrainerUser[]): boolean {
  const declinedTrainerIds = run.declines.map((decline) => decline.trainerId);
  if (run.assignedTrainerId === trainerId || declinedTrainerIds.includes(trainerId)) return true;
  if (run.linked.some((row) => row.trainerId === trainerId)) return true;
  if (!user) return false;
  return nextTrainer({ ...run.course, assigned: run.linked, declinedTrainerIds, users: listed }).next?.id === trainerId;
}
