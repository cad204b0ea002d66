import { decideOccurrence } from '@rollcall/domain/incident/decide-incident';
import type { PoolClient } from 'pg';
import type { Trouble } from '../../workflow/step-handler.js';
import { type Alert, type AlertParts, queueAlerts } from '../alerts/queue-alert.js';
import { groupTroubles, mergeRuns, type TroubleGroup } from './group-troubles.js';
import { incidentAlert } from './incident-alerts.js';
import { INCIDENT_COLUMNS, type Incident, openIncidentOf } from './incident-row.js';

/**
 * Opens an incident for each fingerprint that has none, or takes hold of the open one as it is: whoever comes second waits
 * here for the first, and then sees what it wrote. The partial unique index decides, so two processes never open two.
 */
const OPEN_OR_LOCK = `
  INSERT INTO incident (id, provider_id, fingerprint, upstream, error_class, endpoint, title, message, remedy, recent_at, runs_touched,
    last_chain_log_id, first_seen_at, last_seen_at)
  SELECT id, $2, fingerprint, upstream, "errorClass", endpoint, title, message, remedy, ARRAY[to_timestamp($4 / 1000.0)], "runsTouched",
    $3, to_timestamp($4 / 1000.0), to_timestamp($4 / 1000.0)
  FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, fingerprint text, upstream text, "errorClass" text, endpoint text, title text,
    message text, remedy text, "runsTouched" text[])
  ON CONFLICT (provider_id, fingerprint) WHERE status = 'open' DO UPDATE SET status = 'open'
  RETURNING ${INCIDENT_COLUMNS}`;

const REPEAT = `
  UPDATE incident SET message = row.message, remedy = row.remedy, runs_touched = row."runsTouched", occurrences = row.occurrences,
    recent_at = ARRAY(SELECT to_timestamp(moment::float8 / 1000) FROM jsonb_array_elements_text(row."recentAt") AS moment),
    last_chain_log_id = coalesce(row."lastChainRunId", incident.last_chain_log_id), last_seen_at = to_timestamp(row."lastSeenAt" / 1000),
    note_requested_at = to_timestamp(row."noteRequestedAt" / 1000)
  FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, message text, remedy text, "runsTouched" text[], occurrences int, "recentAt" jsonb,
    "lastChainRunId" bigint, "lastSeenAt" float8, "noteRequestedAt" float8)
  WHERE incident.id = row.id`;

/**
 * Makes troubles into incidents, one per fingerprint (upstream, error class, endpoint, provider), in three statements however
 * many there are. A trouble without an open incident opens one and tells people; a repeat tells nobody; the third repeat within
 * a day asks once for a corrective-action note (S1.19). Troubles of one call and fingerprint are one occurrence.
 *
 * Needs nothing but the transaction it is given. It throws what the database throws: the caller keeps it in a savepoint, so
 * that telling of a failure can never undo its record (bug 46).
 */
export async function recordTroubles(transaction: PoolClient, parts: AlertParts, troubles: readonly Trouble[]): Promise<void> {
  const { deps, provider, chainRunId } = parts;
  const groups = groupTroubles(troubles, provider?.id ?? null);
  if (groups.length === 0) return;
  const now = deps.now();
  const candidates = groups.map((group) => ({ ...group, id: deps.newId() }));
  const values = [JSON.stringify(candidates), provider?.id ?? null, chainRunId, now];
  const { rows } = await transaction.query<Incident>(OPEN_OR_LOCK, values);
  const incidents = new Map(rows.map((incident) => [incident.fingerprint, incident]));
  const occurrences = candidates.flatMap(({ id, ...group }) => {
    const incident = incidents.get(group.fingerprint);
    return incident ? [occurrenceOf(parts, group, incident, { isNew: incident.id === id, now })] : [];
  });
  const repeated = occurrences.flatMap(({ incident, isNew }) => (isNew ? [] : [incident]));
  if (repeated.length > 0) await transaction.query(REPEAT, [JSON.stringify(repeated)]);
  await queueAlerts(
    transaction,
    parts,
    occurrences.flatMap(({ alert }) => alert ?? []),
  );
}

interface Occurrence {
  isNew: boolean;
  /** As it is afterwards. */
  incident: Incident;
  alert: Alert | null;
}

function occurrenceOf(
  parts: AlertParts,
  group: TroubleGroup,
  found: Incident,
  { isNew, now }: { isNew: boolean; now: number },
): Occurrence {
  const decision = decideOccurrence({ open: isNew ? null : openIncidentOf(found), now });
  const incident: Incident = {
    ...found,
    message: group.message,
    remedy: group.remedy ?? found.remedy,
    runsTouched: mergeRuns(found.runsTouched, group.runsTouched),
    occurrences: decision.incident.repeats + 1,
    recentAt: [...decision.incident.occurrences],
    lastChainRunId: parts.chainRunId ?? found.lastChainRunId,
    lastSeenAt: decision.incident.lastSeen,
    noteRequestedAt: decision.kind === 'asks_for_note' ? now : found.noteRequestedAt,
  };
  const { message, reason } = decision;
  return { isNew, incident, alert: message && incidentAlert(message, incident, parts.provider, reason) };
}
