/** A local learner, as far as matching needs it. */
export interface LocalLearner {
  id: string;
  identifierHash: string | null;
  name: string;
  /** Lower case. */
  email: string | null;
}

/** A learner row that exists, or one that this plan creates (named by the reference number that brings it). */
export type LearnerReference = { kind: 'existing'; id: string } | { kind: 'new'; key: string };

export const LEARNER_REVIEW_REASONS = [
  'no_identity',
  'ambiguous_learner',
  'identifier_conflict',
  'unknown_status',
  'enrolment_conflict',
] as const;
export type LearnerReviewReason = (typeof LEARNER_REVIEW_REASONS)[number];

/** Whose an enrolment at SSG is where a person has said so; it outlives the review that asked (bug 18). */
export interface DecidedLearner {
  referenceNumber: string;
  learnerId: string;
}

/** An enrolment that a person must look at before anything is written for it (bug 18). */
export interface LearnerReview {
  referenceNumber: string;
  reason: LearnerReviewReason;
  message: string;
  candidateIds: string[];
}
