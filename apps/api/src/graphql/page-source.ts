import type { PrismaClient } from '@rollcall/prisma/generated/prisma/client';
import { countUpTo } from '../rows/read-page.js';
import type { Model } from '../rows/tables.js';
import type { GraphqlContext } from './context.js';
import { perOperation } from './context-loader.js';
import { countRows } from './total-count.js';

/** Where a connection field keeps, among its extensions, how its page is read without the Prisma plugin. */
export const PAGE = 'rollcallPage';

/** Which rows a connection field lists. The Prisma plugin and `rows-plugin.ts` are handed the very same. */
export interface PageSource<Args extends object = never, Where extends object = object> {
  model: Model;
  orderBy: unknown;
  /** The condition, made once for each operation: page, total and fallback share it. */
  where(args: Args, context: GraphqlContext): Promise<Where>;
  /** The total, for fields that ask for it. */
  totalCount(root: unknown, args: Args, context: GraphqlContext): Promise<number>;
}

/**
 * Options of a connection field that the rows plugin can answer: spread `extensions` and `totalCount` into them, and let
 * `resolve` ask Prisma with `where` and `orderBy`.
 */
export function pageSource<Args extends object, Where extends object, OrderBy>(options: {
  model: Model;
  where: (args: Args, context: GraphqlContext) => Where | Promise<Where>;
  orderBy: OrderBy;
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
  const totalCount: PageSource<Args>['totalCount'] = async (_root, args, context) => {
    const condition = await where(args, context);
    return countRows(context.database, async (prisma, bound) => {
      const counted = bound.take === undefined ? null : await countUpTo(context.database.pool, model, condition, bound.take);
      return counted ?? count(prisma, { where: condition, ...bound });
    });
  };
  const source: PageSource<Args, Where> = { model, orderBy, where, totalCount };
  return { where, orderBy, totalCount, extensions: { [PAGE]: source } };
}
