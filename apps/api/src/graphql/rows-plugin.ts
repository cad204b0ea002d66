import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { defaultFieldResolver, type GraphQLFieldResolver } from 'graphql';
import { type PageQuery, readPage } from '../rows/read-page.js';
import { Row } from '../rows/row.js';
import type { GraphqlContext } from './context.js';
import { cursorMark } from './cursor-mark.js';
import { pageSelectionOf } from './page-selection.js';
import { COUNTED_UP_TO, PAGE, type PageSource } from './page-source.js';
import { cutOf, RowPage } from './row-page.js';

const NAME = 'rows';
export default NAME;

declare global {
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      rows: RowsPlugin<Types>;
    }
  }
}

interface OrderedArguments {
  orderBy?: unknown;
}

type Resolver<Context = GraphqlContext> = GraphQLFieldResolver<unknown, Context, object>;

/**
 * Answers pages, and the fields of their rows, without the Prisma plugin where `rows/read-page.ts` can read all that an
 * operation asks of a page (docs/decisions/0040). What goes beyond is planned and read as it was. It must stand behind the
 * plugin that asks for scopes, and before Prisma's.
 */
class RowsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolver: Resolver<Types['Context']>, field: PothosOutputFieldConfig<Types>): Resolver<Types['Context']> {
    const source = field.extensions?.[PAGE] as PageSource<object> | undefined;
    if (source) return pageResolver(source, resolver as Resolver) as Resolver<Types['Context']>;
    if (field.kind !== 'PrismaObject' || !field.extensions?.['pothosPrismaSelect']) return resolver;
    const own = (field.resolve ?? defaultFieldResolver) as typeof resolver;
    return (parent, args, context, info) =>
      parent instanceof Row ? own(parent, args, context, info) : resolver(parent, args, context, info);
  }
}

function pageResolver(source: PageSource<object>, planned: Resolver): Resolver {
  return async (root, args, context, info) => {
    const selection = pageSelectionOf(info);
    const cut = selection && cutOf(args);
    if (!cut) return planned(root, args, context, info);
    const total = (counted: number | null) => () => source.total(args, context, counted);
    const { [info.fieldName]: field } = info.parentType.getFields();
    const mark = field ? cursorMark(field, (args as OrderedArguments).orderBy) : '';
    if (!selection.readsRows) return new RowPage([], args, cut, mark, total(null));
    const orderBy = source.orderFor(args);
    const read = (condition: Pick<PageQuery, 'where' | 'holdsWhile'>) => {
      const query = { ...cut, ...condition, orderBy, countUpTo: selection.counts ? COUNTED_UP_TO : undefined };
      return readPage(context.database.pool, selection.rows, query);
    };
    const guess = source.guess?.(args, context);
    const guessed = guess && (await read(guess));
    if (guessed?.holds) return new RowPage(guessed.rows, args, cut, mark, total(guessed.total));
    const where = await source.where(args, context);
    const [page] = await Promise.all([read({ where }), source.refuse(args, where, context)]);
    return page ? new RowPage(page.rows, args, cut, mark, total(page.total)) : planned(root, args, context, info);
  };
}

SchemaBuilder.registerPlugin(NAME, RowsPlugin as never);
