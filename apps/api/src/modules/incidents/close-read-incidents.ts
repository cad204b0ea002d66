import { decideClosing } from '@rollcall/domain/incident/decide-incident';
import type { PoolClient } from 'pg';
import type { AlertParts } from '../alerts/queue-alert.js';
import { MOST_RUNS } from './group-troubles.js';
import { INCIDENT_COLUMNS, type Incident, openIncidentOf } from './incident-row.js';
import { writeClosings } from './write-closings.js';

/**
 * Open incidents of SSG all of whose runs a batch has read to their end. One that names as many runs as an incident can may
 * have touched more: nobody can say of it that all were read. Locked in the order of `recordTroubles`.
 */
const READ_AGAIN = `
  SELECT ${INCIDENT_COLUMNS} FROM incident
  WHERE status = 'open' AND provider_id = $1 AND upstream = 'ssg' AND cardinality(runs_touched) BETWEEN 1 AND ${MOST_RUNS - 1}
    AND runs_touched <@ ARRAY(
      SELECT course_run_id FROM upcoming_course_runs_log
      WHERE batch_id = $2 AND course_run_id IS NOT NULL AND status IN ('success', 'no_enrolments') AND trainer_outcome IS DISTINCT FROM 'error')
  ORDER BY fingerprint COLLATE "C" FOR UPDATE`;

/**
 * Closes the incidents of which a sync outside chains has shown that they are over: every run that they touched was read again,
 * by a batch that began after they were last seen. It is how an incident ends whose requeue is such a sync (S1.19). Gives their
 * number. Three statements at most; one where nothing is open.
 */
export async function closeReadIncidents(
  transaction: PoolClient,
  parts: AlertParts,
  batch: { id: string; runId: string; startedAt: number },
): Promise<number> {
  const { rows } = await transaction.query<Incident>(READ_AGAIN, [parts.provider?.id ?? null, batch.id]);
  const judged = rows.map((incident) => ({
    incident,
    decision: decideClosing({ open: openIncidentOf(incident), success: { at: batch.startedAt } }),
  }));
  return writeClosings(transaction, parts, judged, `Sync ${batch.runId} has read every run that it touched.`);
}
