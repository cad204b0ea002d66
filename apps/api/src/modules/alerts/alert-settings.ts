import { isEmailAddress } from '../imports/email-address.js';
import { WebhookAddressError, requireWebhookAddress } from './webhook-address.js';
import { WebhookSecretError, webhookKey } from './webhook-signature.js';

/** Where alerts go and how they are sent; from the environment, wired at the composition root. */
export interface AlertSettings {
  /** The sender of e-mails: `Rollcall <alerts@example.org>`, or the address alone. */
  from: string;
  /** Who is told where a provider names nobody (`training_provider.alert_emails`). */
  emails: readonly string[];
  /** `smtps://user:password@mail.example.org`; null: e-mails are written to `captureFile` instead. */
  smtpUrl: string | null;
  /** One JSON line per e-mail that was not sent because no mail server is configured. */
  captureFile: string;
  webhookUrl: string | null;
  /** `whsec_` and base64 of 24 to 64 bytes, as the Standard Webhooks specification has it. */
  webhookSecret: string | null;
}

/** What is wrong with the settings, a sentence for each mistake that begins with the variable; empty where nothing is. No secret is repeated. */
export function alertSettingsMistakes(settings: AlertSettings): string[] {
  const mistakes = settings.emails
    .filter((address) => !isEmailAddress(address))
    .map((address) => `ALERT_EMAILS has ${address}, which is no e-mail address; write ops@example.org,lead@example.org`);
  if (!isEmailAddress(addressOf(settings.from)))
    mistakes.push('ALERT_FROM must be an e-mail address, for example Rollcall <alerts@example.org>');
  if (settings.smtpUrl !== null && !/^smtps?:$/.test(protocolOf(settings.smtpUrl)))
    mistakes.push('SMTP_URL must be a URL, for example smtps://user:password@mail.example.org');
  if (settings.webhookSecret !== null && settings.webhookUrl === null)
    mistakes.push('ALERT_WEBHOOK_SECRET is set, and ALERT_WEBHOOK_URL is not: set both or neither');
  if (settings.webhookUrl !== null) mistakes.push(...webhookMistakes(settings.webhookUrl, settings.webhookSecret));
  return mistakes;
}

/** The bare address of a sender: `Rollcall <alerts@example.org>` is `alerts@example.org`. */
export const addressOf = (from: string): string => (/<([^<>]*)>\s*$/.exec(from)?.[1] ?? from).trim();

function webhookMistakes(url: string, secret: string | null): string[] {
  const checks = [
    { name: 'ALERT_WEBHOOK_URL', check: () => requireWebhookAddress(url) },
    { name: 'ALERT_WEBHOOK_SECRET', check: () => webhookKey(secret) },
  ];
  return checks.flatMap(({ name, check }) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof WebhookAddressError || error instanceof WebhookSecretError) return [`${name}: ${error.message} ${error.remedy}`];
      throw error;
    }
  });
}

const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '');
