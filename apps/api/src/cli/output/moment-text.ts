type Moment = Date | number;

const formats = new Map<string, Intl.DateTimeFormat>();

/** "Sun 2026-11-22 02:00" on the clock of an IANA zone. */
export function momentText(moment: Moment, timeZone: string): string {
  const { weekday, year, month, day, hour, minute } = partsOf(moment, timeZone);
  return `${weekday} ${year}-${month}-${day} ${hour}:${minute}`;
}

/** A moment in its zone and in UTC (X3), "Sun 2026-11-22 02:00 Asia/Singapore, Sat 2026-11-21 18:00 UTC". */
export function momentInBothZones(moment: Moment, timeZone: string): string {
  const utc = `${momentText(moment, 'UTC')} UTC`;
  return timeZone === 'UTC' ? utc : `${momentText(moment, timeZone)} ${timeZone}, ${utc}`;
}

/** "Sun 2026-11-22 02:00 +08:00", where several zones stand in one column. */
export function momentWithOffset(moment: Moment, timeZone: string): string {
  const offset = partsOf(moment, timeZone).timeZoneName?.replace('GMT', '') || '+00:00';
  return `${momentText(moment, timeZone)} ${offset}`;
}

/** "02:00:13" */
export function clockText(moment: Moment, timeZone: string): string {
  const { hour, minute, second } = partsOf(moment, timeZone);
  return `${hour}:${minute}:${second}`;
}

function partsOf(moment: Moment, timeZone: string): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    });
    formats.set(timeZone, format);
  }
  return Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
}
