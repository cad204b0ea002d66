import { ASSIGNMENT_SOURCES, RUN_TRAINER_ROLES, TRAINER_OUTCOMES } from '@rollcall/domain/trainer/trainer';
import { storedEnum } from '../../graphql/stored-enum.js';

export const AssignmentSource = storedEnum('AssignmentSource', ASSIGNMENT_SOURCES, {
  description: 'Where a trainer came from.',
  words: {
    ssg: 'SSG links the trainer to the run.',
    email_list: 'The course’s list of e-mail addresses named the trainer.',
    name_list: 'The course’s list of names named the trainer.',
    admin: 'An admin chose the trainer.',
  },
});

export const RunTrainerRole = storedEnum('RunTrainerRole', RUN_TRAINER_ROLES, {
  description: 'What a person linked to a run does there.',
  words: { trainer: 'Teaches the run.', assessor: 'Assesses its learners.' },
});

export const TrainerOutcome = storedEnum('TrainerOutcome', TRAINER_OUTCOMES, {
  description: 'What the trainer pass of a sync concluded for a run.',
  words: {
    ssg: 'Assigned the trainer that SSG links.',
    email_list: 'Assigned the first known trainer of the course’s e-mail list.',
    name_list: 'Assigned the first known trainer of the course’s name list.',
    kept: 'The run already had a trainer, who stays.',
    none: 'Nobody could be assigned.',
    error: 'The trainer pass failed for this run.',
  },
});
