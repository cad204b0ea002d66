import type { TrainerNoticeCode } from '@rollcall/domain/change/change';

/** Why a name or an address gave no trainer, by the code that log lines and lists show (bugs 9, 10, X26). */
export const TRAINER_PROBLEMS: Readonly<Record<TrainerNoticeCode, { meaning: string; remedy: string }>> = {
  ambiguous_trainer: {
    meaning: 'The name may be any of several trainers.',
    remedy: 'Give the e-mail address instead of the name.',
  },
  unknown_trainer: { meaning: 'No user here has the name or address.', remedy: 'Invite the trainer, or correct the list.' },
  not_a_trainer: {
    meaning: 'The user has no trainer role at the provider.',
    remedy: 'Grant the role, or correct the list.',
  },
  inactive_trainer: {
    meaning: 'The trainer’s account is not active.',
    remedy: 'Reactivate the account, or put another trainer on the list.',
  },
  assessor_only: { meaning: 'SSG links only assessors to the run.', remedy: 'Link a trainer at SSG.' },
  unknown_role: {
    meaning: 'SSG links somebody in a role that means nothing here.',
    remedy: 'Look at the link at SSG.',
  },
};
