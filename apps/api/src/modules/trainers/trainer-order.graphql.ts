import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { builder } from '../../graphql/builder.js';
import type { GraphqlContext } from '../../graphql/context.js';
import { OrderDirection, type PageWindow, windowOfIds } from '../../graphql/ordered-connection.js';
import { LOAD_DAYS, loadOf } from './trainer-load-loader.graphql.js';

type OrderField = 'NAME' | 'LOAD';

const TrainerOrderField = builder.enumType('TrainerOrderField', {
  description: 'What trainers can be ordered by. Those who are alike in it are ordered by when their accounts were made.',
  values: {
    NAME: { value: 'NAME' as OrderField, description: 'Their name.' },
    LOAD: {
      value: 'LOAD' as OrderField,
      description: `How many runs they teach that begin in the next ${LOAD_DAYS} days, of what the caller may see.`,
    },
  },
});

export const TrainerOrder = builder.inputType('TrainerOrder', {
  description: 'In which order trainers are listed. Cursors belong to the order that they were given in.',
  fields: (t) => ({
    field: t.field({ type: TrainerOrderField, required: true, defaultValue: 'NAME', description: 'By what.' }),
    direction: t.field({ type: OrderDirection, required: true, defaultValue: 'asc', description: 'Which end comes first.' }),
  }),
});

/** Reads a window of the trainers that a condition lets through, in an order. One statement; by load three. */
export async function readTrainersInOrder(
  context: GraphqlContext,
  where: Prisma.AppUserWhereInput,
  orderBy: typeof TrainerOrder.$inferInput | null | undefined,
  { query, window }: { query: object; window: PageWindow },
) {
  const { appUser } = context.database.prisma;
  const { field, direction } = orderBy ?? { field: 'NAME', direction: 'asc' };
  if (field === 'NAME') return appUser.findMany({ ...query, ...window, where, orderBy: [{ name: direction }, { id: 'asc' }] });
  const all = await appUser.findMany({ where, select: { id: true } });
  const loads = await Promise.all(all.map(async ({ id }) => [id, (await loadOf(context)(id, LOAD_DAYS)).upcomingRuns] as const));
  const ids = windowOfIds(new Map(loads), direction, window);
  const rows = await appUser.findMany({ ...query, where: { AND: [{ id: { in: ids } }, where] } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
