import type { ChainMode as ChainModeWord } from '@rollcall/domain/chain/chain';
import { modeOfTick } from '@rollcall/domain/schedule/mode-of-tick';
import { builder } from '../../graphql/builder.js';
import type { Chain } from '../../workflow/chain.js';
import { nextTicks, ticksBetween } from '../../workflow/cron.js';
import { ChainMode } from '../chains/chain-enums.graphql.js';
import { weekdayIn } from './weekday.js';

/** A due moment to come. Epoch milliseconds. */
interface Tick {
  at: number;
  timeZone: string;
  mode: ChainModeWord;
}

export const ScheduleTick = builder.objectRef<Tick>('ScheduleTick').implement({
  description: 'A moment at which a schedule is due (bug 58).',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'The moment, in UTC.', resolve: ({ at }) => new Date(at) }),
    local: t.string({
      description: 'The same on the clock of the schedule’s time zone, with its offset: `Mon 2026-03-02 02:00 +08:00` (X3).',
      resolve: ({ timeZone, at }) => localTime(timeZone, at),
    }),
    timeZone: t.exposeString('timeZone', { description: 'IANA name of that time zone.' }),
    mode: t.field({ type: ChainMode.ref, description: 'How the chain will read its sources.', resolve: ({ mode }) => mode }),
  }),
});

const SHOWN = 5;
/** The furthest that ticks are asked ahead: a week. */
export const MOST_HOURS = 168;
/** The most ticks of one schedule: one every hour of a week, and some that come more often. */
export const MOST_TICKS = 200;
const HOUR_MS = 3_600_000;

/**
 * The ticks of a schedule in the next `hours`, at most `MOST_TICKS` of them; without `hours` the next five. None where it has
 * no cron of its own. `now` in epoch milliseconds.
 */
export function ticksToCome(
  schedule: { cron: string | null; timeZone: string; fullWeekdays: readonly number[] },
  chain: Chain,
  { now, hours = null }: { now: number; hours?: number | null },
): Tick[] {
  const { cron, timeZone, fullWeekdays } = schedule;
  if (cron === null) return [];
  const { modes } = chain.declaration;
  const moments =
    hours === null ? nextTicks(cron, timeZone, now, SHOWN) : ticksBetween(cron, timeZone, now, now + hours * HOUR_MS, MOST_TICKS);
  return moments.map((at) => ({
    at,
    timeZone,
    mode: modeOfTick({ fullWeekdays, weekday: weekdayIn(timeZone, at), modes }),
  }));
}

function localTime(timeZone: string, moment: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(moment);
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  // UTC itself is `GMT` alone.
  const offset = of('timeZoneName').replace('GMT', '') || '+00:00';
  return `${of('weekday')} ${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')} ${offset}`;
}
