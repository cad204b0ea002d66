const DAY = 86_400_000;
const SINGAPORE_OFFSET = 8 * 3_600_000;

/** `2026-11-21` → days since 1970-01-01. Throws RangeError for anything that is not a calendar date. */
export function dayNumber(date: string): number {
  const time = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(time) || dateOf(time / DAY) !== date) {
    throw new RangeError(`"${date}" is not a calendar date; write YYYY-MM-DD.`);
  }
  return time / DAY;
}

/** Days since 1970-01-01 → `2026-11-21`. */
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

export const addDays = (date: string, days: number): string => dateOf(dayNumber(date) + days);

/** Whether a text is a calendar date in the form `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  try {
    dayNumber(text);
    return true;
  } catch {
    return false;
  }
}

/** `2026-11-21` → `20261121`, the number that course runs use (ssg-api.md §9.10). */
export const toCompactNumber = (date: string): number => Number(date.replaceAll('-', ''));

/** `2026-11-21` → `"20261121"`, the text that sessions use. */
export const toCompactText = (date: string): string => date.replaceAll('-', '');

/** `20261121` as a number or text → `2026-11-21`, or null when it is not a calendar date. */
export function fromCompact(value: number | string): string | null {
  const text = String(value);
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  return /^\d{8}$/.test(text) && isDate(date) ? date : null;
}

/** Epoch milliseconds of a wall-clock moment in Singapore, which has no daylight saving time. */
export const singaporeInstant = (date: string, secondOfDay: number): number =>
  dayNumber(date) * DAY + secondOfDay * 1000 - SINGAPORE_OFFSET;

/** The Singapore calendar date of an instant. */
export const singaporeDate = (instant: number): string => new Date(instant + SINGAPORE_OFFSET).toISOString().slice(0, 10);

/** TPG view and search: `2025-10-28 12:01:52`, Singapore time without a zone (§9.10). */
export const toSingaporeText = (instant: number): string =>
  new Date(instant + SINGAPORE_OFFSET).toISOString().slice(0, 19).replace('T', ' ');

/** TPG writes: `2025-10-28T04:01:52Z`, UTC (§9.10). */
export const toUtcText = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;
