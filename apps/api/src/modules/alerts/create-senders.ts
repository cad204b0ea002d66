import type { AlertSettings } from './alert-settings.js';
import { createCaptureSender } from './capture-sender.js';
import { createEmailSender } from './email-sender.js';
import type { Senders } from './sender.js';
import { createWebhookSender } from './webhook-sender.js';

/** A sender for each channel, as the settings want it. */
export function createSenders(settings: AlertSettings, now: () => number): Senders {
  const { smtpUrl, from, captureFile, webhookSecret } = settings;
  return {
    email: smtpUrl === null ? createCaptureSender({ captureFile, from }) : createEmailSender({ smtpUrl, from }),
    webhook: createWebhookSender({ secret: webhookSecret, now }),
  };
}
