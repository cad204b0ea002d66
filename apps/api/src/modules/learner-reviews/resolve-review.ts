import { decideResolution } from '@rollcall/domain/learner/decide-review';
import type { PoolClient } from 'pg';
import { notFound } from '../../acts/act-refusal.js';
import { runAct } from '../../acts/run-act.js';
import {
  closeReview,
  type DecidedReview,
  type ReviewAct,
  type ReviewActDependencies,
  requireAllowed,
  takeReview,
} from './take-review.js';

export interface ReviewResolution extends ReviewAct {
  /** Row id: a candidate, or any other learner of the provider; null for what can be no learner's id. */
  learnerId: string | null;
}

/**
 * Says who the learner of an enrolment under review is (bug 18). From then on syncs take SSG's reference number as theirs; the
 * next one that reads the run writes what follows, an incremental night included. Throws `ActRefusal`.
 */
export function resolveReview(deps: ReviewActDependencies, act: ReviewResolution): Promise<DecidedReview> {
  const { by, learnerReviewId, learnerId: wanted, reason, idempotencyKey } = act;
  const request = { by, act: 'learnerReviewResolve', input: { learnerReviewId, learnerId: wanted, reason }, idempotencyKey };
  return runAct<DecidedReview>(
    deps,
    request,
    async (transaction) => {
      const review = await takeReview(transaction, act);
      const learnerId = await requireLearner(transaction, review.providerId, wanted);
      const { explanation } = requireAllowed(decideResolution(review, learnerId), ['input', 'learnerId']);
      await closeReview(transaction, review, { ...act, correlationId: deps.correlationId, status: 'resolved', learnerId });
      return { learnerReviewId: review.id, sentence: explanation };
    },
    (transaction) => takeReview(transaction, act),
  );
}

async function requireLearner(transaction: PoolClient, providerId: string, learnerId: string | null): Promise<string> {
  const { rows } = await transaction.query<{ id: string }>('SELECT id FROM learner WHERE id = $1 AND provider_id = $2', [
    learnerId,
    providerId,
  ]);
  const [learner] = rows;
  if (!learner) throw notFound('learner', ['input', 'learnerId']);
  return learner.id;
}
