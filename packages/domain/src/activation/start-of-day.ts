import { type IsoDate, isIsoDate, todayIn } from '../calendar/iso-date.js';

/** Epoch milliseconds in the years 1691 and 2248: any class lies between. */
const LONG_AGO = -(2 ** 43);
const FAR_AHEAD = 2 ** 43;

/**
 * The first instant of a calendar day in a time zone, in epoch milliseconds. It is searched for rather than computed from an
 * offset: where the clocks are put forward at midnight the day begins at 01:00, and no offset tells that.
 * @throws RangeError when `day` is no calendar day of those years, or the time zone is unknown.
 */
export function startOfDayIn(timeZone: string, day: IsoDate): number {
  if (!isIsoDate(day)) throw new RangeError(`"${day}" is not a calendar day; write it as YYYY-MM-DD.`);
  let before = LONG_AGO;
  let from = FAR_AHEAD;
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (todayIn(timeZone, middle) < day) before = middle;
    else from = middle;
  }
  if (before === LONG_AGO || from === FAR_AHEAD) throw new RangeError(`${day} lies outside the years 1691 to 2248.`);
  return from;
}
