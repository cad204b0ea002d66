import { resolveTrainerByEmail, resolveTrainerByName, type TrainerResolution } from './resolve-trainer.js';
import type { LocalRunTrainer, TrainerUser } from './trainer.js';
import { normaliseName, parseTrainerEmails, parseTrainerNames } from './trainer-lists.js';

export interface NextTrainerFacts {
  /** `course.trainers_list`. */
  trainersList: string | null;
  /** `course.trainers_email_list`; looked at only where the name list is empty. */
  trainersEmailList?: string | null;
  /** Trainers assigned to the run locally: the rows of the junction. */
  assigned: readonly LocalRunTrainer[];
  declinedTrainerIds: readonly string[];
  users: readonly TrainerUser[];
}

export const NEXT_TRAINER_VERDICTS = [
  'next',
  'eligible',
  'assigned',
  'declined',
  'unknown',
  'ambiguous',
  'inactive',
  'not_trainer',
] as const;
export type NextTrainerVerdict = (typeof NEXT_TRAINER_VERDICTS)[number];

export interface NextTrainerCandidate {
  /** The user's name, or the entry as the list has it where no user could be told. */
  name: string;
  id: string | null;
  verdict: NextTrainerVerdict;
  reason: string;
}

export interface NextTrainer {
  /** Null when the list is empty or exhausted; `candidates` tells which and why. */
  next: { id: string; name: string } | null;
  candidates: NextTrainerCandidate[];
}

const UNRESOLVED_VERDICTS: Record<Exclude<TrainerResolution, { kind: 'trainer' }>['code'], NextTrainerVerdict> = {
  unknown_trainer: 'unknown',
  ambiguous_trainer: 'ambiguous',
  inactive_trainer: 'inactive',
  not_a_trainer: 'not_trainer',
};

/** Who should be asked next: the first of the course's list who is neither assigned to the run nor has declined it (S0.33). */
export function nextTrainer(facts: NextTrainerFacts): NextTrainer {
  const names = parseTrainerNames(facts.trainersList);
  const judged =
    names.length > 0
      ? names.map((name) => judge(name, resolveTrainerByName(name, facts.users), facts))
      : parseTrainerEmails(facts.trainersEmailList ?? null).map((email) =>
          judge(email, resolveTrainerByEmail(email, facts.users), facts),
        );
  const first = judged.find((candidate) => candidate.verdict === 'eligible');
  const candidates = judged.map((candidate) =>
    candidate === first
      ? { ...candidate, verdict: 'next' as const, reason: 'The first on the list who is neither assigned nor has declined.' }
      : candidate,
  );
  return { next: first && first.id !== null ? { id: first.id, name: first.name } : null, candidates };
}

function judge(entry: string, resolution: TrainerResolution, facts: NextTrainerFacts): NextTrainerCandidate {
  if (resolution.kind === 'unresolved') {
    // A name may mean several users and still be the one who already teaches the run.
    const assigned = facts.assigned.find((row) => isNamed(entry, row));
    if (assigned) return assignedCandidate(assigned.trainerId, assigned.name);
    return { name: entry, id: null, verdict: UNRESOLVED_VERDICTS[resolution.code], reason: resolution.message };
  }
  const { id, name } = resolution.user;
  if (facts.assigned.some((row) => row.trainerId === id)) return assignedCandidate(id, name);
  if (facts.declinedTrainerIds.includes(id)) return { name, id, verdict: 'declined', reason: 'Has declined this run.' };
  return { name, id, verdict: 'eligible', reason: 'Could be asked after those before on the list.' };
}

function isNamed(entry: string, row: LocalRunTrainer): boolean {
  return normaliseName(row.name) === normaliseName(entry) || row.email.toLowerCase() === entry.toLowerCase();
}

function assignedCandidate(id: string, name: string): NextTrainerCandidate {
  return { name, id, verdict: 'assigned', reason: 'Is already assigned to this run.' };
}
