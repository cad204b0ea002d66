import { fingerprintOf } from '@rollcall/domain/incident/fingerprint';
import type { PoolClient } from 'pg';
import type { Dependencies } from '../../dependencies.js';
import type { Trouble } from '../../workflow/step-handler.js';
import { recordTroubles } from '../incidents/record-troubles.js';
import type { ClaimedWebhook } from './claim-webhook-deliveries.js';

const SWITCH_OFF = `
  UPDATE webhook_endpoint SET active = false, disabled_reason = $2, version = version + 1, updated_at = now()
  WHERE id = $1 AND active RETURNING id`;

const GIVE_UP_WAITING = `
  UPDATE webhook_delivery SET status = 'dead', last_error = coalesce(last_error, $2) WHERE endpoint_id = $1 AND status = 'pending'`;

const AUDIT = `
  INSERT INTO audit_trail (provider_id, actor_type, actor_role, action, entity_type, entity_id, reason, before, after)
  VALUES ($1, 'system', 'system', 'webhook.switch_off', 'webhook', $2, $3, '{"active": true}', '{"active": false}')`;

const WHY = 'Nothing has arrived there for three days.';

/** Gives up what waits for a webhook; it can be sent again. */
export async function giveUpWaiting(transaction: PoolClient, webhookId: string, why: string): Promise<void> {
  await transaction.query(GIVE_UP_WAITING, [webhookId, why]);
}

/** Switches a webhook off that only fails, with its audit, and tells people by an incident. */
export async function switchOffWebhook(
  transaction: PoolClient,
  deps: Pick<Dependencies, 'now' | 'newId' | 'settings'>,
  { webhookId, providerId, url }: Pick<ClaimedWebhook, 'webhookId' | 'providerId' | 'url'>,
): Promise<void> {
  const { rowCount } = await transaction.query(SWITCH_OFF, [webhookId, WHY]);
  if (rowCount === 0) return;
  await giveUpWaiting(transaction, webhookId, `The webhook was switched off. ${WHY}`);
  await transaction.query(AUDIT, [providerId, webhookId, WHY]);
  const { rows } = await transaction.query<{ id: string; name: string; alertEmails: string[] }>(
    'SELECT id, name, alert_emails AS "alertEmails" FROM training_provider WHERE id = $1',
    [providerId],
  );
  const provider = rows[0] ?? null;
  const parts = { deps, settings: deps.settings.alerts, provider, chainRunId: null };
  await recordTroubles(transaction, parts, [troubleOf(url)]);
}

/** Closes the incident of a webhook that is switched on again or is gone, whatever it was that mended it. */
export async function closeWebhookIncident(
  transaction: PoolClient,
  { providerId, url }: { providerId: string; url: string },
  reason: string,
): Promise<void> {
  await transaction.query(
    `UPDATE incident SET status = 'closed', closed_at = now(), closed_reason = $3 WHERE provider_id = $1 AND fingerprint = $2 AND status = 'open'`,
    [providerId, fingerprintOf({ ...troubleOf(url), providerId }), reason],
  );
}

function troubleOf(url: string): Trouble {
  const { hostname } = new URL(url);
  return {
    upstream: 'webhook',
    errorClass: 'WebhookSwitchedOff',
    endpoint: `messages to ${hostname}`,
    message: `The webhook at ${hostname} was switched off. ${WHY}`,
    remedy: 'Mend the receiver, switch the webhook on, and send again what was given up.',
    runsTouched: [],
  };
}
