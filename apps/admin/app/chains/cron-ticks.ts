import type { CronTimes } from './cron';
import { isTimeZone, zonedMoment, zonedParts } from './zoned-time';

const DAY_MS = 86_400_000;
/** A 29 February is at most eight years away. */
const FURTHEST_DAYS = 8 * 366;

/**
 * The next ticks after a moment (epoch milliseconds), on the clock of a time zone. For looking at what was typed; the API's own
 * count when it is saved. Empty for a zone that nobody knows, and for days that never come.
 */
export function nextCronTicks(times: CronTimes, timeZone: string, after: number, count: number): number[] {
  if (!isTimeZone(timeZone)) return [];
  const ticks: number[] = [];
  const today = zonedParts(after, timeZone);
  const firstDay = Date.UTC(today.year, today.month - 1, today.day);
  for (let ahead = 0; ahead < FURTHEST_DAYS && ticks.length < count; ahead++) {
    const day = new Date(firstDay + ahead * DAY_MS);
    if (!ticksOn(times, day)) continue;
    for (const hour of times.hours)
      for (const minute of times.minutes) {
        const at = zonedMoment(day, hour, minute, timeZone);
        if (at > after && ticks.length < count && !ticks.includes(at)) ticks.push(at);
      }
  }
  return ticks;
}

function ticksOn({ daysOfMonth, months, weekdays }: CronTimes, day: Date): boolean {
  if (months !== null && !months.includes(day.getUTCMonth() + 1)) return false;
  const byDate = daysOfMonth?.includes(day.getUTCDate());
  const byWeekday = weekdays?.includes(day.getUTCDay());
  if (byDate === undefined) return byWeekday ?? true;
  return byWeekday === undefined ? byDate : byDate || byWeekday;
}
