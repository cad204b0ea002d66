import { IDENTIFIER_TYPES, TRAINER_ROLES, TRAINER_TYPES } from './code-tables.js';
import { maskIdentifier } from './identifiers.js';
import type { LinkedTrainerRecord, TrainerRecord } from './records.js';

/** An entry of `linkCourseRunTrainer` (ssg-api.md §5.1): the identifier is masked, qualifications are called `ssecEQAs`. */
export function linkedTrainerAnswer(trainer: LinkedTrainerRecord, index: number, uen: string) {
  return {
    trainer: {
      domainAreaOfPractice: trainer.domainAreaOfPractice,
      email: trainer.email,
      experience: trainer.experience,
      id: trainer.id,
      idNumber: maskIdentifier(trainer.identifier),
      idType: { code: trainer.identifierType, description: IDENTIFIER_TYPES[trainer.identifierType] },
      inTrainingProviderProfile: trainer.inTrainingProviderProfile,
      indexNumber: index,
      linkedInURL: trainer.linkedInUrl,
      name: trainer.name,
      organizationKey: uen,
      photo: {},
      roles: trainer.roles.map((id) => ({ role: { description: TRAINER_ROLES[id], id } })),
      salutationId: trainer.salutationId,
      ssecEQAs: trainer.qualifications.map((qualification) => ({ ssecEQA: qualification })),
      trainerType: { code: trainer.trainerType, description: TRAINER_TYPES[trainer.trainerType] },
      uuid: trainer.id.replaceAll('-', ''),
    },
  };
}

/** A row of the provider's own list (§8.0): flat, and its types have `id` where a run's have `code`. */
export function profileTrainerAnswer(trainer: TrainerRecord, index: number) {
  return {
    indexNumber: index,
    id: trainer.id,
    name: trainer.name,
    email: trainer.email,
    idNumber: maskIdentifier(trainer.identifier),
    idType: { id: trainer.identifierType, description: IDENTIFIER_TYPES[trainer.identifierType] },
    roles: trainer.roles.map((id) => ({ role: { id, description: TRAINER_ROLES[id] } })),
    inTrainingProviderProfile: true,
    domainAreaOfPractice: trainer.domainAreaOfPractice,
    experience: trainer.experience,
    linkedInURL: trainer.linkedInUrl,
    salutationId: trainer.salutationId,
    totalCourseRunLinkWithTrainer: 0,
    qualifications: [{ description: '', level: { code: '91', description: "Master's Degree or equivalent" } }],
    photo: null,
  };
}
