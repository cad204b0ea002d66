import type { ActivationPlan } from '@rollcall/domain/activation/plan-activation';
import type { ActivatedCourseRun } from './activate-course-runs.js';

/** More run ids than these a sentence does not name; the pages show all. */
const NAMED = 5;

/** A list that is kept with the step is cut here. */
const KEPT = 100;

/** What an activation did, in the numbers, the words and the lists that a step keeps. Lists hold SSG run ids. */
export interface ActivationReport {
  counts: Record<string, number>;
  message: string;
  output: { activated: string[]; pending: string[]; empty: string[]; missedWindow: string[]; changedMeanwhile: string[] };
}

/** Reports what the statement wrote, beside what the plan left out (X1, bugs 36, 39). */
export function reportActivation(plan: ActivationPlan, activated: readonly ActivatedCourseRun[]): ActivationReport {
  const written = new Set(activated.map(({ courseRunId }) => courseRunId));
  const output = {
    activated: idsOf(activated),
    pending: idsOf(activated.filter(({ classStatus }) => classStatus === 'Pending')),
    empty: idsOf(activated.filter(({ live }) => live === 0)),
    missedWindow: idsOf(plan.missedWindow.map(({ run }) => run)),
    changedMeanwhile: idsOf(plan.activate.map(({ run }) => run).filter(({ courseRunId }) => !written.has(courseRunId))),
  };
  const stamped = activated.reduce((total, run) => total + run.stamped, 0);
  const counts = {
    activated: output.activated.length,
    enrolmentsStamped: stamped,
    missedWindow: output.missedWindow.length,
    activatedPending: output.pending.length,
    activatedEmpty: output.empty.length,
    changedMeanwhile: output.changedMeanwhile.length,
    skipped: plan.skipped.length,
  };
  const sentences = [
    activated.length === 0
      ? null
      : `${classes(activated.length)} activated; ${stamped} ${stamped === 1 ? 'enrolment was' : 'enrolments were'} stamped.`,
    ...attentionSentences(output),
  ].filter((line) => line !== null);
  return {
    counts,
    message: sentences.length === 0 ? 'No class starts today.' : sentences.join(' '),
    output: {
      activated: output.activated.slice(0, KEPT),
      pending: output.pending.slice(0, KEPT),
      empty: output.empty.slice(0, KEPT),
      missedWindow: output.missedWindow.slice(0, KEPT),
      changedMeanwhile: output.changedMeanwhile.slice(0, KEPT),
    },
  };
}

/** What would be done: nothing was written, so nothing is known of enrolments. */
export function reportDryRun(plan: ActivationPlan): ActivationReport {
  const ids = idsOf(plan.activate.map(({ run }) => run));
  const report = reportActivation({ ...plan, activate: [] }, []);
  const pending = idsOf(plan.activate.map(({ run }) => run).filter(({ classStatus }) => classStatus === 'Pending'));
  return {
    counts: { ...report.counts, wouldActivate: ids.length },
    message: `Dry run: ${ids.length === 0 ? 'no class' : `${ids.length === 1 ? '1 class' : `${ids.length} classes`} (${named(ids)})`} would be activated.`,
    output: { ...report.output, activated: ids.slice(0, KEPT), pending: pending.slice(0, KEPT) },
  };
}

function attentionSentences(ids: ActivationReport['output']): (string | null)[] {
  return [
    sentence('Activated though still Pending', ids.pending),
    sentence('Activated without a learner', ids.empty),
    sentence('Ended without ever being activated', ids.missedWindow),
    sentence('Changed in the meantime and left for the next run', ids.changedMeanwhile),
  ];
}

const sentence = (words: string, runs: readonly string[]): string | null =>
  runs.length === 0 ? null : `${words}: ${named(runs)}.`;

const idsOf = (runs: readonly { ssgRunId: string }[]): string[] => runs.map(({ ssgRunId }) => ssgRunId);

const classes = (count: number): string => (count === 1 ? '1 class was' : `${count} classes were`);

const named = (ids: readonly string[]): string =>
  ids.length <= NAMED ? ids.join(', ') : `${ids.slice(0, NAMED).join(', ')} and ${ids.length - NAMED} more`;
