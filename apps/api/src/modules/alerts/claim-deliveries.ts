import type { AlertChannel } from '@rollcall/domain/incident/alert-delivery';
import type { Pool } from 'pg';
import type { OutgoingMessage } from './sender.js';

/** A message that one process may send until its claim runs out. */
export interface ClaimedDelivery extends OutgoingMessage {
  channel: AlertChannel;
  /** This one included. It fences: whoever claims the message later has a higher one. */
  attempt: number;
  /** The database's time, epoch milliseconds: the clock that all processes share. */
  claimedAt: number;
}

/** How long a process may take to send what it claimed; if it dies, another one sends it then. */
const CLAIM_SECONDS = 120;

/**
 * The attempt is counted before it is made, so that a message which kills its sender runs out of attempts too. The next
 * attempt lies ahead from now on: a crash delays the message and does not lose it.
 */
const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT id FROM alert_delivery WHERE status = 'pending' AND next_attempt_at <= now()
    ORDER BY next_attempt_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE alert_delivery SET attempts = attempts + 1, next_attempt_at = now() + $2 * interval '1 second'
  FROM due WHERE alert_delivery.id = due.id
  RETURNING alert_delivery.id, kind, channel, recipient, subject, body, data, attempts AS attempt,
    (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt", (extract(epoch FROM now()) * 1000)::float8 AS "claimedAt"`;

/** Takes up to `most` messages that are due, oldest first; none that another process is taking at this moment. */
export async function claimDeliveries(pool: Pool, most: number): Promise<ClaimedDelivery[]> {
  const { rows } = await pool.query<ClaimedDelivery>(CLAIM, [most, CLAIM_SECONDS]);
  return rows;
}
