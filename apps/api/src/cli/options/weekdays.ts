import { WEEKDAYS } from '@rollcall/domain/schedule/schedule';
import { InvalidArgumentError } from 'commander';

/** A commander parser for `0,3` (0 is Sunday); `none` is no day. */
export function weekdays(text: string): number[] {
  if (text.trim() === 'none') return [];
  const days = text.split(',').map((day) => WEEKDAYS.find((known) => String(known) === day.trim()));
  const known = days.filter((day) => day !== undefined);
  if (known.length < days.length)
    throw new InvalidArgumentError('It must be days from 0 (Sunday) to 6 (Saturday) with commas between, or none.');
  return [...new Set(known)].sort();
}
