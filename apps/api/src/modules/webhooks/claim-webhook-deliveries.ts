import type { Pool } from 'pg';

/** A message that one process may send until its claim runs out. */
export interface ClaimedWebhook {
  id: string;
  /** What receivers know the message by: a message that is sent again is the same one. */
  messageId: string;
  webhookId: string;
  providerId: string;
  url: string;
  secretSealed: string;
  kind: string;
  payload: unknown;
  /** This one included. It fences: whoever claims the message later has a higher one. */
  attempt: number;
  /** The database's time, epoch milliseconds. */
  claimedAt: number;
}

/** How long a process may take to send what it claimed; if it dies, another one sends it then. */
const CLAIM_SECONDS = 120;
/** Of one webhook at a time: a receiver that does not answer holds up its own messages, not those of others. */
const MOST_PER_WEBHOOK = 2;

/** The attempt is counted before it is made: a crash delays the message, and neither loses it nor makes its attempts endless. */
const CLAIM = `
  WITH ranked AS (
    SELECT delivery.id, row_number() OVER (PARTITION BY delivery.endpoint_id ORDER BY delivery.next_attempt_at, delivery.id) AS place
    FROM webhook_delivery AS delivery JOIN webhook_endpoint AS endpoint ON endpoint.id = delivery.endpoint_id AND endpoint.active
    WHERE delivery.status = 'pending' AND delivery.next_attempt_at <= now()
  ), due AS MATERIALIZED (
    SELECT delivery.id FROM webhook_delivery AS delivery JOIN ranked ON ranked.id = delivery.id
    WHERE ranked.place <= ${MOST_PER_WEBHOOK} AND delivery.status = 'pending' AND delivery.next_attempt_at <= now()
    ORDER BY delivery.next_attempt_at, delivery.id LIMIT $1 FOR UPDATE OF delivery SKIP LOCKED
  )
  UPDATE webhook_delivery AS delivery SET attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 second'
  FROM due, webhook_endpoint AS endpoint WHERE delivery.id = due.id AND endpoint.id = delivery.endpoint_id
  RETURNING delivery.id, coalesce(delivery.resent_from_id, delivery.id) AS "messageId", endpoint.id AS "webhookId",
    endpoint.provider_id AS "providerId", endpoint.url, endpoint.secret_sealed AS "secretSealed", delivery.kind, delivery.payload,
    delivery.attempts AS attempt, (extract(epoch FROM now()) * 1000)::float8 AS "claimedAt"`;

/** Takes up to `most` messages that are due, of webhooks that are switched on; none that another process is taking now. */
export async function claimWebhookDeliveries(pool: Pool, most: number): Promise<ClaimedWebhook[]> {
  const { rows } = await pool.query<ClaimedWebhook>(CLAIM, [most, CLAIM_SECONDS]);
  return rows;
}
