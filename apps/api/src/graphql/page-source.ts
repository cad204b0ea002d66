import type { PrismaClient } from '@rollcall/prisma/generated/prisma/client';
import { countUpTo, type RowState } from '../rows/read-page.js';
import type { Model } from '../rows/tables.js';
import type { GraphqlContext } from './context.js';
import { perOperation } from './context-loader.js';
import { countRows, MOST_COUNTED } from './total-count.js';

/** Where a connection field keeps, among its extensions, how its page is read without the Prisma plugin. */
export const PAGE = 'rollcallPage';

/** One more than is told exactly: so many tell that there are more. */
export const COUNTED_UP_TO = MOST_COUNTED + 1;

/** A condition made of what is remembered, and the row that it was made of. The page is good only while that row is the same. */
export interface PageGuess<Where extends object = object> {
  where: Where;
  holdsWhile: RowState;
}

/** Which rows a connection field lists. The Prisma plugin and `rows-plugin.ts` are handed the very same. */
export interface PageSource<Args extends object = never, Where extends object = object> {
  model: Model;
  /** The order that a page is asked for in. */
  orderFor(args: Args): unknown;
  /** The condition, made once for each operation: page, total and fallback share it. */
  where(args: Args, context: GraphqlContext): Promise<Where>;
  /** The condition as it probably is, where making it asks the database; null where nothing is remembered. */
  guess?: ((args: Args, context: GraphqlContext) => PageGuess<Where> | null) | undefined;
  /** Throws what the list says to a page that would cost too much in its order. */
  refuse(args: Args, where: Where, context: GraphqlContext): Promise<void>;
  /**
   * The total, for fields that ask for it.
   *
   * @param counted what `COUNTED_UP_TO` of them were counted with the page
   */
  total(args: Args, context: GraphqlContext, counted: number | null): Promise<number>;
}

/**
 * Options of a connection field that the rows plugin can answer: spread `extensions` and `totalCount` into them, and let
 * `resolve` ask Prisma with `where` and `orderBy`.
 */
export function pageSource<Args extends object, Where extends object, OrderBy>(options: {
  model: Model;
  where: (args: Args, context: GraphqlContext) => Where | Promise<Where>;
  /** The order that the list has by itself. */
  orderBy: OrderBy;
  /** The order that is asked for, of a list that can have others. */
  orderFor?: (args: Args) => unknown;
  refuse?: PageSource<Args, Where>['refuse'];
  guess?: (args: Args, context: GraphqlContext) => PageGuess<Where> | null;
  count: (prisma: PrismaClient, query: { where: Where; take?: number }) => Promise<number>;
}) {
  const { model, orderBy, count } = options;
  // By operation, and by arguments within it: the executor hands the same arguments to operations of different callers.
  const made = perOperation(() => new WeakMap<Args, Promise<Where>>());
  const where = async (args: Args, context: GraphqlContext): Promise<Where> => {
    const known = made(context);
    const condition = known.get(args) ?? Promise.resolve(options.where(args, context));
    known.set(args, condition);
    return condition;
  };
  const total: PageSource<Args>['total'] = async (args, context, known) => {
    return countRows(context.database, async (prisma, bound) => {
      const isBounded = bound.take !== undefined;
      if (isBounded && known !== null) return known;
      const condition = await where(args, context);
      const counted = isBounded ? await countUpTo(context.database.pool, model, condition, COUNTED_UP_TO) : null;
      return counted ?? count(prisma, { where: condition, ...bound });
    });
  };
  const orderFor = options.orderFor ?? (() => orderBy);
  const refuse = options.refuse ?? (async () => {});
  const source: PageSource<Args, Where> = { model, orderFor, refuse, guess: options.guess, where, total };
  const totalCount = (_root: unknown, args: Args, context: GraphqlContext) => total(args, context, null);
  return { where, orderBy, totalCount, extensions: { [PAGE]: source } };
}
