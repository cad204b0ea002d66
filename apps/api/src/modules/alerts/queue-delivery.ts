import type { AlertChannel } from '@rollcall/domain/incident/alert-delivery';
import type { PoolClient } from 'pg';

/** A message for one recipient, to be sent once the transaction that wrote it has committed. */
export interface NewDelivery {
  /** A UUID. It goes out with the message, so that a receiver can drop a double. */
  id: string;
  providerId: string | null;
  incidentId?: string | null;
  chainRunId?: string | null;
  kind: string;
  channel: AlertChannel;
  recipient: string;
  subject: string;
  body: string;
  /** What a program wants to know, for the webhook. JSON, no identifier in the clear. */
  data?: unknown;
}

/** Due in whole milliseconds, cut off: rounded up, a message would not be due yet to whoever looks at once. */
const INSERT_DELIVERIES = `
  INSERT INTO alert_delivery (id, provider_id, incident_id, chain_log_id, kind, channel, recipient, subject, body, data, next_attempt_at)
  SELECT id, "providerId", "incidentId", "chainRunId", kind, channel, recipient, subject, body, data, date_trunc('milliseconds', now())
  FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, "providerId" uuid, "incidentId" uuid, "chainRunId" bigint, kind text, channel text,
    recipient text, subject text, body text, data jsonb)
  ON CONFLICT (id) DO NOTHING`;

/** Puts messages into the outbox in one statement, due at once. An id that is already there is the same message and stays as it is. */
export async function queueDeliveries(transaction: PoolClient, deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await transaction.query(INSERT_DELIVERIES, [JSON.stringify(deliveries)]);
}

/** Puts one message into the outbox. */
export async function queueDelivery(transaction: PoolClient, delivery: NewDelivery): Promise<void> {
  await queueDeliveries(transaction, [delivery]);
}
