import type { JsonValue } from '@rollcall/domain/change/change';
import { globalIdOf } from '../../../contract/global-id.js';
import { graphqlName } from '../../../graphql/stored-enum.js';
import { maskIdentifiersIn } from '../../../identifiers/mask-identifier.js';
import { type AuditEntryFilter, whereEntries } from '../../audit/audit-queries.graphql.js';
import { shownAudit } from '../../audit/shown-audit.js';
import { exportSource, instantOf } from '../export-source.js';

/** Who did or saw what, as `auditEntries` lists it: masked (S1.26, X4). */
export const auditEntrySource = exportSource({
  dates: ['from', 'to'],
  where: async (filter: typeof AuditEntryFilter.$inferInput, context, { id: providerId }) => ({
    AND: [{ providerId }, await whereEntries(filter, context)],
  }),
  count: (rows, where, take) => rows.auditEntry.count({ where, take }),
  page: (rows, where, after, take) => rows.auditEntry.findMany({ where: { AND: [where, after] }, orderBy: { id: 'asc' }, take }),
  columns: {
    number: ({ id }) => String(id),
    actorKind: ({ actorType }) => graphqlName(actorType),
    actorId: ({ actorId }) => actorId,
    actorName: ({ actorName }) => actorName,
    actorRole: ({ actorRole }) => actorRole,
    action: ({ action }) => action,
    entityType: ({ entityType }) => entityType,
    entityId: ({ entityId }) => entityId,
    reason: ({ reason }) => reason && maskIdentifiersIn(reason),
    before: ({ entityType, before }) => shown(entityType, before),
    after: ({ entityType, after }) => shown(entityType, after),
    changeSetId: ({ changeSetId }) => changeSetId && globalIdOf('ChangeSet', changeSetId),
    correlationId: ({ correlationId }) => correlationId,
    createdAt: ({ createdAt }) => instantOf(createdAt),
  },
});

/** What was JSON stays JSON. */
const shown = (entityType: string, stored: unknown): JsonValue => shownAudit(entityType, stored) as JsonValue;
