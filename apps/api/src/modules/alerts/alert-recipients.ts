import type { AlertChannel } from '@rollcall/domain/incident/alert-delivery';
import type { AlertSettings } from './alert-settings.js';

export interface AlertRecipient {
  channel: AlertChannel;
  /** An e-mail address, or a URL. */
  recipient: string;
}

/** What is known of the provider an alert is about; null where it is about the installation. */
export type AlertedProvider = { alertEmails: readonly string[] } | null;

/**
 * Who is told: the provider's own addresses, `ALERT_EMAILS` where it has none, and the webhook where there is one. An address
 * that is written twice, in whatever case, is told once. Empty where nobody is named: then an incident is only recorded.
 */
export function alertRecipients(
  settings: Pick<AlertSettings, 'emails' | 'webhookUrl'>,
  provider: AlertedProvider,
): AlertRecipient[] {
  const own = provider?.alertEmails ?? [];
  const addresses = own.length > 0 ? own : settings.emails;
  const emails = new Map(addresses.map((address) => [address.trim().toLowerCase(), address.trim()]));
  return [
    ...[...emails.values()].map((recipient): AlertRecipient => ({ channel: 'email', recipient })),
    ...(settings.webhookUrl === null ? [] : [{ channel: 'webhook' as const, recipient: settings.webhookUrl }]),
  ];
}
