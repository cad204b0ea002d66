import type { RuleId } from '../change/rules.js';
import type { LearnerReviewReason } from './learner.js';

/** What a person decided about a review, or has not yet. */
export const LEARNER_REVIEW_STATUSES = ['open', 'resolved', 'dismissed'] as const;
export type LearnerReviewStatus = (typeof LEARNER_REVIEW_STATUSES)[number];

/** Reviews that ask who the learner is; what the others ask, no name answers. */
export const IDENTITY_REASONS: readonly LearnerReviewReason[] = ['no_identity', 'ambiguous_learner', 'identifier_conflict'];

/** A review as a decision needs it. */
export interface ReviewToDecide {
  status: LearnerReviewStatus;
  reason: LearnerReviewReason;
  referenceNumber: string;
  /** The learner of the enrolment that is here under the reference number; null where none is. */
  ownerId: string | null;
}

export type ReviewVerdict =
  | { allowed: true; rule: RuleId; explanation: string }
  | { allowed: false; because: 'closed' | 'other_question' | 'held_by_other'; reason: string; remedy: string };

/**
 * Whether a review may be put aside: nothing is written for the enrolment, and the same doubt about it is not raised again;
 * another doubt is (bug 18).
 */
export function decideDismissal({ status, referenceNumber }: Pick<ReviewToDecide, 'status' | 'referenceNumber'>): ReviewVerdict {
  if (status !== 'open') return closed(status);
  return {
    allowed: true,
    rule: 'bug 18 learner-review',
    explanation: `Nothing is written for ${referenceNumber}; the review comes back only for another reason.`,
  };
}

/**
 * Whether a person may say who the learner of an enrolment under review is (bug 18). The next sync of the run then takes SSG's
 * reference number as that learner's, and creates the enrolment under them or lets the one that is here follow SSG again. An
 * enrolment that is here under another learner stays with them: moving rows between people is no matter of a review.
 */
export function decideResolution(review: ReviewToDecide, learnerId: string): ReviewVerdict {
  const { status, reason, referenceNumber, ownerId } = review;
  if (status !== 'open') return closed(status);
  if (!IDENTITY_REASONS.includes(reason)) {
    return {
      allowed: false,
      because: 'other_question',
      reason: `The review of ${referenceNumber} does not ask who the learner is.`,
      remedy:
        reason === 'unknown_status'
          ? 'Have the status corrected at SSG, or put the review aside.'
          : 'Have one of the enrolments ended at SSG, or remove it here; or put the review aside.',
    };
  }
  if (ownerId !== null && ownerId !== learnerId) {
    return {
      allowed: false,
      because: 'held_by_other',
      reason: `${referenceNumber} is here already, as an enrolment of another learner.`,
      remedy: 'Say that it is theirs; or have the record corrected at SSG, and remove the enrolment here.',
    };
  }
  return {
    allowed: true,
    rule: 'bug 18 admin-names-learner',
    explanation:
      ownerId === null
        ? `The next sync of the run enrols this learner under ${referenceNumber}.`
        : `The next sync of the run lets ${referenceNumber} follow SSG again.`,
  };
}

const closed = (status: LearnerReviewStatus): ReviewVerdict => ({
  allowed: false,
  because: 'closed',
  reason: status === 'resolved' ? 'Somebody has decided the review.' : 'Somebody has put the review aside.',
  remedy: 'Read it again; there is nothing left to decide.',
});
