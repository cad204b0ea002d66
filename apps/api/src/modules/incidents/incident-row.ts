import type { IncidentStatus, OpenIncident } from '@rollcall/domain/incident/incident';
import type { Pool, PoolClient } from 'pg';

/** A row of `incident`. Times are epoch milliseconds. */
export interface Incident {
  id: string;
  providerId: string | null;
  fingerprint: string;
  upstream: string | null;
  errorClass: string;
  endpoint: string | null;
  title: string;
  /** The newest one. */
  message: string;
  remedy: string | null;
  status: IncidentStatus;
  occurrences: number;
  recentAt: number[];
  runsTouched: string[];
  lastChainRunId: string | null;
  firstSeenAt: number;
  lastSeenAt: number;
  closedAt: number | null;
  closedReason: string | null;
  noteRequestedAt: number | null;
  note: string | null;
}

const epoch = (column: string): string => `(extract(epoch FROM incident.${column}) * 1000)::float8`;

/** What a statement over the table `incident` selects or returns to give an `Incident`. */
export const INCIDENT_COLUMNS = `incident.id, incident.provider_id AS "providerId", incident.fingerprint, incident.upstream, incident.error_class AS "errorClass",
  incident.endpoint, incident.title, incident.message, incident.remedy, incident.status, incident.occurrences,
  ARRAY(SELECT (extract(epoch FROM moment) * 1000)::float8 FROM unnest(incident.recent_at) AS moment) AS "recentAt",
  incident.runs_touched AS "runsTouched", incident.last_chain_log_id::text AS "lastChainRunId", ${epoch('first_seen_at')} AS "firstSeenAt",
  ${epoch('last_seen_at')} AS "lastSeenAt", ${epoch('closed_at')} AS "closedAt", incident.closed_reason AS "closedReason",
  ${epoch('note_requested_at')} AS "noteRequestedAt", incident.note`;

const MOST = 200;

const LIST = `
  SELECT ${INCIDENT_COLUMNS} FROM incident WHERE ($1::uuid IS NULL OR provider_id = $1) AND ($2::text IS NULL OR status = $2)
  ORDER BY status = 'open' DESC, last_seen_at DESC, id LIMIT ${MOST}`;

/** Up to 200 incidents of one provider or of all, in one status or in any: open ones first, then by when they were last seen. */
export async function listIncidents(
  pool: Pool,
  filter: { providerId?: string; status?: IncidentStatus } = {},
): Promise<Incident[]> {
  const { rows } = await pool.query<Incident>(LIST, [filter.providerId ?? null, filter.status ?? null]);
  return rows;
}

/** The incident of this id, a UUID, or null. */
export async function findIncident(db: Pool | PoolClient, id: string): Promise<Incident | null> {
  const { rows } = await db.query<Incident>(`SELECT ${INCIDENT_COLUMNS} FROM incident WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** An incident as the domain decides about it. */
export const openIncidentOf = (incident: Incident): OpenIncident => ({
  firstSeen: incident.firstSeenAt,
  lastSeen: incident.lastSeenAt,
  repeats: incident.occurrences - 1,
  occurrences: incident.recentAt,
  noteRequested: incident.noteRequestedAt !== null,
});
