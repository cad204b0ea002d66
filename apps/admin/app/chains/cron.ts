/** When a cron expression ticks, field by field; null for a field that does not choose. Weekdays from 0, Sunday. */
export interface CronTimes {
  minutes: number[];
  hours: number[];
  daysOfMonth: number[] | null;
  months: number[] | null;
  weekdays: number[] | null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * Reads the five fields `minute hour day-of-month month day-of-week` with `*`, lists, ranges, steps and English names. Null for
 * what is beyond that (`L`, `#`, a mistake): the API, which decides, may still know it.
 */
export function readCron(text: string): CronTimes | null {
  const fields = text.trim().toLowerCase().split(/\s+/);
  const [minute, hour, dayOfMonth, month, weekday] = fields;
  if (fields.length !== 5 || !minute || !hour || !dayOfMonth || !month || !weekday) return null;
  const minutes = readField(minute, 0, 59);
  const hours = readField(hour, 0, 23);
  const daysOfMonth = readField(dayOfMonth, 1, 31);
  const months = readField(month, 1, 12, MONTHS);
  const weekdays = readField(weekday, 0, 7, WEEKDAYS);
  if (!minutes || !hours || !daysOfMonth || !months || !weekdays) return null;
  return {
    minutes,
    hours,
    daysOfMonth: daysOfMonth.length === 31 ? null : daysOfMonth,
    months: months.length === 12 ? null : months,
    weekdays: chosenWeekdays(weekdays),
  };
}

/** Sunday is 0 and 7. */
function chosenWeekdays(weekdays: number[]): number[] | null {
  const days = [...new Set(weekdays.map((day) => day % 7))].sort((one, other) => one - other);
  return days.length === 7 ? null : days;
}

function readField(text: string, least: number, most: number, names: string[] = []): number[] | null {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const range = readPart(part, { least, most, names });
    if (!range) return null;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return [...values].sort((one, other) => one - other);
}

function readPart(
  part: string,
  { least, most, names }: { least: number; most: number; names: string[] },
): { from: number; to: number; step: number } | null {
  const [range = '', stepText, ...rest] = part.split('/');
  if (rest.length > 0) return null;
  const step = stepText === undefined ? 1 : readNumber(stepText);
  if (step === null || step < 1) return null;
  if (range === '*' || range === '?') return { from: least, to: most, step };
  const [first = '', last, ...more] = range.split('-');
  if (more.length > 0) return null;
  const from = readNumber(first, names, least);
  // `5/10` goes on to the end; `5` is one value.
  const to = last === undefined ? (stepText === undefined ? from : most) : readNumber(last, names, least);
  if (from === null || to === null || from < least || to > most || from > to) return null;
  return { from, to, step };
}

function readNumber(text: string, names: string[] = [], least = 0): number | null {
  const named = names.indexOf(text);
  if (named >= 0) return named + least;
  return /^\d{1,2}$/.test(text) ? Number(text) : null;
}
