import type { PoolClient } from 'pg';
import { ActRefusal } from '../../acts/act-refusal.js';
import { runAct } from '../../acts/run-act.js';
import { recordAudit } from '../audit/record-audit.js';
import { requireDelivery } from './require-delivery.js';
import type { WebhookAct, WebhookActDependencies } from './webhook-act.js';
import { TEST_KIND } from './webhook-kinds.js';
import type { WebhookPayload } from './webhook-payload.js';
import { takeWebhook, type WebhookRow } from './webhook-row.js';

const INSERT = `
  INSERT INTO webhook_delivery (id, endpoint_id, kind, payload, next_attempt_at)
  VALUES ($1, $2, $3, $4::jsonb, date_trunc('milliseconds', now()))`;

/** Queues a message that tells nothing, so that one sees whether messages arrive and are believed. Throws `ActRefusal`. */
export function sendWebhookTest(
  deps: WebhookActDependencies & { now: () => number },
  { by, idempotencyKey, input }: WebhookAct & { input: { webhookId: string | null } },
): Promise<{ deliveryId: string }> {
  return runAct(
    deps,
    { by, act: 'webhookTest', input, idempotencyKey },
    async (transaction) => {
      const webhook = await takeWebhook(transaction, by, input.webhookId);
      requireActive(webhook);
      const id = deps.newId();
      const payload: WebhookPayload = {
        type: TEST_KIND,
        timestamp: new Date(deps.now()).toISOString(),
        data: { message: 'This webhook works.' },
      };
      await transaction.query(INSERT, [id, webhook.id, TEST_KIND, JSON.stringify(payload)]);
      await recordSending(transaction, deps, { by, webhook, action: 'webhook.test', deliveryId: id });
      return { deliveryId: id };
    },
    (transaction, { deliveryId }) => requireDelivery(transaction, by, deliveryId),
  );
}

/** Throws `ActRefusal`. */
export function requireActive({ active }: WebhookRow): void {
  if (active) return;
  throw new ActRefusal({
    code: 'REFUSED',
    message: 'The webhook is switched off.',
    remedy: 'Switch it on first: webhookUpdate with `active: true`.',
    path: ['input'],
  });
}

/** Who had a message sent. */
export async function recordSending(
  transaction: PoolClient,
  { correlationId }: Pick<WebhookActDependencies, 'correlationId'>,
  sending: { by: WebhookAct['by']; webhook: WebhookRow; action: string; deliveryId: string },
): Promise<void> {
  const { by, webhook, action, deliveryId } = sending;
  const { providerId, id } = webhook;
  await recordAudit(transaction, {
    providerId,
    by,
    action,
    entityType: 'webhook',
    entityId: id,
    after: { deliveryId },
    correlationId,
  });
}
