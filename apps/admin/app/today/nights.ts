import { dayIn, daysBefore } from '~/ui/calendar-day';

/** A sync about all runs, as the charts need it. */
export interface Sync {
  startedAt: string;
  completedAt: string | null;
  callsMade: number;
}

export interface Night {
  /** The day on which it began, in the provider's zone. */
  day: string;
  syncs: number;
  calls: number;
  seconds: number;
}

/** The last nights up to `today`, oldest first; days without a sync are there with 0. What is still at work counts no time. */
export function nightsOf(syncs: readonly Sync[], today: string, timeZone: string, count: number): Night[] {
  const nights: Night[] = [];
  for (let back = count - 1; back >= 0; back--) nights.push({ day: daysBefore(today, back), syncs: 0, calls: 0, seconds: 0 });
  const byDay = new Map(nights.map((night) => [night.day, night]));
  for (const { startedAt, completedAt, callsMade } of syncs) {
    const night = byDay.get(dayIn(timeZone, startedAt));
    if (!night) continue;
    night.syncs += 1;
    night.calls += callsMade;
    if (completedAt !== null) night.seconds += (Date.parse(completedAt) - Date.parse(startedAt)) / 1000;
  }
  return nights;
}
