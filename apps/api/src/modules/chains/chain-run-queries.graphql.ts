import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { countRows } from '../../graphql/total-count.js';
import { ChainRunStatus, ChainRunTrigger } from './chain-enums.graphql.js';
import { ChainRun, visibleChainRuns } from './chain-run.graphql.js';
import { chainRunNumberOf } from './chain-run-id.js';

const ChainRunFilter = builder.inputType('ChainRunFilter', {
  description: 'Which chain runs; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    chain: t.string({ description: 'Name of the chain.' }),
    status: t.field({ type: ChainRunStatus.ref, description: 'Stands there, or ended so.' }),
    trigger: t.field({ type: ChainRunTrigger.ref, description: 'Was set in motion so.' }),
  }),
});

/** The visible rows that a filter lets through. */
function whereChainRuns(
  filter: typeof ChainRunFilter.$inferInput | null | undefined,
  context: GraphqlContext,
): Prisma.ChainRunWhereInput {
  const { provider, chain, status, trigger } = filter ?? {};
  return {
    AND: visibleChainRuns(principalOf(context)),
    ...(provider != null && { provider: { uen: provider } }),
    ...(chain != null && { chainName: chain }),
    ...(status != null && { status }),
    ...(trigger != null && { trigger }),
  };
}

builder.queryFields((t) => ({
  chainRuns: t.prismaConnection(
    {
      authScopes: { may: 'chain.read' },
      type: ChainRun,
      cursor: 'id',
      description: 'Chain runs, newest first; ticks that did not become one are among them, as `SKIPPED`.',
      args: { filter: t.arg({ type: ChainRunFilter }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.chainRun.count({ where: whereChainRuns(filter, context), ...bound }),
        ),
      resolve: (query, _root, { filter }, context) =>
        context.database.prisma.chainRun.findMany({
          ...query,
          where: whereChainRuns(filter, context),
          orderBy: [{ id: 'desc' }],
        }),
    },
    ...connectionType('ChainRun', ChainRun, 'chain runs'),
  ),
  chainRun: t.prismaField({
    authScopes: { may: 'chain.read' },
    type: ChainRun,
    nullable: true,
    description: 'One chain run; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'Its global id, or its number.' }) },
    // No run has the number 0.
    resolve: (query, _root, { id }, context) =>
      context.database.prisma.chainRun.findUnique({
        ...query,
        where: { id: BigInt(chainRunNumberOf(String(id)) ?? 0), AND: visibleChainRuns(principalOf(context)) },
      }),
  }),
}));
