import { requireVersion } from '../../acts/act-refusal.js';
import { runAct } from '../../acts/run-act.js';
import { recordAudit } from '../audit/record-audit.js';
import type { WebhookRemoval } from './remove-webhook.js';
import type { TellsSecret, WebhookAct, WebhookActDependencies } from './webhook-act.js';
import { takeWebhook } from './webhook-row.js';
import { newWebhookSecret, webhookSecretsOf } from './webhook-secrets.js';

/** Gives a webhook another secret, which signs from the next message on, and tells it this once. Throws `ActRefusal`. */
export async function rotateWebhookSecret(
  deps: WebhookActDependencies,
  { by, idempotencyKey, input }: WebhookAct & { input: WebhookRemoval },
): Promise<TellsSecret> {
  // Beside the act's result, which is kept with the idempotency key.
  let secret: string | null = null;
  const { webhookId } = await runAct(
    deps,
    { by, act: 'webhookSecretRotate', input, idempotencyKey },
    async (transaction) => {
      const webhook = await takeWebhook(transaction, by, input.webhookId);
      requireVersion('webhook', webhook.version, input.expectedVersion);
      secret = newWebhookSecret();
      await transaction.query(
        'UPDATE webhook_endpoint SET secret_sealed = $2, version = version + 1, updated_at = now() WHERE id = $1',
        [webhook.id, webhookSecretsOf(deps.settings).seal(secret, webhook.id)],
      );
      await recordAudit(transaction, {
        providerId: webhook.providerId,
        by,
        action: 'webhook.rotate_secret',
        entityType: 'webhook',
        entityId: webhook.id,
        correlationId: deps.correlationId,
      });
      return { webhookId: webhook.id };
    },
    (transaction, earlier) => takeWebhook(transaction, by, earlier.webhookId),
  );
  return { webhookId, secret };
}
