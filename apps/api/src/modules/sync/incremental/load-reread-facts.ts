import type { SyncLogStatus } from '@rollcall/domain/sync/decide-batch';
import type { RereadFacts } from '@rollcall/domain/sync/decide-reread';
import type { Pool } from 'pg';

/** A pending line with what is known of its run, SSG's updates of enrolments aside. */
export interface PendingFacts extends Omit<RereadFacts, 'updates'> {
  lineId: string;
  ssgRunId: string;
  /** The trainer pass would ask SSG about the run: it has no trainer, or the provider follows SSG's (S0.25, bug 12). */
  wantsTrainer: boolean;
}

interface FactsRow {
  lineId: string;
  ssgRunId: string;
  listingHash: string | null;
  learnerCount: number | null;
  isHere: boolean;
  wantsTrainer: boolean;
  lastStatus: SyncLogStatus | null;
  lastStartedAt: number | null;
  readingStartedAt: number | null;
  readingHash: string | null;
  readingCount: number | null;
  gateWasOpen: boolean | null;
  hasReview: boolean;
  changedHere: boolean;
}

/** The newest line of the run before this batch, as far as `$1` is it; each an index probe. */
const earlierLine = (columns: string, condition: string) => `
  SELECT ${columns}, (extract(epoch FROM batch.started_at) * 1000)::float8 AS started_at
  FROM upcoming_course_runs_log AS earlier JOIN sync_batch AS batch ON batch.id = earlier.batch_id
  WHERE earlier.provider_id = line.provider_id AND earlier.course_run_id = line.course_run_id AND earlier.batch_id <> $1 ${condition}
  ORDER BY earlier.created_at DESC, earlier.id DESC LIMIT 1`;

/**
 * A row that was written here and is not Admin Removed: an admin's removal is final and needs no reading, but what an admin
 * brought back follows SSG again (S0.19). The sync's own writes are as old as the line that closed them.
 */
const FACTS = `
  WITH line AS (
    SELECT * FROM upcoming_course_runs_log WHERE batch_id = $1 AND status = 'pending' AND course_run_id IS NOT NULL AND id > $2 ORDER BY id LIMIT $3
  )
  SELECT line.id AS "lineId", line.course_run_id AS "ssgRunId", line.listing_hash AS "listingHash", line.ssg_learner_count AS "learnerCount",
    run.id IS NOT NULL AS "isHere",
    run.id IS NOT NULL AND (run.assigned_trainer_id IS NULL AND NOT EXISTS (SELECT FROM course_run_trainer AS entry WHERE entry.course_run_id = run.id)
      OR $4 AND run.assignment_source IS DISTINCT FROM 'ssg') AS "wantsTrainer",
    last.status AS "lastStatus", last.started_at AS "lastStartedAt", reading.started_at AS "readingStartedAt",
    reading.listing_hash AS "readingHash", reading.ssg_learner_count AS "readingCount", reading.touched AS "gateWasOpen",
    EXISTS (SELECT FROM learner_review AS review WHERE review.provider_id = line.provider_id AND review.course_run_id = line.course_run_id
      AND (review.status = 'open' OR review.resolved_at > reading.processed_at)) AS "hasReview",
    EXISTS (SELECT FROM enrollment AS enrolment WHERE enrolment.course_run_id = run.id AND enrolment.updated_at > reading.processed_at
      AND enrolment.enrolment_status IS DISTINCT FROM 'Admin Removed') AS "changedHere"
  FROM line
    LEFT JOIN course_run AS run ON run.provider_id = line.provider_id AND run.course_run_id = line.course_run_id
    LEFT JOIN LATERAL (${earlierLine('earlier.status', '')}) AS last ON true
    LEFT JOIN LATERAL (${earlierLine(
      'earlier.listing_hash, earlier.ssg_learner_count, earlier.touched, earlier.processed_at',
      `AND earlier.status IN ('success', 'no_enrolments')`,
    )}) AS reading ON true
  ORDER BY line.id`;

/** What is known of the next pending lines after the line `after`, at most `limit`: one statement. `watermark` in epoch milliseconds. */
export async function loadRereadFacts(
  db: Pool,
  slice: { batchId: string; after: string; limit: number; refreshTpgTrainers: boolean; watermark: number },
): Promise<PendingFacts[]> {
  const values = [slice.batchId, slice.after, slice.limit, slice.refreshTpgTrainers];
  const { rows } = await db.query<FactsRow>({ name: 'load-reread-facts', text: FACTS, values });
  return rows.map((row) => factsOf(row, slice.watermark));
}

function factsOf(row: FactsRow, watermark: number): PendingFacts {
  const { lineId, ssgRunId, isHere, wantsTrainer, hasReview, changedHere } = row;
  return {
    lineId,
    ssgRunId,
    isHere,
    wantsTrainer,
    hasReview,
    changedHere,
    listing: row.listingHash === null ? null : { hash: row.listingHash, learnerCount: row.learnerCount },
    lastLine:
      row.lastStatus === null || row.lastStartedAt === null
        ? null
        : { status: row.lastStatus, isSinceWatermark: row.lastStartedAt >= watermark },
    lastReading:
      row.readingStartedAt === null
        ? null
        : {
            startedAt: row.readingStartedAt,
            listingHash: row.readingHash,
            learnerCount: row.readingCount,
            gateWasOpen: row.gateWasOpen ?? false,
          },
  };
}
