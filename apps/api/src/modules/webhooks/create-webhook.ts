import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import { runAct } from '../../acts/run-act.js';
import { recordAudit } from '../audit/record-audit.js';
import type { TellsSecret, WebhookAct, WebhookActDependencies } from './webhook-act.js';
import { requireDescription } from './webhook-description.js';
import type { WebhookKind } from './webhook-kinds.js';
import { auditedWebhook, takeWebhook } from './webhook-row.js';
import { newWebhookSecret, webhookSecretsOf } from './webhook-secrets.js';
import { requireTarget } from './webhook-target.js';

export interface NewWebhook {
  /** UEN of the provider. */
  provider: string;
  url: string;
  /** Empty: all. */
  kinds: readonly WebhookKind[];
  description: string | null;
}

/** Each has its own place in the log, which is read for each. */
const MOST_WEBHOOKS = 20;

/** From now on: what transactions write that are under way is not of the past yet, what lies beside them in the log is. */
const INSERT = `
  INSERT INTO webhook_endpoint (id, provider_id, url, description, kinds, secret_sealed, created_by, cursor_transaction, cursor_number, start_snapshot)
  VALUES ($1, $2, $3, $4, $5, $6, $7, pg_snapshot_xmin(pg_current_snapshot()), 0, pg_current_snapshot())`;

/** Makes a webhook, and tells its secret this once (decision 0029). Throws `ActRefusal`. */
export async function createWebhook(deps: WebhookActDependencies, act: WebhookAct & { input: NewWebhook }): Promise<TellsSecret> {
  const { by, input, idempotencyKey } = act;
  // Beside the act's result, which is kept with the idempotency key.
  let secret: string | null = null;
  const { webhookId } = await runAct(
    deps,
    { by, act: 'webhookCreate', input, idempotencyKey },
    async (transaction) => {
      // The provider's row is the lock under which its webhooks are counted.
      const { rows } = await transaction.query<{ id: string }>(
        'SELECT id FROM training_provider WHERE uen = $1 FOR NO KEY UPDATE',
        [input.provider],
      );
      const [provider] = rows;
      const path = ['input', 'provider'];
      if (!provider) throw notFound('training provider', path);
      requireMay(by, 'webhook.manage', { providerId: provider.id }, 'training provider', path);
      const { rows: counted } = await transaction.query<{ webhooks: number }>(
        'SELECT count(*)::int AS webhooks FROM webhook_endpoint WHERE provider_id = $1',
        [provider.id],
      );
      if ((counted[0]?.webhooks ?? 0) >= MOST_WEBHOOKS) throw tooMany();
      const url = requireTarget(deps.settings, input.url);
      const description = requireDescription(input.description);
      const id = deps.newId();
      const kinds = [...new Set(input.kinds)];
      secret = newWebhookSecret();
      const sealed = webhookSecretsOf(deps.settings).seal(secret, id);
      await transaction.query(INSERT, [id, provider.id, url, description, kinds, sealed, by.name]);
      await recordAudit(transaction, {
        providerId: provider.id,
        by,
        action: 'webhook.create',
        entityType: 'webhook',
        entityId: id,
        after: auditedWebhook({ url, description, kinds, active: true }),
        correlationId: deps.correlationId,
      });
      return { webhookId: id };
    },
    (transaction, earlier) => takeWebhook(transaction, by, earlier.webhookId),
  );
  return { webhookId, secret };
}

const tooMany = (): ActRefusal =>
  new ActRefusal({
    code: 'REFUSED',
    message: `The provider has ${MOST_WEBHOOKS} webhooks already.`,
    remedy: 'Remove one, or let one receiver pass messages on.',
    path: ['input', 'provider'],
  });
