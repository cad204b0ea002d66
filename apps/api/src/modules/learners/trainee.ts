import type { SsgTrainee } from '@rollcall/domain/enrolment/enrolment';

/** SSG's trainee while a sync holds it in memory: the domain's facts, and what only the writing of a learner row needs. */
export interface Trainee extends SsgTrainee {
  /** The clear NRIC/FIN or passport number. Goes into the vault and nowhere else. */
  identifier: string | null;
  phone: string | null;
  idType: string | null;
}
