import type { ObjectRef } from '@pothos/core';
import { builder } from './builder.js';

type Types = typeof builder.$inferSchemaTypes;

/** What the Prisma plugin hands to a connection: the number, or a function that counts when it is asked for. */
interface Counted {
  totalCount?: number | null | (() => number | PromiseLike<number>);
}

/**
 * The connection and edge types of a noun (`CourseRunConnection`, `CourseRunEdge`), shared by every field that lists it;
 * each such field must say how to count (`totalCount`). Spread into the last two arguments of a connection field.
 * @param plural for the descriptions: `course runs`
 */
export function connectionType<Shape extends object>(name: string, type: ObjectRef<Types, Shape>, plural: string) {
  const edge = builder.edgeObject({ name: `${name}Edge`, description: `One of the ${plural}, with its cursor.`, type });
  const connection = builder.connectionObject(
    {
      name: `${name}Connection`,
      description: `A page of ${plural}.`,
      type,
      fields: (t) => ({
        totalCount: t.int({
          description: `How many ${plural} there are on all pages.`,
          extensions: { pothosPrismaTotalCount: true },
          resolve: async (page) => {
            const { totalCount } = page as Counted;
            const count = typeof totalCount === 'function' ? await totalCount() : totalCount;
            if (count == null) throw new Error(`A field that lists ${plural} does not say how it counts`);
            return count;
          },
        }),
      }),
    },
    edge,
  );
  return [connection, edge] as const;
}
