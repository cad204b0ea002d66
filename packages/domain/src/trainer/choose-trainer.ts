import type { AdminTrainerRefusal } from './admin-trainers.js';
import type { TrainerUser } from './trainer.js';

export type TrainerChoice = { kind: 'trainer'; user: TrainerUser } | { kind: 'refused'; refusal: AdminTrainerRefusal };

/**
 * Whether the person an admin named may be assigned: only an active user with the trainer role at the provider (bug 10).
 *
 * @param user null: the provider has no such user, or only another provider has
 * @param argument the field of the input that names them
 */
export function chooseTrainer(user: TrainerUser | null, argument: string): TrainerChoice {
  const refused = (code: AdminTrainerRefusal['code'], message: string, remedy: string): TrainerChoice => {
    return { kind: 'refused', refusal: { code, argument, message, remedy } };
  };
  if (user === null)
    return refused('NOT_FOUND', 'The provider has no such user.', 'Invite them with the role trainer, or name somebody else.');
  if (!user.isTrainer)
    return refused(
      'REFUSED',
      `${user.name} is no trainer of this provider.`,
      'Give them the role trainer, or name somebody else.',
    );
  if (!user.active)
    return refused('REFUSED', `The account of ${user.name} is not active.`, 'Activate the account, or name somebody else.');
  return { kind: 'trainer', user };
}
