import { durationText } from '../chain/duration-text.js';

/** `dead`: given up, until somebody asks for it to be sent again. */
export const ALERT_DELIVERY_STATUSES = ['pending', 'sent', 'dead'] as const;
export type AlertDeliveryStatus = (typeof ALERT_DELIVERY_STATUSES)[number];

/** The ways on which a message goes out. */
export const ALERT_CHANNELS = ['email', 'webhook'] as const;
export type AlertChannel = (typeof ALERT_CHANNELS)[number];

/** Tries before a message is given up (bug 28): with these pauses, after three hours. */
export const DELIVERY_ATTEMPTS = 10;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60 * 1000;

export type RedeliveryDecision = { kind: 'retry'; notBefore: number; reason: string } | { kind: 'dead_letter'; reason: string };

/** What becomes of a message that could not be sent. `attempts` includes the one that failed; `now` in epoch milliseconds. */
export function decideRedelivery({ attempts, now }: { attempts: number; now: number }): RedeliveryDecision {
  if (attempts >= DELIVERY_ATTEMPTS) {
    return { kind: 'dead_letter', reason: `Given up after ${attempts} tries. Mend the channel, then send it again.` };
  }
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1));
  return {
    kind: 'retry',
    notBefore: now + pauseMs,
    reason: `Try ${attempts} of ${DELIVERY_ATTEMPTS} failed; the next one in ${durationText(pauseMs)}.`,
  };
}
