import type { IsoDate } from '../calendar/iso-date.js';
import { RULES, type RuleId } from '../change/rules.js';

/** From when learners count as enrolled where their class is activated after its first day (bug 38). */
export const ENROLLED_AT_SETTINGS = ['class_start_when_late', 'day_of_run'] as const;
export type EnrolledAtSetting = (typeof ENROLLED_AT_SETTINGS)[number];

/**
 * S2.3 says "the current day of the run", and on a class's first day both settings mean that day. They differ where the
 * activation comes late: then the current day would make every session held before it look unattended, so the class's own
 * start is taken (bug 38). `day_of_run` remains for whoever wants the words of S2.3 on late days too.
 */
export const DEFAULT_ENROLLED_AT_SETTING: EnrolledAtSetting = 'class_start_when_late';

export interface EnrolledAtFacts {
  startDate: IsoDate;
  /** The day of the activation, in the provider's zone. */
  today: IsoDate;
  /** First instants of these two days in the provider's zone. Epoch milliseconds. */
  classStart: number;
  startOfToday: number;
}

export interface EnrolledAtDecision {
  /** Epoch milliseconds. */
  at: number;
  /** Nobody is enrolled before they were: where the enrolment was created after `at`, its creation counts. */
  notBeforeCreation: boolean;
  rule: RuleId;
  reason: string;
}

/**
 * From when the learners of a class that is activated today count as enrolled. It is the beginning of a day and not the
 * minute of the activation: a class whose activation was caught up in the afternoon was attended in the morning.
 */
export function decideEnrolledAt(facts: EnrolledAtFacts, setting: EnrolledAtSetting): EnrolledAtDecision {
  const late = facts.startDate < facts.today;
  if (!late || setting === 'day_of_run') {
    const rule = 'S2.3 enrolled-at-day-of-run' satisfies RuleId;
    return { at: facts.startOfToday, notBeforeCreation: false, rule, reason: RULES[rule] };
  }
  const reason = `The class began on ${facts.startDate} and was activated on ${facts.today}: the later of its start and the enrolment’s creation counts.`;
  return { at: facts.classStart, notBeforeCreation: true, rule: 'bug 38 enrolled-at-class-start', reason };
}

/** What one enrolment gets, in epoch milliseconds. The statement that writes enrolments computes the same. */
export const enrolledAtOf = (decision: EnrolledAtDecision, createdAt: number): number =>
  decision.notBeforeCreation ? Math.max(decision.at, createdAt) : decision.at;
