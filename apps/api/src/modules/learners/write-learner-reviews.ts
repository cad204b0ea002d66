import type { LearnerReview } from '@rollcall/domain/learner/learner';
import type { PoolClient } from 'pg';
import type { Trainee } from './trainee.js';

/** An enrolment under review stays under review, with the newest facts; one that a person closed is not opened again for the same reason. */
const WRITE_REVIEWS = `
  INSERT INTO learner_review (id, provider_id, batch_id, course_run_id, enrolment_id, reason, message, candidate_ids, trainee_name, nric_masked)
  SELECT gen_random_uuid(), $1, $2, $3, row."referenceNumber", row.reason, row.message, ARRAY(SELECT jsonb_array_elements_text(row."candidateIds"))::uuid[],
    row."traineeName", row."nricMasked"
  FROM jsonb_to_recordset($4::jsonb) AS row ("referenceNumber" text, reason text, message text, "candidateIds" jsonb, "traineeName" text, "nricMasked" text)
  ON CONFLICT (provider_id, enrolment_id) DO UPDATE
    SET batch_id = excluded.batch_id, course_run_id = excluded.course_run_id, reason = excluded.reason, message = excluded.message,
      candidate_ids = excluded.candidate_ids, status = 'open', resolved_at = NULL
    WHERE learner_review.reason IS DISTINCT FROM excluded.reason
      OR (learner_review.status = 'open' AND learner_review.message IS DISTINCT FROM excluded.message)`;

/** Puts enrolments whose learner cannot be told on the review list (bug 18). One statement; nothing is written where nothing is new. */
export async function writeLearnerReviews(
  transaction: PoolClient,
  run: { providerId: string; batchId: string; ssgRunId: string },
  reviews: readonly LearnerReview[],
  sources: ReadonlyMap<string, { trainee: Trainee }>,
): Promise<void> {
  if (reviews.length === 0) return;
  const rows = reviews.map((review) => {
    const trainee = sources.get(review.referenceNumber)?.trainee;
    return { ...review, traineeName: trainee?.name ?? null, nricMasked: trainee?.identifierMasked ?? null };
  });
  await transaction.query(WRITE_REVIEWS, [run.providerId, run.batchId, run.ssgRunId, JSON.stringify(rows)]);
}
