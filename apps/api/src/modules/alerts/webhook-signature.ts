import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';
const FEWEST_BYTES = 24;

/** The secret that webhooks are signed with is missing or has another form. Its value is not repeated. */
export class WebhookSecretError extends Error {
  readonly remedy =
    `Write ${PREFIX} and base64 of at least ${FEWEST_BYTES} bytes; make one with: echo "${PREFIX}$(openssl rand -base64 32)"`;
  constructor(why: string) {
    super(why);
    this.name = 'WebhookSecretError';
  }
}

/** The key behind a secret such as `whsec_…`. Throws `WebhookSecretError`. */
export function webhookKey(secret: string | null): Buffer {
  if (secret === null) throw new WebhookSecretError('There is no secret to sign webhooks with.');
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const key = Buffer.from(encoded, 'base64');
  if (key.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '') || key.length < FEWEST_BYTES)
    throw new WebhookSecretError('The secret to sign webhooks with has another form than the specification asks for.');
  return key;
}

/** The headers that let a receiver check sender, age and content, and drop a double (Standard Webhooks 1.0.0). `at`: epoch milliseconds. */
export function webhookHeaders(key: Buffer, message: { id: string; at: number; body: string }): Record<string, string> {
  const timestamp = String(Math.floor(message.at / 1000));
  const signature = createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64');
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
