/** What a change set takes away, counted over all that it touches. */
export interface BlastRadius {
  /** Enrolments that would become cancelled. */
  cancels: number;
  /** Rows that would be taken out of use. */
  removals: number;
  /** All enrolments that were looked at. */
  touched: number;
}

export interface BlastRadiusLimits {
  cancels: number;
  /** Of those touched. */
  cancelsPercent: number;
  removals: number;
}

/** Up to here nobody is asked (bug 49). The percentage holds for small sets too: 1 of 20 is 5 %, and waits for a person. */
export const DEFAULT_BLAST_RADIUS_LIMITS: BlastRadiusLimits = { cancels: 10, cancelsPercent: 2, removals: 0 };

/** How an approval may stand. `superseded`: asked for again, because more would change than was approved. */
export const APPROVAL_STATUSES = ['waiting', 'approved', 'rejected', 'superseded'] as const;

export type BlastRadiusDecision = { kind: 'within' } | { kind: 'approval_needed'; sentence: string };

/**
 * Whether a change set may be applied unasked. A truncated or empty answer of an upstream looks like a great many cancellations
 * (bug 49), so more than `cancels`, or more than `cancelsPercent` of those touched, or any removal above its limit, waits.
 * @throws RangeError for a count that is not a whole number: a broken count must not pass as a small one.
 */
export function decideBlastRadius(
  { cancels, removals, touched }: BlastRadius,
  limits: BlastRadiusLimits = DEFAULT_BLAST_RADIUS_LIMITS,
): BlastRadiusDecision {
  checkCounts({ cancels, removals, touched });
  const risks = [
    ...(cancels > limits.cancels || cancels * 100 > limits.cancelsPercent * touched
      ? [
          `It would cancel ${enrolments(cancels)} of ${touched}${shareOf(cancels, touched)}; up to ${limits.cancels}, and up to ${limits.cancelsPercent} %, need no approval.`,
        ]
      : []),
    ...(removals > limits.removals ? [`It would remove ${rows(removals)}; up to ${limits.removals} need no approval.`] : []),
  ];
  return risks.length === 0 ? { kind: 'within' } : { kind: 'approval_needed', sentence: risks.join(' ') };
}

export type ApprovalRecheck = { kind: 'apply' } | { kind: 'approval_needed'; sentence: string };

/**
 * Whether what was approved still covers what would change now: time has passed between the two, and the plan is made again.
 * Compares counts, not rows.
 */
export function recheckApproval(facts: {
  approved: Pick<BlastRadius, 'cancels' | 'removals'>;
  now: Pick<BlastRadius, 'cancels' | 'removals'>;
}): ApprovalRecheck {
  const { approved, now } = facts;
  checkCounts(approved);
  checkCounts(now);
  if (now.cancels <= approved.cancels && now.removals <= approved.removals) return { kind: 'apply' };
  return {
    kind: 'approval_needed',
    sentence:
      `Approved were ${enrolments(approved.cancels)} to cancel and ${rows(approved.removals)} to remove; ` +
      `now it would be ${now.cancels} and ${now.removals}.`,
  };
}

function checkCounts(counts: object): void {
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`${name} is ${count}; it must be a whole number from 0.`);
  }
}

const shareOf = (part: number, whole: number): string => (whole === 0 ? '' : ` (${Math.round((part * 1000) / whole) / 10} %)`);
const enrolments = (count: number): string => `${count} ${count === 1 ? 'enrolment' : 'enrolments'}`;
const rows = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;
