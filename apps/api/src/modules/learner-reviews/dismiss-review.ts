import { decideDismissal } from '@rollcall/domain/learner/decide-review';
import { runAct } from '../../acts/run-act.js';
import {
  closeReview,
  type DecidedReview,
  type ReviewAct,
  type ReviewActDependencies,
  requireAllowed,
  takeReview,
} from './take-review.js';

/** Puts a review aside: nothing is written for the enrolment, and the same doubt is not raised again (bug 18). Throws `ActRefusal`. */
export function dismissReview(deps: ReviewActDependencies, act: ReviewAct): Promise<DecidedReview> {
  const { by, learnerReviewId, reason, idempotencyKey } = act;
  const request = { by, act: 'learnerReviewDismiss', input: { learnerReviewId, reason }, idempotencyKey };
  return runAct<DecidedReview>(
    deps,
    request,
    async (transaction) => {
      const review = await takeReview(transaction, act);
      const { explanation } = requireAllowed(decideDismissal(review), ['input', 'learnerReviewId']);
      await closeReview(transaction, review, {
        ...act,
        correlationId: deps.correlationId,
        status: 'dismissed',
        learnerId: null,
      });
      return { learnerReviewId: review.id, sentence: explanation };
    },
    (transaction) => takeReview(transaction, act),
  );
}
