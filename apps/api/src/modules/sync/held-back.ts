import type { RuleId } from '@rollcall/domain/change/rules';
import type { CourseRunPlan, CourseRunState, EnrolmentChange } from '@rollcall/domain/course-run/plan';
import { ENROLMENT_STATUSES } from '@rollcall/domain/enrolment/enrolment';
import { isInactive, isLive } from '@rollcall/domain/enrolment/status';

/** How much a run's plan takes away. */
export interface HeldCounts {
  /** Enrolments that go from a live status to an inactive one. */
  cancels: number;
  /** Rows that would go. */
  removals: number;
}

/** What a held line keeps of its plan in `decisions`: counts and a few examples, no identifier. */
export interface HeldBack extends HeldCounts {
  /** Enrolments of the run that are here. */
  touched: number;
  samples: HeldSample[];
}

export interface HeldSample {
  /** SSG's reference number. */
  reference: string;
  before: string;
  after: string;
  rule: RuleId;
}

const MOST_SAMPLES = 3;

/** The words of a cancellation as rows have them. */
export const LIVE_STATUSES = ENROLMENT_STATUSES.filter(isLive);
export const INACTIVE_STATUSES = ENROLMENT_STATUSES.filter(isInactive);

/** What the blast-radius gate must see before the plan is written (bug 49); null for a plan that takes nothing away. */
export function heldBackBy(plan: CourseRunPlan, state: CourseRunState): HeldBack | null {
  const cancelled = plan.enrolments.flatMap(cancellationIn);
  if (cancelled.length === 0) return null;
  return {
    cancels: cancelled.length,
    // No plan of a course run removes a row: what SSG lists no more is marked, never deleted (bug 14).
    removals: 0,
    touched: state.enrolments.filter(({ courseRunId }) => courseRunId === state.courseRun?.id).length,
    samples: cancelled.slice(0, MOST_SAMPLES),
  };
}

function cancellationIn({ key, rule, fields, after }: EnrolmentChange): HeldSample[] {
  const status = fields.find(({ field }) => field === 'enrolment_status');
  const before = LIVE_STATUSES.find((live) => live === status?.before);
  return before !== undefined && isInactive(after.status) ? [{ reference: key, before, after: after.status, rule }] : [];
}

/** True where a plan takes away more than the gate let through; nothing was let through of a run that it has not judged. */
export function exceeds(held: HeldCounts, allowed: HeldCounts = { cancels: 0, removals: 0 }): boolean {
  return held.cancels > allowed.cancels || held.removals > allowed.removals;
}
