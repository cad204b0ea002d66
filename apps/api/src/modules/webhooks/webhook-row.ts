import type { Action } from '@rollcall/domain/permission/actions';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import { maskTarget } from './webhook-target.js';

/** A row of `webhook_endpoint` as acts need it. */
export interface WebhookRow {
  id: string;
  providerId: string;
  url: string;
  description: string | null;
  kinds: string[];
  active: boolean;
  version: number;
}

const TAKE = `
  SELECT id, provider_id AS "providerId", url, description, kinds, active, version FROM webhook_endpoint WHERE id = $1 FOR UPDATE`;

/** Locks a webhook for an act of somebody who may do it. Throws `ActRefusal`. @param id null: none can have it */
export async function takeWebhook(
  transaction: PoolClient,
  by: Principal,
  id: string | null,
  action: Action = 'webhook.manage',
): Promise<WebhookRow> {
  const path = ['input', 'webhookId'];
  const { rows } = id === null ? { rows: [] } : await transaction.query<WebhookRow>(TAKE, [id]);
  const [webhook] = rows;
  if (!webhook) throw notFound('webhook', path);
  requireMay(by, action, { providerId: webhook.providerId }, 'webhook', path);
  return webhook;
}

/** What the audit keeps of a webhook: neither its secret nor the path of its address. */
export const auditedWebhook = ({ url, description, kinds, active }: Omit<WebhookRow, 'id' | 'providerId' | 'version'>) => ({
  url: maskTarget(url),
  description,
  kinds: [...kinds],
  active,
});
