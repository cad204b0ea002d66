import { formatDay } from '~/ui/format-moment';
import { zonedParts } from './zoned-time';

export interface ScaleMark {
  /** Of the strip's width, 0 to 1. */
  left: number;
  /** `03:00`; at midnight the day, `Mon 23 Nov`. */
  label: string;
  midnight: boolean;
}

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;

/** The marks of a zone's clock: every three hours of a day, every midnight of more. Zones differ by quarters of an hour at least. */
export function scaleMarks(options: { from: number; hours: number; timeZone: string }): ScaleMark[] {
  const { from, hours, timeZone } = options;
  const every = hours > 24 ? 24 : 3;
  const marks: ScaleMark[] = [];
  const until = from + hours * HOUR_MS;
  for (let at = Math.ceil(from / QUARTER_MS) * QUARTER_MS; at < until; at += QUARTER_MS) {
    const { year, month, day, hour, minute } = zonedParts(at, timeZone);
    if (minute !== 0 || hour % every !== 0) continue;
    const midnight = hour === 0;
    const date = `${year}-${two(month)}-${two(day)}`;
    marks.push({
      left: (at - from) / (until - from),
      label: midnight ? formatDay(date).slice(0, -5) : `${two(hour)}:00`,
      midnight,
    });
  }
  return marks;
}

const two = (number: number): string => String(number).padStart(2, '0');
