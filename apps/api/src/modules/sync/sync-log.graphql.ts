import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { visibleRow } from '../../access/visible-node.js';
import { rowIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { connectionType } from '../../graphql/connection-type.js';
import { principalOf } from '../../graphql/context.js';
import type { RowContext } from '../../graphql/row-context.js';
import { countRows } from '../../graphql/total-count.js';
import { sentenceOf } from '../changes/provenance.graphql.js';
import { TrainerOutcome } from '../trainers/trainer-enums.graphql.js';
import { type Decision, readDecisions } from './read-decisions.js';
import { visibleToSyncReaders } from './sync-batch.graphql.js';
import { SyncLogStatus } from './sync-enums.graphql.js';

const DecisionKind = builder.enumType('SyncDecisionKind', {
  description: 'What kind of decision it is that changed nothing.',
  values: {
    SKIP: { value: 'skip', description: 'Something was left as it is.' },
    NOTICE: { value: 'notice', description: 'Something a person should know.' },
    TRAINER_NOTICE: { value: 'trainer_notice', description: 'Something a person should know about the trainers.' },
  } as const,
});

export const SyncDecision = builder.objectRef<Decision>('SyncDecision').implement({
  description: 'A decision of a sync that changed nothing, with its reason.',
  fields: (t) => ({
    kind: t.field({ type: DecisionKind, description: 'What kind of decision.', resolve: (decision) => decision.kind }),
    key: t.exposeString('key', { description: 'The SSG run id or reference number it is about.' }),
    rule: t.exposeString('rule', { description: 'Id of the rule that decided.' }),
    ruleText: t.string({
      nullable: true,
      description: 'The rule in a sentence.',
      resolve: (decision) => sentenceOf(decision.rule),
    }),
    reason: t.exposeString('reason', { description: 'Why, in this case.' }),
  }),
});

const SyncLog = builder.prismaNode('SyncLog', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleToSyncReaders, (prisma, where) => prisma.syncLog.findMany({ where, select: { id: true } })),
  description: 'What one sync batch made of one course run, or of a course without a run (S0.35).',
  select: { id: true },
  fields: (t) => ({
    runId: t.exposeString('runId', { description: 'Run id of the batch, `upcoming_<epoch milliseconds>`.' }),
    ssgRunId: t.exposeString('ssgRunId', {
      nullable: true,
      description: 'SSG’s run id; null where the line is about the course.',
    }),
    courseCode: t.exposeString('courseCode', { description: 'Course code.' }),
    courseTitle: t.exposeString('courseTitle', { description: 'Course title.' }),
    ssgStartDate: t.expose('ssgStartDate', { type: 'Date', nullable: true, description: 'First day at SSG.' }),
    ssgEndDate: t.expose('ssgEndDate', { type: 'Date', nullable: true, description: 'Last day at SSG.' }),
    dbStartDate: t.expose('dbStartDate', { type: 'Date', nullable: true, description: 'First day here before this batch.' }),
    dbEndDate: t.expose('dbEndDate', { type: 'Date', nullable: true, description: 'Last day here before this batch.' }),
    modeOfLearning: t.exposeString('modeOfLearning', {
      nullable: true,
      description: 'Mode of learning by the provider’s table.',
    }),
    vacancyCode: t.exposeString('vacancyCode', { nullable: true, description: 'SSG’s vacancy code.' }),
    status: t.field({
      type: SyncLogStatus.ref,
      description: 'What became of the run.',
      select: { status: true },
      resolve: (line) => SyncLogStatus.read(line.status),
    }),
    touched: t.exposeBoolean('touched', { description: 'Whether the local run was written or confirmed.' }),
    trainerOutcome: t.field({
      type: TrainerOutcome.ref,
      nullable: true,
      description: 'What the trainer pass concluded; null where it did not look.',
      select: { trainerOutcome: true },
      resolve: (line) => (line.trainerOutcome === null ? null : TrainerOutcome.read(line.trainerOutcome)),
    }),
    errorCode: t.exposeString('errorCode', { nullable: true, description: 'Code of the error.' }),
    error: t.exposeString('errorMessage', { nullable: true, description: 'What went wrong.' }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What to do about it.' }),
    correlationId: t.exposeString('correlationId', {
      nullable: true,
      description: 'Correlation id of the call to SSG that failed.',
    }),
    decisions: t.field({
      type: [SyncDecision],
      description: 'What was decided and changed nothing: skips and notices.',
      select: { decisions: true },
      resolve: (line) => readDecisions(line.decisions),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the run was found.' }),
    processedAt: t.expose('processedAt', { type: 'DateTime', nullable: true, description: 'When it was processed.' }),
    batch: t.relation('batch', { description: 'The batch it belongs to.' }),
    provider: t.relation('provider', { description: 'The provider it is for.' }),
  }),
});

const syncLogConnection = connectionType('SyncLog', SyncLog, 'log lines');

builder.prismaObjectField('SyncBatch', 'logs', (t) =>
  t.relatedConnection(
    'logs',
    { cursor: 'id', totalCount: true, description: 'Its log lines, in order.', query: { orderBy: [{ id: 'asc' }] } },
    ...syncLogConnection,
  ),
);

export const SyncLogFilter = builder.inputType('SyncLogFilter', {
  description: 'Which log lines; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    batch: t.id({ description: 'Global id of the batch, or its run id.' }),
    status: t.field({ type: SyncLogStatus.ref, description: 'Has this status.' }),
    courseCode: t.string({ description: 'Exactly this course code.' }),
    ssgRunId: t.string({ description: 'Exactly this SSG run id.' }),
  }),
});

/** The visible rows that a filter lets through. */
export function whereLogs(
  filter: typeof SyncLogFilter.$inferInput | null | undefined,
  context: RowContext,
): Prisma.SyncLogWhereInput {
  const { provider, batch, status, courseCode, ssgRunId } = filter ?? {};
  return {
    AND: visibleToSyncReaders(principalOf(context)),
    ...(provider != null && { provider: { uen: provider } }),
    ...(batch != null && whereBatch(String(batch))),
    ...(status != null && { status }),
    ...(courseCode != null && { courseCode }),
    ...(ssgRunId != null && { ssgRunId }),
  };
}

function whereBatch(batch: string): Prisma.SyncLogWhereInput {
  const batchId = rowIdOf('SyncBatch', batch);
  return batchId === null ? { runId: batch } : { batchId };
}

builder.queryField('syncLogs', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'sync.read' },
      type: SyncLog,
      cursor: 'id',
      description: 'Log lines of the syncs, newest first.',
      args: { filter: t.arg({ type: SyncLogFilter }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, (prisma, bound) => prisma.syncLog.count({ where: whereLogs(filter, context), ...bound })),
      resolve: (query, _root, { filter }, context) =>
        context.database.prisma.syncLog.findMany({ ...query, where: whereLogs(filter, context), orderBy: [{ id: 'desc' }] }),
    },
    ...syncLogConnection,
  ),
);
