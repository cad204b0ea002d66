import type { TrainerFacts } from '../../src/trainer/plan.js';
import type { LocalRunTrainer, SsgTrainer, TrainerUser } from '../../src/trainer/trainer.js';
import { normaliseName } from '../../src/trainer/trainer-lists.js';
import { localRun } from './facts.js';

export function user(id: string, name: string, values: Partial<TrainerUser> = {}): TrainerUser {
  return { id, name, email: `${id}@example.org`, nameNormalised: normaliseName(name), isTrainer: true, active: true, ...values };
}

export function linked(email: string | null, roleIds: number[] = [1], name: string | null = null): SsgTrainer {
  return { name, email, roleIds };
}

export function runTrainer(trainerId: string, values: Partial<LocalRunTrainer> = {}): LocalRunTrainer {
  return { trainerId, name: trainerId, email: `${trainerId}@example.org`, role: 'trainer', position: 0, ...values };
}

export function trainerFacts(values: Partial<TrainerFacts> = {}): TrainerFacts {
  return {
    courseRun: localRun(),
    runTrainers: [],
    declinedTrainerIds: [],
    ssgTrainers: [],
    course: { trainersEmailList: null, trainersList: null },
    users: [user('tan', 'Tan Wei Ming'), user('lim', 'Lim Bee Hoon'), user('ng', 'Ng Ah Kow')],
    settings: { refreshTpgTrainers: false },
    ...values,
  };
}
