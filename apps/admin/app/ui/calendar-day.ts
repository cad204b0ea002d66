import { momentIn } from './format-moment';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;

/** The calendar day (`2026-11-21`) of an instant in a zone. */
export function dayIn(timeZone: string, at: string): string {
  const [day = '', month = '', year = ''] = momentIn(at, timeZone).split(' ');
  return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

export const daysBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);

/** `21 Nov`, for the foot of a chart. */
export function shortDay(day: string): string {
  const [, month, date] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? ''}`;
}

/**
 * The instant at which a calendar day begins in a zone. Where the clock is put forward over midnight, the first instant of the
 * day that there is.
 */
export function dayStart(day: string, timeZone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // No zone is further than 14 hours from UTC; quarters of an hour are the finest that zones are set by.
  for (let at = midnight - 14 * 3_600_000; at <= midnight + 14 * 3_600_000; at += 900_000) {
    const instant = new Date(at).toISOString();
    if (dayIn(timeZone, instant) === day) return instant;
  }
  return new Date(midnight).toISOString();
}
