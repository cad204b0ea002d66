import { activateCourseRuns } from '../../modules/course-runs/activation/activate-course-runs.js';
import { reportActivation, reportDryRun } from '../../modules/course-runs/activation/activation-report.js';
import { planProviderActivation } from '../../modules/course-runs/activation/plan-provider-activation.js';
import type { StepHandler } from '../../workflow/step-handler.js';

/** More missed classes than these a note does not list; all of them are counted. */
const LISTED = 50;

/**
 * Makes the classes Active whose first day has come in the provider's zone (S2.2, S2.4). Planned first, then written by one
 * statement that commits together with the record of the step (S2.10): the step is done or not done, and may be done again.
 */
export const activateClassesStep: StepHandler = async (context) => {
  const { deps, provider, run } = context;
  if (!provider) throw new Error(`Classes are activated for one provider, and chain run ${run.id} has none.`);
  const { plan, planned } = await planProviderActivation({ pool: deps.database.pool, newId: deps.newId }, provider, run.today);
  const missed = plan.missedWindow.slice(0, LISTED).map(({ run: missedRun, verdict }) => ({
    ssgRunId: missedRun.ssgRunId,
    rule: verdict.rule,
    reason: verdict.reason,
  }));
  if (missed.length > 0) await context.note('Some classes ended without ever being activated.', { missed });
  if (run.dryRun) return { kind: 'completed', ...reportDryRun(plan) };
  if (planned.length === 0) return { kind: 'completed', ...reportActivation(plan, []) };
  context.signal.throwIfAborted();
  return {
    kind: 'completed',
    counts: {},
    message: `Classes due: ${planned.length}.`,
    apply: async (transaction) => {
      const activation = { providerId: provider.id, today: run.today, now: deps.now() };
      return reportActivation(plan, await activateCourseRuns(transaction, activation, planned));
    },
  };
};
