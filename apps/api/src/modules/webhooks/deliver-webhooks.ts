import type { Dependencies } from '../../dependencies.js';
import { inTransaction } from '../../persistence/transaction.js';
import { requireWebhookAddress } from '../alerts/webhook-address.js';
import { webhookHeaders, webhookKey } from '../alerts/webhook-signature.js';
import { type ClaimedWebhook, claimWebhookDeliveries } from './claim-webhook-deliveries.js';
import { decideWebhookRetry, isGivenUp, WEBHOOK_ATTEMPTS } from './decide-webhook-retry.js';
import { postWebhook, type WebhookAnswer, WebhookRefusedError } from './post-webhook.js';
import { switchOffWebhook } from './switch-off-webhook.js';
import { webhookSecretsOf } from './webhook-secrets.js';
import { allowsAddress } from './webhook-target.js';

/** What became of the messages that were due. */
export interface WebhookCounts {
  sent: number;
  /** Failed, and to be tried again. */
  failed: number;
  /** Given up. */
  dead: number;
}

export interface DeliverWebhooksOptions {
  signal: AbortSignal;
  /** Milliseconds; default 10 000. */
  timeoutMs?: number;
  /** Whether messages may go to an IP address; default: to public ones, to any on a local installation. */
  allows?: (address: string) => boolean;
}

type Deps = Pick<Dependencies, 'database' | 'log' | 'now' | 'newId' | 'settings'>;

const AT_ONCE = 10;
const TIMEOUT_MS = 10_000;
const LONGEST_ERROR = 500;

const MARK_SENT = `
  UPDATE webhook_delivery SET status = 'sent', sent_at = now(), last_error = NULL, response_status = $2, response_excerpt = $3 WHERE id = $1`;

/** A statement of its own: whoever marks a failure holds the webhook and then its messages. */
const MARK_WELL = `UPDATE webhook_endpoint SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL`;

/** Fenced by the attempt: what became of a later claim is not overwritten by an earlier one. */
const MARK_FAILED = `
  UPDATE webhook_delivery SET status = $3, next_attempt_at = to_timestamp($4 / 1000.0), last_error = $5, response_status = $6, response_excerpt = $7
  WHERE id = $1 AND attempts = $2 AND status = 'pending'`;

const MARK_FAILING = `
  UPDATE webhook_endpoint SET failing_since = coalesce(failing_since, now()) WHERE id = $1
  RETURNING (extract(epoch FROM failing_since) * 1000)::float8 AS "failingSince"`;

/** Where nobody answers, the other messages need not each wait to find that out. */
const HOLD_BACK = `
  UPDATE webhook_delivery SET next_attempt_at = greatest(next_attempt_at, to_timestamp($2 / 1000.0))
  WHERE endpoint_id = $1 AND status = 'pending'`;

/**
 * Sends what is due until nothing is, or until the signal fires; what is under way then is finished. Several processes may do
 * so at once. Each message goes out at least once: a process that dies between sending and marking sends it twice, under
 * the same `webhook-id`. What fails is tried again after a pause; after the last try it is `dead` until somebody sends it again.
 */
export async function deliverWebhooks(deps: Deps, options: DeliverWebhooksOptions): Promise<WebhookCounts> {
  const counts: WebhookCounts = { sent: 0, failed: 0, dead: 0 };
  while (!options.signal.aborted) {
    const claimed = await claimWebhookDeliveries(deps.database.pool, AT_ONCE);
    if (claimed.length === 0) break;
    // Each is marked by itself: what is sent stays sent, whatever becomes of its neighbours.
    const settled = await Promise.allSettled(claimed.map((delivery) => deliver(deps, options, delivery)));
    for (const result of settled) {
      if (result.status === 'rejected') throw result.reason;
      counts[result.value]++;
    }
  }
  return counts;
}

async function deliver(deps: Deps, options: DeliverWebhooksOptions, delivery: ClaimedWebhook): Promise<keyof WebhookCounts> {
  // The attempts before this one are used up, and none of them lived to say so.
  if (delivery.attempt > WEBHOOK_ATTEMPTS)
    return fail(deps, delivery, new Error('The process ended in each attempt to send this message.'));
  let answer: WebhookAnswer;
  try {
    answer = await send(deps, options, delivery);
  } catch (error) {
    return fail(deps, delivery, error);
  }
  const { pool } = deps.database;
  await pool.query(MARK_SENT, [delivery.id, answer.status, answer.excerpt]);
  await pool.query(MARK_WELL, [delivery.webhookId]);
  deps.log.info({ event: 'webhook_sent', ...namesOf(delivery) }, 'a webhook took a message');
  return 'sent';
}

async function send(deps: Deps, options: DeliverWebhooksOptions, delivery: ClaimedWebhook): Promise<WebhookAnswer> {
  const url = requireWebhookAddress(delivery.url);
  const key = webhookKey(webhookSecretsOf(deps.settings).open(delivery.secretSealed, delivery.webhookId));
  const body = JSON.stringify(delivery.payload);
  const headers = webhookHeaders(key, { id: delivery.messageId, at: deps.now(), body });
  const { timeoutMs = TIMEOUT_MS, allows = allowsAddress(deps.settings) } = options;
  return postWebhook({ url, headers, body, timeoutMs, allows });
}

async function fail(deps: Deps, delivery: ClaimedWebhook, error: unknown): Promise<'failed' | 'dead'> {
  const { id, webhookId, attempt, claimedAt: now } = delivery;
  const decision = decideWebhookRetry({ attempts: attempt, now });
  const message = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_ERROR);
  const answer = error instanceof WebhookRefusedError ? error.answer : null;
  const again = decision.kind === 'retry';
  await inTransaction(deps.database.pool, async (transaction) => {
    // The webhook first: whoever changes it holds it while giving up what waits.
    const { rows } = await transaction.query<{ failingSince: number }>(MARK_FAILING, [webhookId]);
    const status = again ? 'pending' : 'dead';
    const notBefore = again ? decision.notBefore : now;
    await transaction.query(MARK_FAILED, [
      id,
      attempt,
      status,
      notBefore,
      message,
      answer?.status ?? null,
      answer?.excerpt ?? null,
    ]);
    const unreachable = error instanceof WebhookRefusedError && answer === null;
    if (unreachable && again) await transaction.query(HOLD_BACK, [webhookId, now + UNREACHABLE_PAUSE_MS]);
    const [endpoint] = rows;
    if (endpoint && isGivenUp(endpoint.failingSince, now)) await switchOffWebhook(transaction, deps, delivery);
  });
  const line = { event: again ? 'webhook_failed' : 'webhook_dead', ...namesOf(delivery), error: message };
  if (again) deps.log.warn(line, 'a webhook did not take a message, which will be tried again');
  else deps.log.error(line, 'a webhook did not take a message, which is given up until somebody sends it again');
  return again ? 'failed' : 'dead';
}

const UNREACHABLE_PAUSE_MS = 60_000;

/** What a log line names a message by; neither its address, which may be secret, nor its words. */
const namesOf = ({ id, webhookId, kind, attempt }: ClaimedWebhook) => ({ deliveryId: id, webhookId, kind, attempt });
