import type { graphql } from '~/api/graphql';

export type ReviewReason = ReturnType<typeof graphql.scalar<'LearnerReviewReason'>>;

interface ReasonWord {
  label: string;
  /** Whether a name answers it; what the others ask is mended elsewhere. */
  asksWho: boolean;
  /** What to do. */
  remedy: string;
}

const WHO = 'Say who it is, with a reason. The next sync of the run then enrols them.';

/** Why a person must look, in words. A reason the API adds is a type error here. */
export const REASON_WORDS: Readonly<Record<ReviewReason, ReasonWord>> = {
  NO_IDENTITY: {
    label: 'Nobody to recognise',
    asksWho: true,
    remedy: WHO,
  },
  AMBIGUOUS_LEARNER: {
    label: 'Several learners fit',
    asksWho: true,
    remedy: WHO,
  },
  IDENTIFIER_CONFLICT: {
    label: 'Identifier and reference differ',
    asksWho: true,
    remedy: WHO,
  },
  ENROLMENT_CONFLICT: {
    label: 'Enrolled twice',
    asksWho: false,
    remedy: 'Have one of the enrolments ended at SSG, or remove it here; or put the review aside.',
  },
  UNKNOWN_STATUS: {
    label: 'Unknown status',
    asksWho: false,
    remedy: 'Have the status corrected at SSG, or put the review aside.',
  },
};
