import { postWebhook } from '../webhooks/post-webhook.js';
import type { Sender } from './sender.js';
import { requireWebhookAddress } from './webhook-address.js';
import { webhookHeaders, webhookKey } from './webhook-signature.js';

const TIMEOUT_MS = 10_000;

/**
 * Posts JSON signed as the Standard Webhooks specification has it. Its address is the operator's own choice, and may lie
 * inside. Throws `WebhookRefusedError`, `WebhookAddressError`, `WebhookSecretError`.
 */
export function createWebhookSender(options: { secret: string | null; now: () => number; timeoutMs?: number }): Sender {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  return async (message) => {
    const url = requireWebhookAddress(message.recipient);
    const key = webhookKey(options.secret);
    const { id, kind, subject, body: text, data } = message;
    const body = JSON.stringify({
      type: kind,
      timestamp: new Date(message.createdAt).toISOString(),
      data: { ...asObject(data), id, subject, text },
    });
    const headers = webhookHeaders(key, { id, at: options.now(), body });
    await postWebhook({ url, headers, body, timeoutMs, allows: () => true });
  };
}

const asObject = (data: unknown): object => (typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {});
