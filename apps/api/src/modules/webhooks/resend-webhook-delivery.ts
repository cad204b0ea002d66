import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { runAct } from '../../acts/run-act.js';
import { requireDelivery } from './require-delivery.js';
import { recordSending, requireActive } from './send-webhook-test.js';
import type { WebhookAct, WebhookActDependencies } from './webhook-act.js';
import { takeWebhook } from './webhook-row.js';

interface Original {
  webhookId: string;
  status: string;
  /** The first of all that repeat each other. */
  originId: string;
}

const FIND = `
  SELECT endpoint_id AS "webhookId", status, coalesce(resent_from_id, id) AS "originId" FROM webhook_delivery WHERE id = $1`;

const COPY = `
  INSERT INTO webhook_delivery (id, endpoint_id, activity_number, kind, payload, resent_from_id, next_attempt_at)
  SELECT $2, endpoint_id, activity_number, kind, payload, $3, date_trunc('milliseconds', now()) FROM webhook_delivery WHERE id = $1`;

/**
 * Queues a message once more that was sent or given up. It keeps its `webhook-id`: a receiver that has it already may drop
 * it. Throws `ActRefusal`. @param input.deliveryId row id; null: none can have it
 */
export function resendWebhookDelivery(
  deps: WebhookActDependencies,
  { by, idempotencyKey, input }: WebhookAct & { input: { deliveryId: string | null } },
): Promise<{ deliveryId: string }> {
  return runAct(
    deps,
    { by, act: 'webhookDeliveryResend', input, idempotencyKey },
    async (transaction) => {
      const { rows } = await transaction.query<Original>(FIND, [input.deliveryId]);
      const [original] = rows;
      const missing = notFound('delivery', ['input', 'deliveryId']);
      if (!original) throw missing;
      const webhook = await takeWebhook(transaction, by, original.webhookId).catch((error: unknown) => {
        // In the words of what was asked for, not of what it belongs to.
        throw error instanceof ActRefusal && error.code === 'NOT_FOUND' ? missing : error;
      });
      if (original.status === 'pending') throw waits();
      requireActive(webhook);
      const id = deps.newId();
      await transaction.query(COPY, [input.deliveryId, id, original.originId]);
      await recordSending(transaction, deps, { by, webhook, action: 'webhook.resend', deliveryId: id });
      return { deliveryId: id };
    },
    (transaction, { deliveryId }) => requireDelivery(transaction, by, deliveryId),
  );
}

const waits = (): ActRefusal =>
  new ActRefusal({
    code: 'REFUSED',
    message: 'The message has not been given up yet.',
    remedy: 'Wait: it is sent, or tried again, by itself.',
    path: ['input', 'deliveryId'],
  });
