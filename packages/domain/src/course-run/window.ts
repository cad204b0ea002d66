import { addDays, type IsoDate } from '../calendar/iso-date.js';
import type { RuleId } from '../change/rules.js';

export interface WindowSettings {
  /** Today in the provider's time zone, decided once per batch (bug 4). */
  today: IsoDate;
  /** Days the window reaches beyond today (S0.11). */
  thresholdDays: number;
}

export type WindowDecision =
  | { inWindow: true; rule: Extract<RuleId, 'S0.9 in-window'>; reason: string }
  | { inWindow: false; rule: Extract<RuleId, 'S0.8 beyond-window' | 'S0.10 before-window'>; reason: string };

/** The last day of the window, included (S0.8). */
export function windowEnd(today: IsoDate, thresholdDays: number): IsoDate {
  return addDays(today, thresholdDays);
}

/**
 * Whether a run that starts on `startDate` is one the sync looks at (S0.8-S0.11). Both ends are included.
 * Each run is judged by itself: SSG promises no order, so no run may end the scan for the others (bugs 1 and 2).
 */
export function decideWindow(startDate: IsoDate, { today, thresholdDays }: WindowSettings): WindowDecision {
  const end = windowEnd(today, thresholdDays);
  if (startDate < today) {
    return { inWindow: false, rule: 'S0.10 before-window', reason: `The run started on ${startDate}, before ${today}.` };
  }
  if (startDate > end) {
    return {
      inWindow: false,
      rule: 'S0.8 beyond-window',
      reason: `The run starts on ${startDate}, after the window's last day, ${end}.`,
    };
  }
  return { inWindow: true, rule: 'S0.9 in-window', reason: `The run starts on ${startDate}, within ${today} to ${end}.` };
}
