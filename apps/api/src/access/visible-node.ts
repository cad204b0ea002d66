import { createContextCache, type MaybePromise } from '@pothos/core';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PrismaClient } from '@rollcall/prisma/generated/prisma/client';
import { type GraphqlContext, principalOf } from '../graphql/context.js';
import { createBatchLoader } from '../persistence/batch-loader.js';

interface VisibleNode<Where, Id extends string | bigint> {
  /** The rows of the type that a principal may see. */
  visible: (principal: Principal) => Where;
  /** Reads the ids of the rows that fulfil the conditions. */
  find: (prisma: PrismaClient, where: { AND: [{ id: { in: Id[] } }, Where] }) => Promise<{ id: Id }[]>;
  /** The id of a row, from the text inside a global id. */
  parse: (id: string) => Id;
  /** An id that no row has. */
  none: Id;
}

/**
 * `findUnique` of a node type: a row that the viewer may not see is looked up as one that is not there. The number of
 * statements is the same for one id and for a hundred.
 */
export function visibleNode<Where extends object, Id extends string | bigint>(options: VisibleNode<Where, Id>) {
  const { visible, find, parse, none } = options;
  const seen = createContextCache((context: GraphqlContext) =>
    createBatchLoader(async (ids: string[]) => {
      const where = { AND: [{ id: { in: ids.map(parse) } }, visible(principalOf(context))] } satisfies { AND: object };
      const rows = await find(context.database.prisma, where as { AND: [{ id: { in: Id[] } }, Where] });
      const found = new Set(rows.map(({ id }) => String(id)));
      return ids.map((id) => found.has(String(parse(id))));
    }),
  );
  return (id: string, context: GraphqlContext): MaybePromise<{ id: Id }> => {
    const condition = visible(principalOf(context));
    // Prisma gathers look-ups by plain values into one statement, but sends those with any other condition one by one.
    if (Object.values(condition).every((value) => typeof value === 'string')) return { ...condition, id: parse(id) };
    return seen(context)(id).then((isVisible) => ({ id: isVisible ? parse(id) : none }));
  };
}

/** For types whose rows have UUIDs. */
export const visibleRow = <Where extends object>(
  visible: VisibleNode<Where, string>['visible'],
  find: VisibleNode<Where, string>['find'],
) => visibleNode<Where, string>({ visible, find, parse: (id) => id, none: '00000000-0000-0000-0000-000000000000' });
