import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { countRows } from '../../graphql/total-count.js';
import { DataExport, visibleExports } from './data-export.graphql.js';

const whereExports = (provider: string | null | undefined, context: GraphqlContext): Prisma.DataExportWhereInput => ({
  AND: visibleExports(principalOf(context)),
  ...(provider != null && { provider: { uen: provider } }),
});

builder.queryField('dataExports', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'export.start' },
      type: DataExport,
      cursor: 'id',
      description:
        'Files that were asked for in the last thirty days, newest first: your own; everybody’s for those who see the audit.',
      args: { provider: t.arg.string({ description: 'UEN of the provider; left out: all that you may see.' }) },
      totalCount: (_root, { provider }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.dataExport.count({ where: whereExports(provider, context), ...bound }),
        ),
      resolve: (query, _root, { provider }, context) =>
        context.database.prisma.dataExport.findMany({
          ...query,
          where: whereExports(provider, context),
          orderBy: { id: 'desc' },
        }),
    },
    ...connectionType('DataExport', DataExport, 'files'),
  ),
);
