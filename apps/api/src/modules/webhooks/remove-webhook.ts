import { requireVersion } from '../../acts/act-refusal.js';
import { runAct } from '../../acts/run-act.js';
import { recordAudit } from '../audit/record-audit.js';
import { closeWebhookIncident } from './switch-off-webhook.js';
import type { WebhookAct, WebhookActDependencies } from './webhook-act.js';
import { auditedWebhook, takeWebhook } from './webhook-row.js';

export interface WebhookRemoval {
  /** Row id; null: none can have it. */
  webhookId: string | null;
  expectedVersion?: number | null | undefined;
}

/** Removes a webhook with its messages; the audit keeps that it was there. Throws `ActRefusal`. */
export function removeWebhook(
  deps: WebhookActDependencies,
  { by, idempotencyKey, input }: WebhookAct & { input: WebhookRemoval },
): Promise<{ webhookId: string }> {
  return runAct(deps, { by, act: 'webhookRemove', input, idempotencyKey }, async (transaction) => {
    const webhook = await takeWebhook(transaction, by, input.webhookId);
    requireVersion('webhook', webhook.version, input.expectedVersion);
    await transaction.query('DELETE FROM webhook_endpoint WHERE id = $1', [webhook.id]);
    await closeWebhookIncident(transaction, webhook, `${by.name} removed the webhook.`);
    await recordAudit(transaction, {
      providerId: webhook.providerId,
      by,
      action: 'webhook.remove',
      entityType: 'webhook',
      entityId: webhook.id,
      before: auditedWebhook(webhook),
      correlationId: deps.correlationId,
    });
    return { webhookId: webhook.id };
  });
}
