import { globalIdOf } from '../../../contract/global-id.js';
import { principalOf } from '../../../graphql/context.js';
import { type TrainerFilter, whereTrainers } from '../../trainers/trainer-queries.graphql.js';
import { exportSource } from '../export-source.js';

/** Trainers as `trainers` lists them. Users belong to no provider, so the provider is a part of the filter. */
export const trainerSource = exportSource({
  dates: ['freeFrom', 'freeTo'],
  where: (filter: typeof TrainerFilter.$inferInput, context, { uen }) =>
    whereTrainers(principalOf(context), { ...filter, provider: uen }),
  count: (rows, where, take) => rows.appUser.count({ where, take }),
  page: (rows, where, after, take) =>
    rows.appUser.findMany({
      where: { AND: [where, after] },
      orderBy: { id: 'asc' },
      take,
      select: { id: true, name: true, email: true, active: true },
    }),
  columns: {
    id: ({ id }) => globalIdOf('Trainer', id),
    name: ({ name }) => name,
    email: ({ email }) => email,
    active: ({ active }) => active,
  },
});
