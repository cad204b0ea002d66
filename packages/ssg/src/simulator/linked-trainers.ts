import { linkTrainer, trainerOf } from './people.js';
import { createRandom } from './prng.js';
import type { LinkedTrainerRecord, ProviderRecord, RunRecord } from './records.js';

/** Trainers numbered from here on are strangers to the provider's own list. */
const FIRST_STRANGER = 10_000;

/**
 * The trainers SSG has for a run that nobody edited. Of a hundred runs about forty have none, six only an assessor,
 * six a trainer that the provider's own list does not know, and some a pair, so that every branch of an assignment rule is met.
 */
export function inventLinkedTrainers(seed: number, run: RunRecord, provider: ProviderRecord): LinkedTrainerRecord[] {
  const random = createRandom(seed, 'linked trainers', run.id);
  const share = random.next();
  if (share < 0.4 || provider.trainers.length === 0) return [];
  const first = linkTrainer(random.pick(provider.trainers), true);
  if (share < 0.46) return [{ ...first, roles: [2] }];
  if (share < 0.52) return [linkTrainer(trainerOf(seed, run.uen, FIRST_STRANGER + random.integer(0, 999)), false)];
  if (share < 0.62)
    return [first, { ...otherThan(first, provider, random.integer(0, provider.trainers.length - 1)), roles: [2] }];
  if (share < 0.68) return [first, otherThan(first, provider, random.integer(0, provider.trainers.length - 1))];
  return [first];
}

function otherThan(first: LinkedTrainerRecord, provider: ProviderRecord, index: number): LinkedTrainerRecord {
  const chosen = provider.trainers[index];
  const next = provider.trainers[(index + 1) % provider.trainers.length];
  const other = chosen?.id === first.id ? next : chosen;
  return other === undefined ? first : linkTrainer(other, true);
}
