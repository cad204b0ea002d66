import type { Principal } from '@rollcall/domain/permission/principal';
import { visibleAtProvider } from '../../access/visible-rows.js';
import type { Database } from '../../dependencies.js';
import { type ActivityBatch, writeCursor } from '../../events/activity.js';
import { reachesProvider } from './reaches-provider.js';

/** What happens to an incident. */
export const INCIDENT_CHANGE_KINDS = ['incident.opened', 'incident.repeated', 'incident.noted', 'incident.closed'] as const;
export type IncidentChangeKind = (typeof INCIDENT_CHANGE_KINDS)[number];

/** Incidents that changed together. */
export interface IncidentsChange {
  /** Of the last row that it tells of. */
  cursor: string;
  kinds: IncidentChangeKind[];
  /** Row ids, each once. */
  incidentIds: string[];
  happenedAt: Date;
}

/**
 * What a batch of the log tells a principal about incidents, of one provider or of all they may see; null where it tells
 * nothing. One statement at most.
 *
 * @param uen of the provider; null: of every one
 */
export async function incidentsChangeOf(
  { prisma }: Database,
  principal: Principal,
  uen: string | null,
  batch: ActivityBatch,
): Promise<IncidentsChange | null> {
  const kinds: readonly string[] = INCIDENT_CHANGE_KINDS;
  const reaches = reachesProvider(principal, 'incident.read');
  const rows = batch.filter(({ kind, providerId }) => kinds.includes(kind) && reaches(providerId));
  if (rows.length === 0) return null;
  const found = await prisma.incident.findMany({
    where: {
      AND: [
        visibleAtProvider(principal, 'incident.read'),
        { id: { in: [...new Set(rows.flatMap(({ entityIds }) => entityIds))] } },
        ...(uen === null ? [] : [{ provider: { uen } }]),
      ],
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const shown = new Set(found.map(({ id }) => id));
  const told = rows.filter(({ entityIds }) => entityIds.some((id) => shown.has(id)));
  const last = told.at(-1);
  if (!last) return null;
  return {
    cursor: writeCursor(last),
    kinds: INCIDENT_CHANGE_KINDS.filter((kind) => told.some((row) => row.kind === kind)),
    incidentIds: [...shown],
    happenedAt: last.createdAt,
  };
}
