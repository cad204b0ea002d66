import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';

const FIND = `
  SELECT endpoint.provider_id AS "providerId"
  FROM webhook_delivery AS delivery JOIN webhook_endpoint AS endpoint ON endpoint.id = delivery.endpoint_id WHERE delivery.id = $1`;

/** Throws `ActRefusal` unless a message is still there, and somebody may manage its webhook. */
export async function requireDelivery(transaction: PoolClient, by: Principal, deliveryId: string): Promise<void> {
  const { rows } = await transaction.query<{ providerId: string }>(FIND, [deliveryId]);
  const [delivery] = rows;
  if (!delivery) throw notFound('delivery', []);
  requireMay(by, 'webhook.manage', delivery, 'delivery', []);
}
