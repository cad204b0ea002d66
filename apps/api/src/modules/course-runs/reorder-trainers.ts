import type { Principal } from '@rollcall/domain/permission/principal';
import { notFound } from '../../acts/act-refusal.js';
import { readReason } from '../../acts/reason.js';
import type { ActDependencies } from './act-on-runs.js';
import { changeRunTrainers } from './change-run-trainers.js';
import type { RunOutcome } from './run-outcome.js';

export interface ReorderTrainers {
  by: Principal;
  /** Row id; null for what can be no run's id. */
  courseRunId: string | null;
  /** Row ids of everybody linked, first to last; null for what can be no user's id. */
  trainerIds: readonly (string | null)[];
  reason?: string | null | undefined;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

/** Puts everybody linked to a run in another order; the first who teaches is the assigned trainer. Throws `ActRefusal`. */
export async function reorderTrainers(deps: ActDependencies, wish: ReorderTrainers): Promise<RunOutcome[]> {
  const { by, courseRunId, trainerIds, expectedVersion, idempotencyKey } = wish;
  const reason = readReason(wish.reason);
  const known = trainerIds.filter((id) => id !== null);
  const act = {
    courseRunIds: [courseRunId],
    many: false,
    by,
    act: 'courseRunTrainerReorder',
    permission: 'course_run.assign_trainer' as const,
    auditAction: 'course_run.reorder_trainers',
    input: { courseRunId, trainerIds, reason, expectedVersion },
    idempotencyKey,
    expectedVersion,
    reason,
  };
  return changeRunTrainers(deps, act, {
    named: null,
    wishFor: () => {
      const bad = trainerIds.indexOf(null);
      if (bad >= 0) throw notFound('trainer', ['input', 'trainerIds', String(bad)], 'Take the ids of those linked to the run.');
      return { kind: 'reorder', trainerIds: known };
    },
  });
}
