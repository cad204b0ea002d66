import type { ChainMode } from '@rollcall/domain/chain/chain';
import { modeOfTick } from '@rollcall/domain/schedule/mode-of-tick';
import type { Chain } from '../../workflow/chain.js';
import { nextTicks } from '../../workflow/cron.js';
import type { Engine } from '../../workflow/engine.js';
import { listSchedules } from '../schedules/schedule-row.js';
import { weekdayIn } from '../schedules/weekday.js';
import type { ProviderSettings } from '../training-providers/find-provider.js';

/** A due moment to come, and how the chain will read its sources then. */
export interface TickAhead {
  at: Date;
  mode: ChainMode;
}

/** The next ticks of a schedule (bug 58); none where it has no cron. `now` in epoch milliseconds. */
export function ticksAhead(
  chain: Chain,
  schedule: { cron: string | null; timeZone: string; fullWeekdays: readonly number[] },
  { now, count }: { now: number; count: number },
): TickAhead[] {
  const { cron, timeZone, fullWeekdays } = schedule;
  if (cron === null) return [];
  const { modes } = chain.declaration;
  return nextTicks(cron, timeZone, now, count).map((at) => ({
    at: new Date(at),
    mode: modeOfTick({ fullWeekdays, weekday: weekdayIn(timeZone, at), modes }),
  }));
}

/** The mode that the chain's next tick would have, by its schedule, or by its declaration where it has none yet. */
export async function readNextMode(engine: Engine, chain: Chain, provider: ProviderSettings | null): Promise<ChainMode> {
  const { deps } = engine;
  const { name, modes } = chain.declaration;
  const rows = await listSchedules(deps.database.pool, { taskChain: name, ...(provider && { providerId: provider.id }) });
  const declared = chain.schedule.timeZone === 'provider' ? (provider?.timeZone ?? 'UTC') : chain.schedule.timeZone;
  const schedule = rows.find(({ chainOrder }) => chainOrder === 0) ?? { ...chain.schedule, timeZone: declared };
  const [next] = ticksAhead(chain, schedule, { now: deps.now(), count: 1 });
  return next?.mode ?? modes[0] ?? 'full';
}
