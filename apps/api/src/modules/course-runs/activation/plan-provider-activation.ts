import {
  DEFAULT_ENROLLED_AT_SETTING,
  decideEnrolledAt,
  type EnrolledAtSetting,
} from '@rollcall/domain/activation/decide-enrolled-at';
import { type ActivationPlan, planActivation } from '@rollcall/domain/activation/plan-activation';
import { startOfDayIn } from '@rollcall/domain/activation/start-of-day';
import type { IsoDate } from '@rollcall/domain/calendar/iso-date';
import type { Pool } from 'pg';
import type { PlannedActivation } from './activate-course-runs.js';
import { loadActivationFacts } from './load-activation-facts.js';

export interface ProviderActivation {
  plan: ActivationPlan;
  /** The runs to activate, as the statement takes them. */
  planned: PlannedActivation[];
}

/** Reads what concerns this provider today and decides; writes nothing. `today` is a day in the provider's zone (S2.4, bug 37). */
export async function planProviderActivation(
  deps: { pool: Pool; newId: () => string },
  provider: { id: string; timeZone: string },
  today: IsoDate,
  setting: EnrolledAtSetting = DEFAULT_ENROLLED_AT_SETTING,
): Promise<ProviderActivation> {
  const plan = planActivation(await loadActivationFacts(deps.pool, provider.id, today), today);
  const startOf = rememberDays((day) => startOfDayIn(provider.timeZone, day));
  const planned = plan.activate.map(({ run, verdict }) => ({
    courseRunId: run.courseRunId,
    startDate: run.startDate,
    rule: verdict.rule,
    reason: verdict.reason,
    enrolledAt: decideEnrolledAt(
      { startDate: run.startDate, today, classStart: startOf(run.startDate), startOfToday: startOf(today) },
      setting,
    ),
    changeSetId: deps.newId(),
  }));
  return { plan, planned };
}

/** Many classes begin on the same day, and a day's beginning takes a search to find. */
function rememberDays(find: (day: IsoDate) => number): (day: IsoDate) => number {
  const found = new Map<IsoDate, number>();
  return (day) => {
    const start = found.get(day) ?? find(day);
    found.set(day, start);
    return start;
  };
}
