import { CronExpressionParser } from 'cron-parser';

/** What is wrong with a schedule, in words; empty where nothing is. Five fields and an IANA zone (X3, bug 58). */
export function checkCron(cron: string, timeZone: string): string[] {
  const mistakes: string[] = [];
  if (cron.trim().split(/\s+/).length !== 5)
    mistakes.push(`"${cron}" must have five fields: minute, hour, day of month, month, day of week`);
  else if (/(^|[\s,])H/i.test(cron))
    mistakes.push(`"${cron}" uses H, which means another time whenever it is read: name the time`);
  else {
    try {
      CronExpressionParser.parse(cron, { tz: 'UTC' }).next();
    } catch (error) {
      mistakes.push(`"${cron}" is no cron expression: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (!isTimeZone(timeZone)) mistakes.push(`"${timeZone}" is no IANA time zone, for example Asia/Singapore`);
  return mistakes;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The ticks of a schedule after `after` and up to `until`, oldest first, at most `limit`. Epoch milliseconds. */
export function ticksBetween(cron: string, timeZone: string, after: number, until: number, limit: number): number[] {
  const ticks: number[] = [];
  const expression = CronExpressionParser.parse(cron, { tz: timeZone, currentDate: new Date(after) });
  while (ticks.length < limit) {
    const tick = expression.next().getTime();
    if (tick > until) break;
    if (tick > after) ticks.push(tick);
  }
  return ticks;
}

/** The next ticks after a moment (bug 58: show the next five). Epoch milliseconds. */
export const nextTicks = (cron: string, timeZone: string, after: number, count: number): number[] =>
  ticksBetween(cron, timeZone, after, Number.POSITIVE_INFINITY, count);
