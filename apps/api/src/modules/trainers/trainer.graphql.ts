import { NEXT_TRAINER_VERDICTS } from '@rollcall/domain/trainer/next-trainer';
import { globalIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import type { RunCandidate, RunNextTrainer, RunTrainerRow } from '../course-runs/trainer-columns.js';
import { AssignmentSource, RunTrainerRole } from './trainer-enums.graphql.js';

export const TrainerContact = builder.objectRef<{ name: string | null; email: string | null }>('TrainerContact').implement({
  description: 'A trainer as someone else knows them, who need not be a user here.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: true, description: 'Name as sent.' }),
    email: t.exposeString('email', { nullable: true, description: 'E-mail address, lower case.' }),
  }),
});

export interface AssignedTrainerRow {
  assignedTrainerId: string | null;
  assignedTrainerName: string | null;
  assignedTrainerEmail: string | null;
  assignmentSource: string | null;
}

export const AssignedTrainer = builder.objectRef<AssignedTrainerRow>('AssignedTrainer').implement({
  description: 'The trainer assigned to a run.',
  fields: (t) => ({
    trainerId: t.id({
      nullable: true,
      description: 'Global id of the `Trainer`, by which acts name them.',
      resolve: ({ assignedTrainerId: id }) => (id === null ? null : globalIdOf('Trainer', id)),
    }),
    name: t.exposeString('assignedTrainerName', { nullable: true, description: 'Name when assigned.' }),
    email: t.exposeString('assignedTrainerEmail', { nullable: true, description: 'E-mail address when assigned.' }),
    source: t.field({
      type: AssignmentSource.ref,
      nullable: true,
      description: 'Who chose the trainer.',
      resolve: (row) => (row.assignmentSource === null ? null : AssignmentSource.read(row.assignmentSource)),
    }),
  }),
});

export const RunTrainer = builder.objectRef<RunTrainerRow>('RunTrainer').implement({
  description: 'A person linked to a run by SSG or by an admin (S0.30).',
  fields: (t) => ({
    trainerId: t.id({
      description: 'Global id of the `Trainer`, by which acts name them.',
      resolve: ({ trainerId }) => globalIdOf('Trainer', trainerId),
    }),
    name: t.exposeString('trainerName', { description: 'Name when linked.' }),
    email: t.exposeString('trainerEmail', { description: 'E-mail address when linked.' }),
    role: t.field({
      type: RunTrainerRole.ref,
      description: 'What they do in the run.',
      resolve: (row) => RunTrainerRole.read(row.role),
    }),
    position: t.exposeInt('position', { description: '0 is the first trainer.' }),
    source: t.field({
      type: AssignmentSource.ref,
      description: 'Who linked them.',
      resolve: (row) => AssignmentSource.read(row.assignmentSource),
    }),
    assignedAt: t.expose('assignedAt', { type: 'DateTime', description: 'When they were linked.' }),
  }),
});

const NextTrainerVerdict = storedEnum('NextTrainerVerdict', NEXT_TRAINER_VERDICTS, {
  description: 'Why somebody on a course’s trainer list is, or is not, the next to ask.',
  words: {
    next: 'The next to ask.',
    eligible: 'Could be asked after those before on the list.',
    assigned: 'Is linked to the run already.',
    declined: 'Has declined the run.',
    unknown: 'No user has this name.',
    ambiguous: 'More than one user has this name.',
    inactive: 'The user’s account is not active.',
    not_trainer: 'The user is no trainer of this provider.',
  },
});

export const NextTrainerCandidate = builder.objectRef<RunCandidate>('NextTrainerCandidate').implement({
  description: 'Somebody on a course’s trainer list, and what speaks for or against asking them.',
  fields: (t) => ({
    trainerId: t.id({
      nullable: true,
      description: 'Global id of the `Trainer`, by which acts name them; null where no user could be told.',
      resolve: ({ id }) => (id === null ? null : globalIdOf('Trainer', id)),
    }),
    name: t.exposeString('name', { description: 'The user’s name, or the entry as written where no user could be told.' }),
    verdict: t.field({ type: NextTrainerVerdict.ref, description: 'The verdict.', resolve: (candidate) => candidate.verdict }),
    reason: t.exposeString('reason', { description: 'The verdict in a sentence.' }),
  }),
});

export const NextTrainer = builder.objectRef<RunNextTrainer>('NextTrainer').implement({
  description: 'Whom to ask next for a run, from the course’s trainer list (S0.33).',
  fields: (t) => ({
    trainerId: t.id({
      nullable: true,
      description: 'Global id of the `Trainer`, by which acts name them; null when there is none.',
      resolve: ({ next }) => (next === null ? null : globalIdOf('Trainer', next.id)),
    }),
    name: t.string({
      nullable: true,
      description: 'Name of the next trainer; null when the list is empty or exhausted.',
      resolve: (result) => result.next?.name ?? null,
    }),
    exhausted: t.exposeBoolean('exhausted', {
      description: 'Whether the list has entries, and nobody of them is left to ask.',
    }),
    candidates: t.field({
      type: [NextTrainerCandidate],
      description: 'Everybody on the list, in order.',
      resolve: (result) => result.candidates,
    }),
  }),
});
