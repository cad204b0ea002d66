import { decideBlastRadius } from '../chain/blast-radius.js';

/** What one step of a past night took away, or wanted to. */
export interface PastNight {
  /** Number of the chain run. */
  chainRunId: string;
  step: string;
  cancels: number;
  removals: number;
  /** Enrolments looked at. */
  touched: number;
  /** Whether a person was asked then. */
  waited: boolean;
}

export interface CancelLimits {
  maxCancels: number;
  maxCancelsPercent: number;
}

export interface NightPreview extends PastNight {
  waitsNow: boolean;
  waitsThen: boolean;
  /** Why it would wait, in a sentence; null where it would not. */
  reason: string | null;
}

/** Which past nights would wait for a person under other limits of the gate (bug 49), and which do under the present ones. */
export function previewLimits(nights: readonly PastNight[], now: CancelLimits, then: CancelLimits): NightPreview[] {
  return nights.map((night) => {
    const reason = whyWaiting(night, then);
    return { ...night, waitsNow: whyWaiting(night, now) !== null, waitsThen: reason !== null, reason };
  });
}

/** A night that took nothing away never waits: the gate is asked about held runs only. */
function whyWaiting(night: PastNight, { maxCancels, maxCancelsPercent }: CancelLimits): string | null {
  if (night.cancels === 0 && night.removals === 0) return null;
  const verdict = decideBlastRadius(night, { cancels: maxCancels, cancelsPercent: maxCancelsPercent, removals: 0 });
  return verdict.kind === 'within' ? null : verdict.sentence;
}
