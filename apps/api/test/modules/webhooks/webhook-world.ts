import type { Principal } from '@rollcall/domain/permission/principal';
import { createWebhook } from '../../../src/modules/webhooks/create-webhook.js';
import {
  type DeliverWebhooksOptions,
  deliverWebhooks,
  type WebhookCounts,
} from '../../../src/modules/webhooks/deliver-webhooks.js';
import { queueWebhookDeliveries } from '../../../src/modules/webhooks/queue-webhook-deliveries.js';
import type { WebhookKind } from '../../../src/modules/webhooks/webhook-kinds.js';
import { somebody } from '../../support/known-callers.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';
import { type ActivityWorld, createActivityWorld, written } from '../activity/activity-world.js';

/** A provider, receivers for its webhooks, and what a worker does. */
export interface WebhookWorld extends ActivityWorld {
  admin: Principal;
  /** A receiver with a webhook that leads to it. */
  openWebhook(options?: { kinds?: WebhookKind[] }): Promise<OpenWebhook>;
  /** Something happens at the provider. */
  happen(): Promise<string>;
  /** Makes messages of what happened. What other tests' transactions hold back is waited for. */
  queue(count: number): Promise<void>;
  deliver(options?: Partial<DeliverWebhooksOptions>): Promise<WebhookCounts>;
  /** Lets the pause before the next attempt be over. */
  skipPause(): Promise<void>;
  deliveries(): Promise<DeliveryRow[]>;
  /** Removes all webhooks and stops all receivers. */
  clear(): Promise<void>;
}

export interface OpenWebhook {
  id: string;
  secret: string;
  receiver: WebhookReceiver;
}

export interface DeliveryRow extends Record<string, unknown> {
  id: string;
  kind: string;
  status: string;
  attempts: number;
  responseStatus: number | null;
  excerpt: string | null;
  lastError: string | null;
  payload: { type: string; data: Record<string, unknown> };
}

export async function createWebhookWorld(): Promise<WebhookWorld> {
  const world = await createActivityWorld();
  const { deps, providerId, rows } = world;
  const admin = somebody(deps.newId(), providerId, 'admin');
  const [provider] = await rows<{ uen: string }>('SELECT uen FROM training_provider WHERE id = $1', [providerId]);
  const acts = { ...deps, correlationId: null };
  const receivers: WebhookReceiver[] = [];
  const running = new AbortController().signal;
  return {
    ...world,
    admin,
    openWebhook: async ({ kinds = [] } = {}) => {
      const secrets = { now: '' };
      const receiver = await startWebhookReceiver(() => secrets.now);
      receivers.push(receiver);
      const input = { provider: provider?.uen ?? '', url: receiver.url, kinds, description: null };
      const { webhookId, secret } = await createWebhook(acts, { by: admin, input });
      secrets.now = secret ?? '';
      return { id: webhookId, secret: secret ?? '', receiver };
    },
    happen: () => world.change([written('course_run', world.run.id, { lifecycle: 'Active' })]),
    queue: async (count) => {
      let queued = 0;
      for (const until = Date.now() + 60_000; queued < count && Date.now() < until; )
        queued += await queueWebhookDeliveries(deps, running);
      if (queued !== count) throw new Error(`${queued} messages were made, not ${count}.`);
    },
    deliver: (options) => deliverWebhooks(deps, { signal: running, ...options }),
    skipPause: async () =>
      void (await rows(`UPDATE webhook_delivery SET next_attempt_at = now() - interval '1 second' WHERE status = 'pending'`)),
    deliveries: () =>
      rows<DeliveryRow>(
        `SELECT id, kind, status, attempts, response_status AS "responseStatus", response_excerpt AS excerpt, last_error AS "lastError", payload
         FROM webhook_delivery ORDER BY id`,
      ),
    clear: async () => {
      await rows('DELETE FROM webhook_endpoint');
      await rows('DELETE FROM incident');
      for (const receiver of receivers.splice(0)) await receiver.stop();
    },
  };
}
