import type { AlertChannel, AlertDeliveryStatus } from '@rollcall/domain/incident/alert-delivery';
import type { Pool } from 'pg';

/** A message of the outbox as people look at it. Times are epoch milliseconds. */
export interface Delivery {
  id: string;
  providerId: string | null;
  incidentId: string | null;
  chainRunId: string | null;
  kind: string;
  channel: AlertChannel;
  recipient: string;
  subject: string;
  status: AlertDeliveryStatus;
  attempts: number;
  lastError: string | null;
  createdAt: number;
  nextAttemptAt: number;
  sentAt: number | null;
}

const MOST = 200;

const epoch = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

const LIST = `
  SELECT id, provider_id AS "providerId", incident_id AS "incidentId", chain_log_id::text AS "chainRunId", kind, channel, recipient, subject,
    status, attempts, last_error AS "lastError", ${epoch('created_at')} AS "createdAt", ${epoch('next_attempt_at')} AS "nextAttemptAt",
    ${epoch('sent_at')} AS "sentAt"
  FROM alert_delivery WHERE ($1::uuid IS NULL OR provider_id = $1) AND ($2::text IS NULL OR status = $2)
  ORDER BY created_at DESC, id DESC LIMIT ${MOST}`;

/** The newest 200 messages of the outbox, of one provider or of all, in one status or in any. */
export async function listDeliveries(
  pool: Pool,
  filter: { providerId?: string; status?: Delivery['status'] } = {},
): Promise<Delivery[]> {
  const { rows } = await pool.query<Delivery>(LIST, [filter.providerId ?? null, filter.status ?? null]);
  return rows;
}
