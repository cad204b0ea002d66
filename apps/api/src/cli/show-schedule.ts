import { ticksAhead } from '../modules/chains/read-next-tick.js';
import type { ScheduleRow } from '../modules/schedules/schedule-row.js';
import type { ProviderSettings } from '../modules/training-providers/find-provider.js';
import type { Engine } from '../workflow/engine.js';
import { scheduleName } from './find-named-schedule.js';
import type { ScheduleShown } from './output/schedule-text.js';

/** So many ticks show whether a cron is what one meant: a week's worth may hide a Sunday, five of a weekly one do not (bug 58). */
const TICKS = 5;

/** A schedule as it is shown. Throws `UnknownChainError` for one of a chain that this release does not have. */
export function showSchedule(engine: Engine, row: ScheduleRow, providers: readonly ProviderSettings[]): ScheduleShown {
  const chain = engine.chains.get(row.taskChain);
  return {
    schedule: scheduleName(row),
    uen: providers.find(({ id }) => id === row.providerId)?.uen ?? null,
    row,
    hasModes: chain.declaration.modes.length > 1,
    next: ticksAhead(chain, row, { now: engine.deps.now(), count: TICKS }),
  };
}

/** The same for programs. */
export function scheduleJson({ schedule, uen, row, next }: ScheduleShown) {
  const { id, cron, timeZone, overlapPolicy, catchUpHours, fullWeekdays, paused, pausedReason } = row;
  return { id, schedule, provider: uen, cron, timeZone, overlapPolicy, catchUpHours, fullWeekdays, paused, pausedReason, next };
}
