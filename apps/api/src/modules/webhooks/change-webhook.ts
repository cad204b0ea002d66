import { requireVersion } from '../../acts/act-refusal.js';
import { runAct } from '../../acts/run-act.js';
import { recordAudit } from '../audit/record-audit.js';
import { closeWebhookIncident, giveUpWaiting } from './switch-off-webhook.js';
import type { WebhookAct, WebhookActDependencies } from './webhook-act.js';
import { requireDescription } from './webhook-description.js';
import type { WebhookKind } from './webhook-kinds.js';
import { auditedWebhook, takeWebhook } from './webhook-row.js';
import { requireTarget } from './webhook-target.js';

/** What is absent stays as it is. */
export interface WebhookChange {
  /** Row id; null: none can have it. */
  webhookId: string | null;
  expectedVersion?: number | null | undefined;
  url?: string | null | undefined;
  kinds?: readonly WebhookKind[] | null | undefined;
  /** Empty: none any more. */
  description?: string | null | undefined;
  active?: boolean | null | undefined;
}

const UPDATE = `
  UPDATE webhook_endpoint SET url = $2, description = $3, kinds = $4, active = $5, version = version + 1, updated_at = now(),
    disabled_reason = CASE WHEN $5 THEN NULL ELSE disabled_reason END
  WHERE id = $1`;

/** What happened while it was switched off is not made up for: the receiver reads it where it needs it. */
const BEGIN_ANEW = `
  UPDATE webhook_endpoint SET cursor_transaction = pg_snapshot_xmin(pg_current_snapshot()), cursor_number = 0,
    start_snapshot = pg_current_snapshot(), failing_since = NULL
  WHERE id = $1`;

/** Changes a webhook, switches it off or on again. Switched off it gives up what waits. Throws `ActRefusal`. */
export function changeWebhook(
  deps: WebhookActDependencies,
  { by, idempotencyKey, input }: WebhookAct & { input: WebhookChange },
): Promise<{ webhookId: string }> {
  return runAct(
    deps,
    { by, act: 'webhookUpdate', input, idempotencyKey },
    async (transaction) => {
      const before = await takeWebhook(transaction, by, input.webhookId);
      requireVersion('webhook', before.version, input.expectedVersion);
      const after = {
        url: input.url == null ? before.url : requireTarget(deps.settings, input.url),
        description: input.description == null ? before.description : requireDescription(input.description),
        kinds: input.kinds == null ? before.kinds : [...new Set<string>(input.kinds)],
        active: input.active ?? before.active,
      };
      await transaction.query(UPDATE, [before.id, after.url, after.description, after.kinds, after.active]);
      if (before.active && !after.active) await giveUpWaiting(transaction, before.id, 'The webhook was switched off.');
      if (!before.active && after.active) {
        await transaction.query(BEGIN_ANEW, [before.id]);
        await closeWebhookIncident(transaction, before, `${by.name} switched the webhook on again.`);
      }
      await recordAudit(transaction, {
        providerId: before.providerId,
        by,
        action: 'webhook.update',
        entityType: 'webhook',
        entityId: before.id,
        before: auditedWebhook(before),
        after: auditedWebhook(after),
        correlationId: deps.correlationId,
      });
      return { webhookId: before.id };
    },
    (transaction, { webhookId }) => takeWebhook(transaction, by, webhookId),
  );
}
