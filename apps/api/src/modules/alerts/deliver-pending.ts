import { decideRedelivery } from '@rollcall/domain/incident/alert-delivery';
import type { Pool } from 'pg';
import type { Dependencies } from '../../dependencies.js';
import { type ClaimedDelivery, claimDeliveries } from './claim-deliveries.js';
import type { Senders } from './sender.js';

/** What became of the messages that were due. */
export interface DeliveryCounts {
  sent: number;
  /** Failed, and to be tried again. */
  failed: number;
  /** Given up. */
  dead: number;
}

/** Messages under way at once; a receiver that does not answer holds up no more than these. */
const AT_ONCE = 5;
const LONGEST_ERROR = 500;

const MARK_SENT = `UPDATE alert_delivery SET status = 'sent', sent_at = now(), last_error = NULL WHERE id = $1`;

/** Fenced by the attempt: what became of a later claim is not overwritten by an earlier one. */
const MARK_FAILED = `
  UPDATE alert_delivery SET status = $3, next_attempt_at = to_timestamp($4 / 1000.0), last_error = $5
  WHERE id = $1 AND attempts = $2 AND status = 'pending'`;

/**
 * Sends what is due until nothing is, or until the signal fires; what is under way then is finished. Several processes may do
 * so at once. Each message goes out at least once: a process that dies between sending and marking sends it twice, under
 * the same id. A refused message is tried again after a pause, and is `dead` after the last try until somebody requeues it.
 */
export async function deliverPending(parts: {
  pool: Pool;
  deps: Pick<Dependencies, 'log'>;
  senders: Senders;
  signal: AbortSignal;
}): Promise<DeliveryCounts> {
  const counts: DeliveryCounts = { sent: 0, failed: 0, dead: 0 };
  while (!parts.signal.aborted) {
    const claimed = await claimDeliveries(parts.pool, AT_ONCE);
    if (claimed.length === 0) break;
    // Each is marked by itself: what is sent stays sent, whatever becomes of its neighbours.
    const settled = await Promise.allSettled(claimed.map((delivery) => deliver(parts, delivery)));
    for (const result of settled) {
      if (result.status === 'rejected') throw result.reason;
      counts[result.value]++;
    }
  }
  return counts;
}

type Parts = Parameters<typeof deliverPending>[0];

async function deliver(parts: Parts, delivery: ClaimedDelivery): Promise<keyof DeliveryCounts> {
  const { attempt, claimedAt: now } = delivery;
  // The attempts before this one are used up, and none of them lived to say so.
  if (attempt > 1 && decideRedelivery({ attempts: attempt - 1, now }).kind === 'dead_letter')
    return fail(parts, delivery, new Error('The process ended in each attempt to send this message.'));
  try {
    await parts.senders[delivery.channel](delivery);
  } catch (error) {
    return fail(parts, delivery, error);
  }
  await parts.pool.query(MARK_SENT, [delivery.id]);
  parts.deps.log.info({ event: 'alert_sent', ...namesOf(delivery) }, 'an alert was sent');
  return 'sent';
}

async function fail({ pool, deps }: Parts, delivery: ClaimedDelivery, error: unknown): Promise<'failed' | 'dead'> {
  const { id, attempt, claimedAt: now } = delivery;
  const decision = decideRedelivery({ attempts: attempt, now });
  const message = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_ERROR);
  const again = decision.kind === 'retry';
  await pool.query(MARK_FAILED, [id, attempt, again ? 'pending' : 'dead', again ? decision.notBefore : now, message]);
  const line = { event: again ? 'alert_failed' : 'alert_dead', ...namesOf(delivery), error: message, reason: decision.reason };
  if (again) deps.log.warn(line, 'an alert could not be sent and will be tried again');
  else deps.log.error(line, 'an alert could not be sent and is given up until somebody requeues it');
  return again ? 'failed' : 'dead';
}

/** What a log line names a message by. Neither its recipient, who may be a person or a secret address, nor its words. */
const namesOf = ({ id, kind, channel, attempt }: ClaimedDelivery) => ({ deliveryId: id, kind, channel, attempt });
