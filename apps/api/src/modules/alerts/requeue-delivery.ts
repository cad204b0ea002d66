import type { Pool } from 'pg';

export type RequeueOutcome = { kind: 'requeued' } | { kind: 'refused'; reason: string; remedy: string };

const REQUEUE = `
  WITH wanted AS (
    SELECT id, status FROM alert_delivery WHERE id = $1 FOR UPDATE
  ), requeued AS (
    UPDATE alert_delivery SET status = 'pending', attempts = 0, next_attempt_at = date_trunc('milliseconds', now())
    FROM wanted WHERE alert_delivery.id = wanted.id AND wanted.status = 'dead'
  )
  SELECT status FROM wanted`;

/** Gives a message that was given up all its attempts again (bug 28); the first one is due at once. `id` is a UUID. */
export async function requeueDelivery(pool: Pool, id: string): Promise<RequeueOutcome> {
  const { rows } = await pool.query<{ status: string }>(REQUEUE, [id]);
  switch (rows[0]?.status) {
    case 'dead':
      return { kind: 'requeued' };
    case 'pending':
      return { kind: 'refused', reason: 'The message has not been given up yet.', remedy: 'Wait: it is tried again by itself.' };
    case 'sent':
      return { kind: 'refused', reason: 'The message was sent.', remedy: 'Nothing to do.' };
    default:
      return { kind: 'refused', reason: `There is no message ${id}.`, remedy: 'Look at the messages that were given up.' };
  }
}
