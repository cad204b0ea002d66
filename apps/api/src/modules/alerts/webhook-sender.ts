import type { Sender } from './sender.js';
import { requireWebhookAddress } from './webhook-address.js';
import { webhookHeaders, webhookKey } from './webhook-signature.js';

const TIMEOUT_MS = 10_000;

/** The receiver of a webhook did not take it. Names its host alone: the path of such an address may be a secret. */
export class WebhookRefusedError extends Error {
  readonly remedy = 'Look at the receiver, then send it again.';
  constructor(host: string, what: string, cause?: unknown) {
    super(`The webhook at ${host} ${what}.`, { cause });
    this.name = 'WebhookRefusedError';
  }
}

/**
 * Posts JSON signed as the Standard Webhooks specification has it; any 2xx is success. A redirect is refused: the message is
 * for the configured address alone. Throws `WebhookRefusedError`, `WebhookAddressError`, `WebhookSecretError`.
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
    const headers = { 'content-type': 'application/json', ...webhookHeaders(key, { id, at: options.now(), body }) };
    const response = await post(url, { headers, body, timeoutMs });
    await response.body?.cancel();
    if (response.ok) return;
    const redirects = response.status >= 300 && response.status < 400;
    throw new WebhookRefusedError(
      url.host,
      redirects ? `redirects (${response.status}), which is refused` : `answered ${response.status}`,
    );
  };
}

async function post(url: URL, request: { headers: Record<string, string>; body: string; timeoutMs: number }): Promise<Response> {
  const { headers, body, timeoutMs } = request;
  try {
    return await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError')
      throw new WebhookRefusedError(url.host, `did not answer within ${timeoutMs / 1000} s`, error);
    throw new WebhookRefusedError(url.host, `could not be reached (${reasonOf(error)})`, error);
  }
}

/** `fetch` says "fetch failed" and keeps the reason in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  return 'for a reason unknown';
}

const asObject = (data: unknown): object => (typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {});
