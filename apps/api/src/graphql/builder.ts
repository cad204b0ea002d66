import SchemaBuilder from '@pothos/core';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import type { Action } from '@rollcall/domain/permission/actions';
import { may } from '@rollcall/domain/permission/can';
import { getDatamodel } from '@rollcall/prisma/generated/pothos-types';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { type GraphqlContext, unauthenticated } from './context.js';
import { DateScalar } from './date-scalar.js';
import { forbidden } from './forbidden.js';
import { findNode, findNodes } from './node-lookup.js';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './page-limits.js';
import RowsPlugin from './rows-plugin.js';

type PrismaTypes = import('@rollcall/prisma/generated/pothos-types').default;

/** Configures the schema; types and queries stand in `modules/<noun>/<noun>.graphql.ts`, and `schema.ts` gathers them. */
export const builder = new SchemaBuilder<{
  Context: GraphqlContext;
  AuthScopes: {
    /** May do this at some provider at least; which rows, the resolver says. */
    may: Action;
    /** Has said who they are. */
    signedIn: boolean;
    /** Asks nothing of the caller. */
    anyone: boolean;
  };
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    Date: { Input: Date; Output: Date };
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
  };
}>({
  // The scopes come first, so that nothing is read for those who may not; then what can be read without Prisma's plugin.
  plugins: [ScopeAuthPlugin, RowsPlugin, PrismaPlugin, RelayPlugin],
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ principal }) => ({
      may: (action) => principal !== null && may(principal, action),
      signedIn: principal !== null,
      anyone: true,
    }),
    unauthorizedError: (_parent, { principal }, info) => (principal ? forbidden(principal, info) : unauthenticated()),
  },
  defaultFieldNullability: false,
  prisma: {
    client: (context) => context.database.prisma,
    dmmf: getDatamodel(),
    // The total of what the filter lets through, not of the table.
    filterConnectionTotalCount: true,
    defaultConnectionSize: DEFAULT_PAGE_SIZE,
    maxConnectionSize: MAX_PAGE_SIZE,
    onUnusedQuery: 'error',
  },
  relay: {
    cursorType: 'String',
    nodesOnConnection: true,
    edgesFieldOptions: { nullable: false },
    nodeFieldOptions: { nullable: false },
    nodeTypeOptions: { description: 'Anything with a global id, which `node` and `nodes` find again.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its connection.' },
    nodeQueryOptions: {
      authScopes: { signedIn: true },
      nullable: true,
      description: 'The object with this global id; null when there is none.',
      resolve: (_root, { id }, _context, info, resolveNode) => findNode(id, info, resolveNode),
    },
    nodesQueryOptions: {
      authScopes: { signedIn: true },
      nullable: { list: false, items: true },
      description: `The objects with these global ids, in the same order; null where there is none. At most ${MAX_PAGE_SIZE}.`,
      resolve: (_root, args, _context, info, resolveNodes) => findNodes(args, info, resolveNodes),
    },
  },
});

builder.addScalarType('Date', DateScalar, { description: 'A calendar day, `YYYY-MM-DD`.' });
builder.addScalarType('DateTime', DateTimeResolver, { description: 'An instant, ISO 8601 in UTC.' });
builder.addScalarType('JSON', JSONResolver, { description: 'Any JSON value.' });

builder.queryType({ description: 'Everything that can be read. Nothing here writes.' });
