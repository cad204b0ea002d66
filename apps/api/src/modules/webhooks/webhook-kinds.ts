import { ACTIVITY_KINDS } from '../../events/activity.js';

/** What a message is that somebody asked for to see whether messages arrive. */
export const TEST_KIND = 'webhook.test';

/** What messages tell: what the activity log does, and tests. */
export const WEBHOOK_KINDS = [...ACTIVITY_KINDS, TEST_KIND] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];
