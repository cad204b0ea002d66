import { ENTITY_TYPES } from '@rollcall/domain/change/change';
import { OWNERS, type Owner } from '@rollcall/domain/change/rules';
import { storedEnum } from '../../graphql/stored-enum.js';

export const ChangedEntity = storedEnum('ChangedEntity', ENTITY_TYPES, {
  description: 'What kind of row a change was written to.',
  words: {
    course: 'A course.',
    course_run: 'A course run.',
    course_run_trainer: 'A person linked to a run.',
    course_run_trainer_decline: 'That a trainer cannot take a run.',
    enrolment: 'An enrolment.',
    learner: 'A learner.',
  },
});

export const FieldOwner = storedEnum<Owner>('FieldOwner', OWNERS, {
  description: 'Who owns a written value.',
  words: {
    ssg: 'SSG’s answer.',
    admin: 'An admin.',
    fallback: 'A fallback list of the course.',
    schedule: 'The clock.',
  },
});
