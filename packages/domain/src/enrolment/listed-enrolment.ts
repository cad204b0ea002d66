import type { LearnerMatch } from '../learner/match-learner.js';
import { compareText } from '../text/compare-text.js';
import type { EnrolmentStatus, LocalEnrolment, SsgEnrolment } from './enrolment.js';
import { isInactive, isLive, normaliseEnrolmentStatus } from './status.js';

/** One of SSG's enrolments of the run with all that is known of it here. */
export interface ListedEnrolment {
  ssg: SsgEnrolment;
  /** Null for a status word without a meaning here (bug 20). */
  status: EnrolmentStatus | null;
  /** The local row with this reference number, in whatever run. */
  local: LocalEnrolment | null;
  match: LearnerMatch;
}

/**
 * The enrolment as it may fill in its learner's row: where a person named the learner in spite of the identifier SSG sent, that
 * identifier is left out.
 */
export function lentBy({ ssg, match }: Pick<ListedEnrolment, 'ssg' | 'match'>): SsgEnrolment {
  if (match.kind !== 'known' || !match.decided || match.decided.identifierIsTheirs) return ssg;
  return { ...ssg, trainee: { ...ssg.trainee, identifierHash: null, identifierMasked: null } };
}

/** Live before unknown before inactive. */
export function liveness(status: EnrolmentStatus | null): number {
  if (isLive(status)) return 0;
  return isInactive(status) ? 2 : 1;
}

/** SSG's order of precedence among enrolments of one person: live first, then the newest, then the highest reference number. */
export function compareBySsg(left: SsgEnrolment, right: SsgEnrolment): number {
  return (
    liveness(normaliseEnrolmentStatus(left.status)) - liveness(normaliseEnrolmentStatus(right.status)) ||
    compareText(right.updatedOn ?? '', left.updatedOn ?? '') ||
    compareText(right.referenceNumber, left.referenceNumber)
  );
}

/**
 * Every reference number once: overlapping pages repeat enrolments. Of two versions the newest counts; where SSG
 * gives no instant the choice is arbitrary but always the same. Sorted by reference number.
 */
export function collapseRepeated(enrolments: readonly SsgEnrolment[]): SsgEnrolment[] {
  const byReference = new Map<string, SsgEnrolment>();
  for (const enrolment of enrolments) {
    const other = byReference.get(enrolment.referenceNumber);
    if (!other || compareVersions(enrolment, other) < 0) byReference.set(enrolment.referenceNumber, enrolment);
  }
  return [...byReference.values()].sort((left, right) => compareText(left.referenceNumber, right.referenceNumber));
}

function compareVersions(left: SsgEnrolment, right: SsgEnrolment): number {
  return (
    compareText(right.updatedOn ?? '', left.updatedOn ?? '') ||
    compareBySsg(left, right) ||
    compareText(left.rawDataHash, right.rawDataHash) ||
    compareText(contentOf(left), contentOf(right))
  );
}

function contentOf({ status, trainee }: SsgEnrolment): string {
  return JSON.stringify([status, trainee.identifierHash, trainee.identifierMasked, trainee.name, trainee.email]);
}
