import { ENROLMENT_STATUSES, type EnrolmentStatus } from './enrolment.js';

/** Statuses that do not keep a run alive (S0.20, bug 20). */
const INACTIVE = ['Cancelled', 'Withdrawn', 'Rejected'] as const satisfies readonly EnrolmentStatus[];

/** Statuses of a learner who takes part, or will. */
const LIVE = ['Active', 'Confirmed', 'Pending'] as const satisfies readonly EnrolmentStatus[];

/**
 * SSG's status word as a status of ours; letter case does not count (bug 20). Null for a word without a meaning here.
 * `Admin Removed` is such a word when SSG says it: only an admin can give that status, or take it away (S0.17).
 */
export function normaliseEnrolmentStatus(word: string): EnrolmentStatus | null {
  const folded = word.trim().toLowerCase();
  return ENROLMENT_STATUSES.find((status) => !isAdminRemoved(status) && status.toLowerCase() === folded) ?? null;
}

/** True for Cancelled, Withdrawn and Rejected. An unknown word (null) is not inactive: nobody knows that it is. */
export function isInactive(status: EnrolmentStatus | null): boolean {
  return INACTIVE.some((inactive) => inactive === status);
}

/** True for Active, Confirmed and Pending. */
export function isLive(status: EnrolmentStatus | null): boolean {
  return LIVE.some((live) => live === status);
}

/** The one status that SSG never overwrites (S0.17). A missing status is not it (bug 7). */
export function isAdminRemoved(status: EnrolmentStatus | null): boolean {
  return status === 'Admin Removed';
}
