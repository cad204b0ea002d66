/** A calendar day, `YYYY-MM-DD`. Days compare as text. */
export type IsoDate = string;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}

function parse(text: string): { year: number; month: number; day: number } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return day >= 1 && day <= daysInMonth(year, month) ? { year, month, day } : null;
}

function format(year: number, month: number, day: number): IsoDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** True for a day that the calendar has, written `YYYY-MM-DD`: `2026-02-30` is not one. */
export function isIsoDate(text: string): boolean {
  return parse(text) !== null;
}

/**
 * The day `days` later, or earlier when negative.
 * Counts in days since 1 March of year 0, the calendar's usual trick for putting the leap day last; no clock or zone is involved.
 * @throws RangeError when `date` is no calendar day, `days` no integer, or the result leaves the years 0000-9999.
 */
export function addDays(date: IsoDate, days: number): IsoDate {
  const start = parse(date);
  if (!start) throw new RangeError(`"${date}" is not a calendar day; write it as YYYY-MM-DD.`);
  if (!Number.isInteger(days)) throw new RangeError(`${days} is not a whole number of days.`);
  return fromDayNumber(toDayNumber(start.year, start.month, start.day) + days);
}

function toDayNumber(year: number, month: number, day: number): number {
  const shiftedYear = month > 2 ? year : year - 1;
  const shiftedMonth = (month + 9) % 12;
  const leapDays = Math.floor(shiftedYear / 4) - Math.floor(shiftedYear / 100) + Math.floor(shiftedYear / 400);
  return shiftedYear * 365 + leapDays + Math.floor((153 * shiftedMonth + 2) / 5) + day - 1;
}

function fromDayNumber(dayNumber: number): IsoDate {
  const era = Math.floor(dayNumber / 146_097);
  const dayOfEra = dayNumber - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  if (year < 0 || year > 9999) throw new RangeError('The day lies outside the years 0000 to 9999.');
  return format(year, month, dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1);
}

/** True for a time zone the platform knows, such as `Asia/Singapore`. */
export function isTimeZone(text: string): boolean {
  try {
    return text.trim() !== '' && new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Kept by zone: making one takes half a millisecond, asking it a few microseconds. */
const calendars = new Map<string, Intl.DateTimeFormat>();

function calendarOf(timeZone: string): Intl.DateTimeFormat {
  const known = calendars.get(timeZone);
  if (known) return known;
  const calendar = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  calendars.set(timeZone, calendar);
  return calendar;
}

/**
 * The calendar day it is in `timeZone` at an instant given in epoch milliseconds.
 * 02:00 in Singapore is still yesterday in UTC, so the zone is never implied (bug 4).
 * @throws RangeError for an unknown time zone.
 */
export function todayIn(timeZone: string, epochMilliseconds: number): IsoDate {
  const parts = calendarOf(timeZone).formatToParts(epochMilliseconds);
  const valueOf = (type: 'year' | 'month' | 'day') => Number(parts.find((part) => part.type === type)?.value);
  return format(valueOf('year'), valueOf('month'), valueOf('day'));
}

/** SSG's compact day, `20251201` as a number or as text (`ssg-api.md` §9.10); null for anything that is no calendar day. */
export function dayFromSsgInteger(value: number | string | null | undefined): IsoDate | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(String(value ?? '').trim());
  if (!match) return null;
  const day = `${match[1]}-${match[2]}-${match[3]}`;
  return isIsoDate(day) ? day : null;
}
