import type { LearnerReviewStatus, ReviewToDecide, ReviewVerdict } from '@rollcall/domain/learner/decide-review';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { requireReason } from '../../acts/reason.js';
import { requireMay } from '../../acts/require-may.js';
import type { Dependencies } from '../../dependencies.js';
import { recordAudit } from '../audit/record-audit.js';

/** What acts on reviews work with. */
export type ReviewActDependencies = Pick<Dependencies, 'database'> & {
  /** The request's id; null where no request asked. */
  correlationId: string | null;
};

/** Who decides a review, and why. */
export interface ReviewAct {
  by: Principal;
  /** Row id; null for what can be no review's id. */
  learnerReviewId: string | null;
  /** 3 to 500 characters. */
  reason: string;
  idempotencyKey?: string | null | undefined;
}

/** The row id of the review that was decided, and what follows from it. */
export type DecidedReview = { learnerReviewId: string; sentence: string };

export interface TakenReview extends ReviewToDecide {
  id: string;
  providerId: string;
  ssgRunId: string;
}

const TAKE = `
  SELECT review.id, review.provider_id AS "providerId", review.course_run_id AS "ssgRunId", review.enrolment_id AS "referenceNumber",
    review.reason, review.status,
    (SELECT enrolment.learner_id FROM enrollment AS enrolment
      WHERE enrolment.provider_id = review.provider_id AND enrolment.enrolment_id = review.enrolment_id) AS "ownerId"
  FROM learner_review AS review WHERE review.id = $1 FOR UPDATE OF review`;

/** Takes the review that somebody wants to decide for the rest of the transaction. Throws `ActRefusal`. */
export async function takeReview(transaction: PoolClient, { by, learnerReviewId }: ReviewAct): Promise<TakenReview> {
  const path = ['input', 'learnerReviewId'];
  const { rows } = await transaction.query<TakenReview>(TAKE, [learnerReviewId]);
  const [review] = rows;
  if (!review) throw notFound('learner review', path);
  requireMay(by, 'learner_review.decide', { providerId: review.providerId }, 'learner review', path);
  return review;
}

/** Throws `ActRefusal` where a review may not be decided so. */
export function requireAllowed(verdict: ReviewVerdict, path: readonly string[]): Extract<ReviewVerdict, { allowed: true }> {
  if (verdict.allowed) return verdict;
  throw new ActRefusal({ code: 'REFUSED', message: verdict.reason, remedy: verdict.remedy, path });
}

/** A learner who was named before stays so, unless another one is. */
const CLOSE = `
  UPDATE learner_review SET status = $2, resolved_at = now(), decided_by = $3, decision_reason = $4,
    decided_learner_id = coalesce($5, decided_learner_id)
  WHERE id = $1`;

/** Closes a review that was taken, together with the audit of that (S3.8). Throws `ActRefusal` for a reason that is none. */
export async function closeReview(
  transaction: PoolClient,
  review: TakenReview,
  act: ReviewAct & { correlationId: string | null; status: Exclude<LearnerReviewStatus, 'open'>; learnerId: string | null },
): Promise<void> {
  const { by, status, learnerId, correlationId } = act;
  const reason = requireReason(act.reason);
  await transaction.query(CLOSE, [review.id, status, by.name, reason, learnerId]);
  const { ssgRunId, referenceNumber, providerId } = review;
  await recordAudit(transaction, {
    providerId,
    by,
    action: status === 'resolved' ? 'learner_review.resolve' : 'learner_review.dismiss',
    entityType: 'learner_review',
    entityId: review.id,
    reason,
    before: { status: review.status },
    after: { status, ssgRunId, referenceNumber, ...(learnerId !== null && { learnerId }) },
    correlationId,
  });
}
