import { windowEnd } from '@rollcall/domain/course-run/window';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { onlyWith } from '../../access/guard-field.js';
import { visibleRow } from '../../access/visible-node.js';
import { visibleAtProvider } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';
import { countRows } from '../../graphql/total-count.js';
import { SyncBatchStatus, SyncTrigger } from './sync-enums.graphql.js';
import type { BatchSummary } from './sync-input.js';
import { SyncSummary } from './sync-summary.graphql.js';

export const visibleToSyncReaders = (principal: Principal) => visibleAtProvider(principal, 'sync.read');

export const SyncBatch = builder.prismaNode('SyncBatch', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleToSyncReaders, (prisma, where) => prisma.syncBatch.findMany({ where, select: { id: true } })),
  description: 'One execution of the sync of upcoming course runs, for one provider.',
  select: { id: true, providerId: true },
  fields: (t) => ({
    runId: t.exposeString('runId', { description: 'The batch id of the log, `upcoming_<epoch milliseconds>` (S0.35).' }),
    trigger: t.field({
      type: SyncTrigger.ref,
      description: 'What started it.',
      select: { trigger: true },
      resolve: (batch) => SyncTrigger.read(batch.trigger),
    }),
    status: t.field({
      type: SyncBatchStatus.ref,
      description: 'How it stands or ended.',
      select: { status: true },
      resolve: (batch) => SyncBatchStatus.read(batch.status),
    }),
    today: t.expose('today', { type: 'Date', description: 'The day it works by, decided once in the provider’s time zone.' }),
    thresholdDays: t.exposeInt('thresholdDays', { description: 'How many days ahead it looks.' }),
    windowEnd: t.field({
      type: 'Date',
      description: 'The last day it looks at.',
      select: { today: true, thresholdDays: true },
      resolve: ({ today, thresholdDays }) => new Date(windowEnd(today.toISOString().slice(0, 10), thresholdDays)),
    }),
    onlySsgRunId: t.exposeString('onlySsgRunId', {
      nullable: true,
      description: 'The one SSG run it is for, where it is not for all.',
    }),
    callsMade: t.exposeInt('callsMade', { description: 'Calls made to SSG.' }),
    callsPredicted: t.exposeInt('callsPredicted', {
      nullable: true,
      description: 'Calls to SSG expected in all, as soon as that is known.',
    }),
    resumedCount: t.exposeInt('resumedCount', { description: 'How often it was taken up again.' }),
    summary: t.field({
      type: SyncSummary,
      nullable: true,
      description: 'What it did, counted; null until it has ended.',
      select: { summary: true },
      // Written by finish-batch.ts as a BatchSummary and by nothing else.
      resolve: (batch) => batch.summary as BatchSummary | null,
    }),
    error: t.exposeString('errorMessage', { nullable: true, description: 'Why it failed or stopped.' }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What to do about that.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    heartbeatAt: t.expose('heartbeatAt', { type: 'DateTime', description: 'When it last showed that it lives.' }),
    completedAt: t.expose('completedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    provider: t.relation('provider', { description: 'The provider it is for.' }),
  }),
});

const syncBatchConnection = connectionType('SyncBatch', SyncBatch, 'sync batches');

/** The newest first; batches never begin at the same millisecond for one provider. */
const BATCH_ORDER = [{ startedAt: 'desc' as const }, { id: 'desc' as const }];

builder.prismaObjectField('TrainingProvider', 'syncBatches', (t) =>
  t.relatedConnection(
    'syncBatches',
    {
      ...onlyWith<{ id: string }>('sync.read', ({ id }) => id),
      nullable: true,
      cursor: 'id',
      totalCount: true,
      description: 'Its sync batches, newest first. Null with FORBIDDEN for those without `sync.read`.',
      query: { orderBy: BATCH_ORDER },
    },
    ...syncBatchConnection,
  ),
);

const SyncBatchFilter = builder.inputType('SyncBatchFilter', {
  description: 'Which sync batches; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    status: t.field({ type: SyncBatchStatus.ref, description: 'Stands there, or ended so.' }),
    runId: t.string({ description: 'Exactly this run id, `upcoming_<epoch milliseconds>`.' }),
  }),
});

/** The visible rows that a filter lets through. */
function whereBatches(
  filter: typeof SyncBatchFilter.$inferInput | null | undefined,
  context: GraphqlContext,
): Prisma.SyncBatchWhereInput {
  const { provider, status, runId } = filter ?? {};
  return {
    AND: visibleToSyncReaders(principalOf(context)),
    ...(provider != null && { provider: { uen: provider } }),
    ...(status != null && { status }),
    ...(runId != null && { runId }),
  };
}

builder.queryField('syncBatches', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'sync.read' },
      type: SyncBatch,
      cursor: 'id',
      description: 'Sync batches, newest first.',
      args: { filter: t.arg({ type: SyncBatchFilter }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, (prisma, bound) =>
          prisma.syncBatch.count({ where: whereBatches(filter, context), ...bound }),
        ),
      resolve: (query, _root, { filter }, context) =>
        context.database.prisma.syncBatch.findMany({ ...query, where: whereBatches(filter, context), orderBy: BATCH_ORDER }),
    },
    ...syncBatchConnection,
  ),
);
