import type { ClosingDecision } from '@rollcall/domain/incident/decide-incident';
import type { PoolClient } from 'pg';
import { type AlertParts, queueAlerts } from '../alerts/queue-alert.js';
import { incidentAlert } from './incident-alerts.js';
import type { Incident } from './incident-row.js';

const CLOSE = `
  UPDATE incident SET status = 'closed', closed_at = to_timestamp($2 / 1000.0), closed_reason = row."closedReason"
  FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, "closedReason" text) WHERE incident.id = row.id`;

/** An open incident whose row is locked, and what was decided about it. */
export interface JudgedIncident {
  incident: Incident;
  decision: ClosingDecision;
}

/**
 * Closes those of which it was decided, each with one message, and gives their number. Two statements at most.
 *
 * @param where what has shown that it works again, for the reason that the row keeps
 */
export async function writeClosings(
  transaction: PoolClient,
  parts: AlertParts,
  judged: readonly JudgedIncident[],
  where: string,
): Promise<number> {
  const closing = judged.flatMap(({ incident, decision }) => {
    if (decision.kind !== 'closes') return [];
    const lastChainRunId = parts.chainRunId ?? incident.lastChainRunId;
    const alert = incidentAlert(decision.message, { ...incident, lastChainRunId }, parts.provider, decision.reason);
    return [{ id: incident.id, closedReason: `${decision.reason} ${where}`, alert }];
  });
  if (closing.length === 0) return 0;
  const reasons = closing.map(({ id, closedReason }) => ({ id, closedReason }));
  await transaction.query(CLOSE, [JSON.stringify(reasons), parts.deps.now()]);
  await queueAlerts(
    transaction,
    parts,
    closing.map(({ alert }) => alert),
  );
  return closing.length;
}
