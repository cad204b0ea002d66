const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs more than a thousand uses of it. */
function formatOf(timeZone: string, seconds: boolean): Intl.DateTimeFormat {
  const key = `${timeZone} ${seconds}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
    hourCycle: 'h23',
  });
  formats.set(key, format);
  return format;
}

/** `21 Nov 2026 19:30`, put together from parts so that server and browser never differ by a comma. */
export function momentIn(at: string, timeZone: string, seconds = false): string {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(timeZone, seconds).formatToParts(new Date(at))) parts[type] = value;
  const { day, month, year, hour, minute, second } = parts;
  return `${day} ${month?.slice(0, 3)} ${year} ${hour}:${minute}${second === undefined ? '' : `:${second}`}`;
}

/** Both zones, for the pointer: `21 Nov 2026 19:30:05 Asia/Singapore · 21 Nov 2026 11:30:05 UTC`. */
export const longMoment = (at: string, timeZone: string): string =>
  `${momentIn(at, timeZone, true)} ${timeZone} · ${momentIn(at, 'UTC', true)} UTC`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A calendar day (`2026-11-21`) as `Sat 21 Nov 2026`. No zone has a part in it. */
export function formatDay(day: string, weekday = true): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  const text = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return weekday ? `${WEEKDAYS[date.getUTCDay()]} ${text}` : text;
}

/** `2 h 5 min`, `3 min 20 s`, `12 s`. */
export function formatSeconds(total: number): string {
  const seconds = Math.round(total);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long before `now`: `just now`, `5 min ago`, `3 h ago`, `2 days ago`; and `in …` for what is to come. */
export function formatAgo(at: string, now: string): string {
  const seconds = (Date.parse(now) - Date.parse(at)) / 1000;
  const size = Math.abs(seconds);
  if (size < 60) return 'just now';
  const [number, unit] = size < 3600 ? [size / 60, 'min'] : size < 172_800 ? [size / 3600, 'h'] : [size / 86_400, 'days'];
  return seconds >= 0 ? `${Math.floor(number)} ${unit} ago` : `in ${Math.floor(number)} ${unit}`;
}
