import type { TrainerNoticeCode } from '../change/change.js';
import { compareText } from '../text/compare-text.js';
import type { TrainerUser } from './trainer.js';
import { normaliseName } from './trainer-lists.js';

/** Who is meant by an e-mail address or a name, or why nobody certain is. */
export type TrainerResolution =
  | { kind: 'trainer'; user: TrainerUser }
  | {
      kind: 'unresolved';
      code: Extract<TrainerNoticeCode, 'ambiguous_trainer' | 'unknown_trainer' | 'not_a_trainer' | 'inactive_trainer'>;
      message: string;
      candidateIds: string[];
    };

/** The trainer with this e-mail address; letter case does not count (S0.26, S0.27). */
export function resolveTrainerByEmail(email: string, users: readonly TrainerUser[]): TrainerResolution {
  const wanted = email.trim().toLowerCase();
  return decide(
    email,
    users.filter((user) => user.email.toLowerCase() === wanted),
  );
}

/** The trainer with this exact normalised name (S0.28, bug 9); parts of names never match (bug 65). */
export function resolveTrainerByName(name: string, users: readonly TrainerUser[]): TrainerResolution {
  const wanted = normaliseName(name);
  return decide(
    name,
    users.filter((user) => wanted !== '' && user.nameNormalised === wanted),
  );
}

/** Only an active user with the trainer role counts (bug 10), and only when there is exactly one (bug 9). */
function decide(wanted: string, matches: readonly TrainerUser[]): TrainerResolution {
  const eligible = matches.filter((user) => user.isTrainer && user.active);
  const [only] = eligible;
  if (only && eligible.length === 1) return { kind: 'trainer', user: only };
  const unresolved = (
    code: Extract<TrainerResolution, { kind: 'unresolved' }>['code'],
    message: string,
    candidates: readonly TrainerUser[],
  ) => ({
    kind: 'unresolved' as const,
    code,
    message,
    candidateIds: candidates.map((user) => user.id).sort(compareText),
  });
  if (eligible.length > 1) {
    const emails = eligible.map((user) => user.email).sort(compareText);
    return unresolved(
      'ambiguous_trainer',
      `"${wanted}" may be any of ${emails.join(', ')}; give the e-mail address instead.`,
      eligible,
    );
  }
  if (matches.length === 0) {
    return unresolved('unknown_trainer', `"${wanted}" is no user here; invite the trainer or correct the list.`, matches);
  }
  if (matches.some((user) => user.isTrainer)) {
    return unresolved('inactive_trainer', `"${wanted}" is a trainer whose account is not active.`, matches);
  }
  return unresolved(
    'not_a_trainer',
    `"${wanted}" is a user without the trainer role; grant the role or correct the list.`,
    matches,
  );
}
