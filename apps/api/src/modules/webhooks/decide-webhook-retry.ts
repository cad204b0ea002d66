const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Pauses before the second try, the third, and so on. Milliseconds. */
export const WEBHOOK_PAUSES_MS: readonly number[] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR];
export const WEBHOOK_ATTEMPTS = WEBHOOK_PAUSES_MS.length + 1;

/** A webhook at which nothing has arrived for so long is switched off. */
export const SWITCH_OFF_AFTER_MS = 3 * 24 * HOUR;

/** What becomes of a message whose try number `attempts` failed at `now`, in epoch milliseconds. */
export function decideWebhookRetry({
  attempts,
  now,
}: {
  attempts: number;
  now: number;
}): { kind: 'retry'; notBefore: number } | { kind: 'dead' } {
  const pauseMs = WEBHOOK_PAUSES_MS[attempts - 1];
  return pauseMs === undefined ? { kind: 'dead' } : { kind: 'retry', notBefore: now + pauseMs };
}

/** Whether a webhook has failed for too long; both in epoch milliseconds. */
export const isGivenUp = (failingSince: number, now: number): boolean => now - failingSince >= SWITCH_OFF_AFTER_MS;
