import type { Principal } from '@rollcall/domain/permission/principal';
import { chooseTrainer } from '@rollcall/domain/trainer/choose-trainer';
import type { RunTrainerRole } from '@rollcall/domain/trainer/trainer';
import { readReason } from '../../acts/reason.js';
import type { ActDependencies } from './act-on-runs.js';
import { changeRunTrainers, refusalFrom } from './change-run-trainers.js';
import type { NamedUser } from './find-provider-user.js';
import type { NamedRuns, RunOutcome } from './run-outcome.js';

export interface AssignTrainers extends NamedRuns {
  by: Principal;
  trainer: NamedUser;
  role: RunTrainerRole;
  /** 0 is the first; null: the last. */
  position: number | null;
  reason?: string | null | undefined;
  expectedVersion?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

/**
 * Links somebody to runs, as S0.29 has it for an admin: the first of the junction who teaches becomes the assigned trainer,
 * and the TPG columns stay (S0.31). Who is linked already stays where they are, unless a position is given. Throws
 * `ActRefusal` for a single run; of several, each has its own outcome.
 */
export async function assignTrainers(deps: ActDependencies, wish: AssignTrainers): Promise<RunOutcome[]> {
  const { courseRunIds, many, by, trainer, role, position, expectedVersion, idempotencyKey } = wish;
  const reason = readReason(wish.reason);
  const act = {
    courseRunIds,
    many,
    by,
    act: many ? 'courseRunsTrainerAssign' : 'courseRunTrainerAssign',
    permission: 'course_run.assign_trainer' as const,
    auditAction: 'course_run.assign_trainer',
    input: { courseRunIds, trainer, role, position, reason, expectedVersion },
    idempotencyKey,
    expectedVersion,
    reason,
  };
  return changeRunTrainers(deps, act, {
    named: trainer,
    wishFor: (_run, user) => {
      const choice = chooseTrainer(user, 'email' in trainer ? 'email' : 'trainerId');
      if (choice.kind === 'refused') throw refusalFrom(choice.refusal);
      return { kind: 'assign', trainer: choice.user, role, position };
    },
  });
}
