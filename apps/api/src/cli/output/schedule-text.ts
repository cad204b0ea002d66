import type { TickAhead } from '../../modules/chains/read-next-tick.js';
import type { ScheduleRow } from '../../modules/schedules/schedule-row.js';
import { momentText } from './moment-text.js';
import { table, tableWithRemarks } from './table.js';
import type { Colours } from './terminal.js';

/** A schedule with what its row does not say. */
export interface ScheduleShown {
  /** `tgs_daily`, `tgs_daily/digest` */
  schedule: string;
  uen: string | null;
  row: ScheduleRow;
  /** Whether its chain knows more than one mode, so that full weekdays mean something. */
  hasModes: boolean;
  next: TickAhead[];
}

const SHORT_DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const WITH_ITS_CHAIN = 'with its chain';

const HEADER = ['schedule', 'provider', 'cron and zone', 'full on', 'next'];

/** Schedules as a table, with the reason of a pause below its row. */
export function scheduleTable(schedules: readonly ScheduleShown[], colours: Colours): string {
  const rows = schedules.map(({ schedule, uen, row, hasModes, next }) => [
    schedule,
    uen ?? '',
    row.cron === null ? WITH_ITS_CHAIN : `${row.cron} ${row.timeZone}`,
    hasModes && row.cron !== null ? daysText(row.fullWeekdays) : '',
    nextText(row, next, colours),
  ]);
  const remarks = schedules.map(({ row }) =>
    row.paused && row.pausedReason !== null ? [`    ${colours.dim(row.pausedReason)}`] : [],
  );
  return tableWithRemarks(HEADER, rows, remarks);
}

function nextText({ paused, cron, timeZone }: ScheduleRow, [next]: readonly TickAhead[], { yellow }: Colours): string {
  if (paused) return yellow('paused');
  return cron === null || !next ? '' : momentText(next.at, timeZone);
}

/** One schedule after a change: its settings, and the next ticks in its zone and in UTC (bug 58, X3). */
export function scheduleText({ schedule, uen, row, hasModes, next }: ScheduleShown, { yellow }: Colours): string {
  const settings = table(
    ['Schedule', schedule],
    [
      ...(uen === null ? [] : [['provider', uen]]),
      ['cron', row.cron ?? WITH_ITS_CHAIN],
      ...(row.cron === null ? [] : policyRows(row, hasModes)),
    ],
  );
  const paused = `Paused${row.pausedReason === null ? '' : `: ${row.pausedReason}`}. ${row.cron === null ? 'The chain runs without it.' : 'Ticks are recorded as skipped.'}`;
  return [
    settings,
    ...(row.paused ? ['', yellow(paused)] : []),
    ...(next.length === 0 ? [] : ['', ticksTable(row.timeZone, hasModes, next)]),
  ].join('\n');
}

const policyRows = ({ timeZone, overlapPolicy, catchUpHours, fullWeekdays }: ScheduleRow, hasModes: boolean): string[][] => [
  ['time zone', timeZone],
  ['while the run before it is at work', overlapPolicy === 'skip' ? 'skip the tick' : 'one tick waits its turn'],
  ['a missed tick is made up for within', `${catchUpHours} h`],
  ...(hasModes ? [['full on', daysText(fullWeekdays)]] : []),
];

function ticksTable(timeZone: string, hasModes: boolean, next: readonly TickAhead[]): string {
  const zones = timeZone === 'UTC' ? ['UTC'] : [timeZone, 'UTC'];
  const rows = next.map(({ at, mode }) => [...zones.map((zone) => momentText(at, zone)), ...(hasModes ? [mode] : [])]);
  return table(
    [...zones.map((zone, index) => (index === 0 ? `Next ticks, ${zone}` : zone)), ...(hasModes ? ['mode'] : [])],
    rows,
  );
}

function daysText(days: readonly number[]): string {
  if (days.length === 7) return 'every day';
  return days.length === 0 ? 'no day' : days.map((day) => SHORT_DAYS[day] ?? day).join(', ');
}
