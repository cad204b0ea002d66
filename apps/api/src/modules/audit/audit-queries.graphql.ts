import { decodeGlobalID } from '@pothos/plugin-relay';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { visibleAtProvider, visibleProviders } from '../../access/visible-rows.js';
import { isRowId, rowIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { contains } from '../../graphql/contains.js';
import { principalOf } from '../../graphql/context.js';
import { perOperation } from '../../graphql/context-loader.js';
import type { RowContext } from '../../graphql/row-context.js';
import { countRows } from '../../graphql/total-count.js';
import { createBatchLoader } from '../../persistence/batch-loader.js';
import { AuditEntry, auditEntryConnection } from './audit-entry.graphql.js';
import { createEntitiesOfRunLoader } from './entities-of-run.js';

export const AuditEntryFilter = builder.inputType('AuditEntryFilter', {
  description: 'Which entries; what is left out does not restrict.',
  fields: (t) => ({
    provider: t.string({ description: 'UEN of the provider.' }),
    actor: t.string({ description: 'Part of the actor’s name, whatever the case; or exactly their row id.' }),
    action: t.string({ description: 'Exactly this action, `enrolment.remove`; or all of a noun, `enrolment.`.' }),
    entityId: t.id({ description: 'Global id, or row id, of what it was done to.' }),
    courseRun: t.id({
      description:
        'Global id of a course run: what was done to it, its enrolments, its trainers and their declines, to those of before too.',
    }),
    from: t.field({ type: 'DateTime', description: 'At this moment or later.' }),
    to: t.field({ type: 'DateTime', description: 'Before this moment.' }),
  }),
});

type Filter = typeof AuditEntryFilter.$inferInput | null | undefined;

/** The audit names providers by row id alone. Those whom the viewer may not see are unknown. */
const providerIdsByUen = perOperation((context: RowContext) =>
  createBatchLoader(async (uens: string[]) => {
    const rows = await context.database.prisma.trainingProvider.findMany({
      where: { AND: [{ uen: { in: uens } }, visibleProviders(principalOf(context))] },
      select: { id: true, uen: true },
    });
    return uens.map((uen) => rows.find((row) => row.uen === uen)?.id ?? null);
  }),
);

const entitiesOfRun = perOperation(({ database }: RowContext) => createEntitiesOfRunLoader(database.pool));

/** The row id in a global id of whatever type, or the row id itself; null for anything else. */
function anyRowIdOf(text: string): string | null {
  if (isRowId(text)) return text;
  try {
    const { id } = decodeGlobalID(text);
    return isRowId(id) ? id : null;
  } catch {
    return null;
  }
}

/** The visible rows that a filter lets through. */
export async function whereEntries(filter: Filter, context: RowContext): Promise<Prisma.AuditEntryWhereInput> {
  const { provider, actor, action, entityId, courseRun, from, to } = filter ?? {};
  const conditions: Prisma.AuditEntryWhereInput[] = [visibleAtProvider(principalOf(context), 'audit.read')];
  if (provider != null) {
    const providerId = await providerIdsByUen(context)(provider);
    conditions.push(providerId === null ? { id: { in: [] } } : { providerId });
  }
  if (actor != null) conditions.push(isRowId(actor) ? { actorId: actor } : { actorName: contains(actor) });
  if (action != null) conditions.push({ action: action.endsWith('.') ? { startsWith: action } : action });
  if (entityId != null) {
    const rowId = anyRowIdOf(String(entityId));
    conditions.push(rowId === null ? { id: { in: [] } } : { entityId: rowId });
  }
  if (courseRun != null) {
    const courseRunId = rowIdOf('CourseRun', String(courseRun));
    conditions.push({ entityId: { in: courseRunId === null ? [] : await entitiesOfRun(context)(courseRunId) } });
  }
  if (from != null) conditions.push({ createdAt: { gte: from } });
  if (to != null) conditions.push({ createdAt: { lt: to } });
  return { AND: conditions };
}

builder.queryField('auditEntries', (t) =>
  t.prismaConnection(
    {
      authScopes: { may: 'audit.read' },
      type: AuditEntry,
      cursor: 'id',
      description: 'Who did or saw what at the providers whose audit you may see, newest first.',
      args: { filter: t.arg({ type: AuditEntryFilter, description: 'Which entries.' }) },
      totalCount: (_root, { filter }, context) =>
        countRows(context.database, async (prisma, bound) =>
          prisma.auditEntry.count({ where: await whereEntries(filter, context), ...bound }),
        ),
      resolve: async (query, _root, { filter }, context) =>
        context.database.prisma.auditEntry.findMany({
          ...query,
          where: await whereEntries(filter, context),
          orderBy: [{ id: 'desc' }],
        }),
    },
    ...auditEntryConnection,
  ),
);
