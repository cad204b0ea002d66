import { decideClosing } from '@rollcall/domain/incident/decide-incident';
import type { PoolClient } from 'pg';
import type { AlertParts } from '../alerts/queue-alert.js';
import { INCIDENT_COLUMNS, type Incident, openIncidentOf } from './incident-row.js';
import { recoveredAt, type StepOfIncident } from './recovered-at.js';
import { writeClosings } from './write-closings.js';

const stepsOf = (chainRun: string): string => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('step', step, 'upstream', upstream, 'status', status, 'attempt', attempt, 'warnings', warnings,
     'completedAt', extract(epoch FROM completed_at) * 1000) ORDER BY position), '[]')
   FROM task_chain_steps WHERE chain_log_id = ${chainRun})`;

/** Open incidents that this chain met last, or of which nobody knows any more what met them; locked in the order of `recordTroubles`. */
const OPEN = `
  SELECT ${INCIDENT_COLUMNS}, ${stepsOf('incident.last_chain_log_id')} AS "metBy", ${stepsOf('$3::bigint')} AS now
  FROM incident LEFT JOIN task_chain_logs AS met ON met.id = incident.last_chain_log_id
  WHERE incident.status = 'open' AND incident.provider_id IS NOT DISTINCT FROM $1 AND (met.id IS NULL OR met.chain_name = $2)
  ORDER BY incident.fingerprint COLLATE "C" FOR UPDATE OF incident`;

/**
 * Closes the incidents whose cause is gone now that a step has succeeded, each with one message, and gives their number.
 *
 * An incident closes when the step that met it last is done again, later and without meeting it, in this run or in another one
 * of the same chain and provider (`recoveredAt` says which step that is). Call it in the transaction that records the step as
 * completed, under the chain run's lock, after that, and after `recordTroubles` has recorded what the step met: what was met
 * just now was met later than the step's end, and so stays open. Three statements at most; one where nothing is open.
 */
export async function closeIncidents(
  transaction: PoolClient,
  parts: AlertParts & { chainRunId: string },
  success: { chainName: string; step: string },
): Promise<number> {
  const { provider, chainRunId } = parts;
  const { rows } = await transaction.query<Incident & { metBy: StepOfIncident[]; now: StepOfIncident[] }>(OPEN, [
    provider?.id ?? null,
    success.chainName,
    chainRunId,
  ]);
  const judged = rows.map(({ metBy, now, ...incident }) => {
    const at = recoveredAt({ upstream: incident.upstream, metBy, now, succeeded: success.step });
    return { incident, decision: decideClosing({ open: openIncidentOf(incident), success: { at: at ?? incident.lastSeenAt } }) };
  });
  return writeClosings(transaction, parts, judged, `Chain run ${chainRunId}, ${success.step}.`);
}
