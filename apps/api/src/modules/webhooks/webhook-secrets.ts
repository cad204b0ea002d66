import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { loadSecrets } from '../../settings/secrets.js';
import type { Settings } from '../../settings/settings.js';

/** Keeps the secrets that sign messages: they are needed in the clear for each message, and lie in the database sealed. */
export interface WebhookSecrets {
  /** AES-256-GCM: `v1.<iv>.<tag>.<text>`, base64url. Only this webhook's row opens it. */
  seal(secret: string, webhookId: string): string;
  /** Throws `WebhookSealBrokenError`. */
  open(sealed: string, webhookId: string): string;
}

/** The installation's key is another one than when the secret was made. */
export class WebhookSealBrokenError extends Error {
  readonly remedy = 'Restore the SECRET_KEY that was in use, or rotate the secret of the webhook.';
  constructor(cause?: unknown) {
    super('The secret of the webhook cannot be opened with the present key.', { cause });
    this.name = 'WebhookSealBrokenError';
  }
}

const VERSION = 'v1';
const KEY_BYTES = 32;
const INITIALISATION_VECTOR_BYTES = 12;

/** A key of its own is derived from the installation's: what leaks of one use tells nothing of another. */
export function createWebhookSecrets(secretKey: string): WebhookSecrets {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'rollcall webhook secrets', KEY_BYTES));
  return {
    seal: (secret, webhookId) => {
      const iv = randomBytes(INITIALISATION_VECTOR_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(webhookId));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return [VERSION, ...[iv, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.');
    },
    open: (sealed, webhookId) => {
      const [version, iv, tag, text] = sealed.split('.');
      if (version !== VERSION || !iv || !tag || !text) throw new WebhookSealBrokenError();
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url')).setAAD(Buffer.from(webhookId));
        decipher.setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
      } catch (error) {
        throw new WebhookSealBrokenError(error);
      }
    },
  };
}

const known = new WeakMap<Settings, WebhookSecrets>();

/** Those of an installation; its key is read once. */
export function webhookSecretsOf(settings: Settings): WebhookSecrets {
  const secrets = known.get(settings) ?? createWebhookSecrets(loadSecrets(settings).secretKey);
  known.set(settings, secrets);
  return secrets;
}

/** A new secret, as the Standard Webhooks specification writes it: `whsec_` and base64 of 32 random bytes. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(KEY_BYTES).toString('base64')}`;
