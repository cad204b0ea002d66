import { queryFromInfo } from '@pothos/plugin-prisma';
import { GraphQLError, type GraphQLResolveInfo, Kind } from 'graphql';
import { builder } from './builder.js';
import type { GraphqlContext } from './context.js';
import { cursorMark } from './cursor-mark.js';
import { DEFAULT_PAGE_SIZE } from './page-limits.js';
import { cursorOf, idOfCursor } from './row-cursor.js';

export type Direction = 'asc' | 'desc';

export const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which end of an order comes first.',
  values: {
    ASC: { value: 'asc' as Direction, description: 'The least, the earliest, the first of the alphabet.' },
    DESC: { value: 'desc' as Direction, description: 'The greatest, the latest, the last of the alphabet.' },
  },
});

/** The arguments of a connection that can be ordered; their form was checked before (`checkArguments`). */
interface PageArguments {
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
  orderBy?: object | null | undefined;
}

/** Which rows of an ordered list to read, in the words of Prisma: `take` below 0 counts back from the cursor, or from the end. */
export interface PageWindow {
  cursor?: { id: string };
  skip: number;
  take: number;
}

interface OrderedList<Row> {
  typeName: string;
  /** Reads the rows of a window in their order; `query` selects what was asked of them. */
  read: (query: object, window: PageWindow) => Promise<Row[]>;
  count: () => Promise<number>;
}

/**
 * Resolves a connection with an argument `orderBy`. It answers as `t.prismaConnection` does, but for cursors: these carry the
 * order that they belong to.
 */
export async function orderedPage<Row extends { id: string }>(
  args: PageArguments,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
  { typeName, read, count }: OrderedList<Row>,
) {
  const field = info.parentType.getFields()[info.fieldName];
  const mark = field ? cursorMark(field, args.orderBy) : '';
  const paths = [['nodes'], ['edges', 'node']] as [string[], string[]];
  const query = queryFromInfo({ context, info, select: { id: true }, paths, typeName });
  const rows = asksForRows(info) ? await read(query, windowOf(args)) : [];
  return { ...pageOf(rows, args, mark), totalCount: count };
}

const sizeOf = ({ first, last }: PageArguments): number => first ?? last ?? DEFAULT_PAGE_SIZE;
const isBackwards = ({ last, before }: PageArguments): boolean => last != null || before != null;

function windowOf(args: PageArguments): PageWindow {
  const { first, last, after, before } = args;
  if (before != null && first != null) throw refused('before', 'last');
  if (after != null && last != null) throw refused('after', 'first');
  // One more tells whether there is another page.
  const limit = sizeOf(args) + 1;
  const cursor = after ?? before;
  return {
    ...(cursor != null && { cursor: { id: idOfCursor(cursor) } }),
    skip: cursor == null ? 0 : 1,
    take: isBackwards(args) ? -limit : limit,
  };
}

function pageOf<Row extends { id: string }>(rows: readonly Row[], args: PageArguments, mark: string) {
  const more = rows.length > sizeOf(args);
  const backwards = isBackwards(args);
  const shown = backwards ? rows.slice(more ? 1 : 0) : rows.slice(0, sizeOf(args));
  const edges = shown.map((node) => ({ cursor: cursorOf(node.id, mark), node }));
  return {
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: backwards ? args.before != null : more,
      hasPreviousPage: backwards ? more : args.after != null,
    },
  };
}

/** A total alone needs no rows. */
const asksForRows = ({ fieldNodes }: GraphQLResolveInfo): boolean =>
  fieldNodes.some(({ selectionSet }) =>
    selectionSet?.selections.some((part) => part.kind !== Kind.FIELD || !/^(totalCount.*|__typename)$/.test(part.name.value)),
  );

const refused = (argument: string, partner: string): GraphQLError =>
  new GraphQLError(`\`${argument}\` goes with \`${partner}\`: pages are counted from the cursor in its own direction.`, {
    extensions: { code: 'BAD_USER_INPUT', argument },
  });

/**
 * The ids of a window of rows that are ordered by numbers which the database does not keep: `numbers` has one for each. Ties
 * are ordered by id.
 */
export function windowOfIds(
  numbers: ReadonlyMap<string, number>,
  direction: Direction,
  { cursor, skip, take }: PageWindow,
): string[] {
  const sign = direction === 'asc' ? 1 : -1;
  const ids = [...numbers]
    .toSorted(([one, few], [other, many]) => sign * (few - many) || (one < other ? -1 : 1))
    .map(([id]) => id);
  const at = cursor ? ids.indexOf(cursor.id) : -1;
  if (cursor && at < 0) return [];
  if (take >= 0) return ids.slice(cursor ? at + skip : 0).slice(0, take);
  return ids.slice(0, cursor ? at + 1 - skip : ids.length).slice(take);
}
