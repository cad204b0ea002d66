import type { ObjectRef } from '@pothos/core';
import { builder } from './builder.js';
import { MOST_COUNTED } from './total-count.js';

type Types = typeof builder.$inferSchemaTypes;

/** What the Prisma plugin hands to a connection: the number, or a function that counts when it is asked for. */
interface Counted {
  totalCount?: number | null | (() => number | PromiseLike<number>);
}

const counts = new WeakMap<object, Promise<number>>();

/** The total of a page, counted once however many fields ask. */
function totalOf(page: Counted, plural: string): Promise<number> {
  const known = counts.get(page);
  if (known) return known;
  const total = count(page, plural);
  counts.set(page, total);
  return total;
}

async function count({ totalCount }: Counted, plural: string): Promise<number> {
  const counted = typeof totalCount === 'function' ? await totalCount() : totalCount;
  if (counted == null) throw new Error(`A field that lists ${plural} does not say how it counts`);
  return counted;
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
          description: `How many ${plural} there are on all pages; above ${MOST_COUNTED} perhaps an estimate, which \`totalCountIsExact\` tells.`,
          extensions: { pothosPrismaTotalCount: true },
          resolve: (page) => totalOf(page as Counted, plural),
        }),
        totalCountIsExact: t.boolean({
          description: 'Whether `totalCount` was counted; false where it is an estimate.',
          extensions: { pothosPrismaTotalCount: true },
          // What belongs to another object is counted with it; the lists of the root count no further than `countRows` does.
          resolve: async (page, _args, _context, { path }) =>
            path.prev?.typename !== 'Query' || (await totalOf(page as Counted, plural)) <= MOST_COUNTED,
        }),
      }),
    },
    edge,
  );
  return [connection, edge] as const;
}
