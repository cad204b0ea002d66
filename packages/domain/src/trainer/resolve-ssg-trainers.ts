import type { Notice } from '../change/change.js';
import { resolveTrainerByEmail } from './resolve-trainer.js';
import type { RunTrainerRole, SsgTrainer, TrainerUser } from './trainer.js';

const SSG_TRAINER_ROLE = 1;
const SSG_ASSESSOR_ROLE = 2;

export interface ResolvedSsgTrainers {
  /** In SSG's order, each user once. */
  trainers: TrainerUser[];
  /** In SSG's order, each user once, without those who also train. */
  assessors: TrainerUser[];
  notices: Notice[];
}

/**
 * The users whom SSG links to the run, found by e-mail (S0.26) and told apart by role (X26).
 * Every entry that gives nobody leaves a notice.
 */
export function resolveSsgTrainers(
  ssgRunId: string,
  ssgTrainers: readonly SsgTrainer[],
  users: readonly TrainerUser[],
): ResolvedSsgTrainers {
  const found: Record<RunTrainerRole, Map<string, TrainerUser>> = { trainer: new Map(), assessor: new Map() };
  const notices: Notice[] = [];
  for (const entry of ssgTrainers) {
    const who = entry.name ?? entry.email ?? 'someone without a name';
    const role = roleOf(entry);
    if (role === null) {
      const message = `SSG links ${who} with the role ${entry.roleIds.join(', ')}, which means nothing here.`;
      notices.push({ key: ssgRunId, rule: 'X26 assessor', message, code: 'unknown_role', candidateIds: [] });
      continue;
    }
    if (entry.email === null || entry.email.trim() === '') {
      const message = `SSG links ${who} without an e-mail address, so no user can be told.`;
      notices.push({ key: ssgRunId, rule: 'S0.26 trainer-from-ssg', message, code: 'unknown_trainer', candidateIds: [] });
      continue;
    }
    const resolution = resolveTrainerByEmail(entry.email, users);
    if (resolution.kind === 'trainer') {
      found[role].set(resolution.user.id, resolution.user);
    } else {
      const { code, message, candidateIds } = resolution;
      notices.push({
        key: ssgRunId,
        rule: 'S0.26 trainer-from-ssg',
        message: `SSG links ${who}: ${message}`,
        code,
        candidateIds,
      });
    }
  }
  const assessors = [...found.assessor.values()].filter((user) => !found.trainer.has(user.id));
  return { trainers: [...found.trainer.values()], assessors, notices };
}

/** Entries without a role are trainers: older answers of SSG leave `roles` out (X26). */
function roleOf({ roleIds }: SsgTrainer): RunTrainerRole | null {
  if (roleIds.length === 0 || roleIds.includes(SSG_TRAINER_ROLE)) return 'trainer';
  return roleIds.includes(SSG_ASSESSOR_ROLE) ? 'assessor' : null;
}
