import { isIsoDate } from '@rollcall/domain/calendar/iso-date';
import { InvalidArgumentError } from 'commander';

/** A commander parser for days. */
export function calendarDay(text: string): string {
  if (!isIsoDate(text)) throw new InvalidArgumentError('It must be a day of the calendar, YYYY-MM-DD.');
  return text;
}
