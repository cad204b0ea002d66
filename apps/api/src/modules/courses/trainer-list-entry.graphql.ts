import { type TrainerListEntry as Entry, readTrainerLists } from '@rollcall/domain/trainer/read-trainer-lists';
import { globalIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { TRAINER_PROBLEMS } from '../error-catalogue/trainer-problems.js';

const TrainerList = storedEnum('TrainerList', ['email_list', 'name_list'], {
  description: 'Which of a course’s lists of approved trainers.',
  words: { email_list: 'The list of e-mail addresses (S0.27).', name_list: 'The list of names (S0.28).' },
});

interface Problem {
  code: keyof typeof TRAINER_PROBLEMS;
  message: string;
}

const TrainerListProblem = builder.objectRef<Problem>('TrainerListProblem').implement({
  description: 'Why an entry of a trainer list means nobody certain.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Code of the error catalogue: `unknown_trainer`.' }),
    message: t.exposeString('message', { description: 'What is wrong with this entry, in a sentence.' }),
    remedy: t.string({ description: 'What to do next.', resolve: ({ code }) => TRAINER_PROBLEMS[code].remedy }),
  }),
});

const ListedTrainer = builder.objectRef<{ id: string; name: string; email: string }>('ListedTrainer').implement({
  description: 'The user whom an entry of a trainer list means.',
  fields: (t) => ({
    trainerId: t.id({
      description: 'Global id of the `Trainer`, which `node` finds for those who may see trainers.',
      resolve: ({ id }) => globalIdOf('Trainer', id),
    }),
    name: t.exposeString('name', { description: 'Their name.' }),
    email: t.exposeString('email', { description: 'E-mail address, lower case.' }),
  }),
});

/** An entry of a course's trainer lists as the trainer pass reads it. */
export const TrainerListEntry = builder.objectRef<Entry>('TrainerListEntry').implement({
  description: 'One entry of a course’s trainer lists, and whom it means.',
  fields: (t) => ({
    list: t.field({ type: TrainerList.ref, description: 'On which list it stands.', resolve: ({ list }) => list }),
    text: t.exposeString('text', { description: 'As written, blanks aside; an address in lower case.' }),
    trainer: t.field({
      type: ListedTrainer,
      nullable: true,
      description: 'Who is meant; null where nobody certain is.',
      resolve: ({ trainer }) => trainer,
    }),
    problem: t.field({
      type: TrainerListProblem,
      nullable: true,
      description: 'Why nobody certain is meant; null where somebody is.',
      resolve: ({ problem }) => problem,
    }),
  }),
});

builder.prismaObjectField('Course', 'trainerListEntries', (t) =>
  t.field({
    type: [TrainerListEntry],
    description: 'Both trainer lists as the sync reads them: the e-mail list, then the name list, each in order (bug 9).',
    select: { providerId: true, trainersEmailList: true, trainersList: true },
    resolve: async ({ providerId, ...course }, _args, { trainerUsers }) =>
      readTrainerLists(course, await trainerUsers(providerId, course)),
  }),
);
