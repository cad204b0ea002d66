import { addDays, type IsoDate } from '../calendar/iso-date.js';
import { RULES, type RuleId } from '../change/rules.js';
import type { ClassStatus, Lifecycle } from '../course-run/course-run.js';

/** A class that ended longer ago is not looked at: it has been told of for a month, and can no longer be activated. */
const LOOK_BACK_DAYS = 30;

/** The earliest last day of a class that an activation looks at. */
export const lookBackFrom = (today: IsoDate): IsoDate => addDays(today, -LOOK_BACK_DAYS);

/** A course run as far as its activation depends on it. */
export interface ActivationFacts {
  courseRunId: string;
  ssgRunId: string;
  classStatus: ClassStatus;
  lifecycle: Lifecycle;
  archived: boolean;
  startDate: IsoDate;
  endDate: IsoDate;
}

export type ActivationVerdict =
  | { kind: 'activate'; rule: RuleId; late: boolean; reason: string }
  | { kind: 'missed_window'; rule: RuleId; reason: string }
  | { kind: 'skip'; rule: RuleId; reason: string };

const skip = (rule: RuleId): ActivationVerdict => ({ kind: 'skip', rule, reason: RULES[rule] });

/**
 * Whether the clock makes a class Active today (S2.2, X22). It asks `lifecycle` and the dates, and of the class status only
 * whether an admin cancelled it: a Pending class begins too, and is told of (X1).
 */
export function judgeActivation(run: ActivationFacts, today: IsoDate): ActivationVerdict {
  if (run.lifecycle !== 'Scheduled') return skip('S2.14 not-scheduled');
  if (run.archived) return skip('S2.14 archived');
  if (run.classStatus === 'Cancelled') return skip('X1 cancelled-class');
  if (run.startDate > today) return skip('S2.2 not-begun');
  if (run.endDate < today) {
    const reason = `The class ran from ${run.startDate} to ${run.endDate} and was never activated.`;
    return { kind: 'missed_window', rule: 'bug 36 missed-window', reason };
  }
  const late = run.startDate < today;
  const reason = late ? `The class began on ${run.startDate}.` : 'The class begins today.';
  return { kind: 'activate', rule: 'S2.2 class-activated', late, reason };
}

type Judged<Kind extends ActivationVerdict['kind']> = {
  run: ActivationFacts;
  verdict: Extract<ActivationVerdict, { kind: Kind }>;
};

export interface ActivationPlan {
  activate: Judged<'activate'>[];
  missedWindow: Judged<'missed_window'>[];
  skipped: Judged<'skip'>[];
}

/** Every run with its verdict, in the order given. */
export function planActivation(runs: readonly ActivationFacts[], today: IsoDate): ActivationPlan {
  const plan: ActivationPlan = { activate: [], missedWindow: [], skipped: [] };
  for (const run of runs) {
    const verdict = judgeActivation(run, today);
    if (verdict.kind === 'activate') plan.activate.push({ run, verdict });
    else if (verdict.kind === 'missed_window') plan.missedWindow.push({ run, verdict });
    else plan.skipped.push({ run, verdict });
  }
  return plan;
}
