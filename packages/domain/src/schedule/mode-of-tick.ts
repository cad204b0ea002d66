import type { ChainMode } from '../chain/chain.js';
import { WEEKDAYS } from './schedule.js';

/**
 * In which mode a tick runs its chain: full on the weekdays named, incremental on the others (S4.9, S4.10), as far as the
 * chain can. `weekday` is that of the tick in the schedule's own time zone, 0 is Sunday.
 * @throws RangeError for a weekday that the week does not have (`20 * * 6` is Saturday, bug 42), or a chain without modes.
 */
export function modeOfTick(facts: { fullWeekdays: readonly number[]; weekday: number; modes: readonly ChainMode[] }): ChainMode {
  const { fullWeekdays, weekday, modes } = facts;
  const unknown = [weekday, ...fullWeekdays].find((day) => !WEEKDAYS.some((known) => known === day));
  if (unknown !== undefined) throw new RangeError(`${unknown} is not a weekday; 0 is Sunday, 6 is Saturday.`);
  const wanted: ChainMode = fullWeekdays.includes(weekday) ? 'full' : 'incremental';
  const [only] = modes;
  if (only === undefined) throw new RangeError('The chain has no mode; validate it where it is declared.');
  return modes.includes(wanted) ? wanted : only;
}
