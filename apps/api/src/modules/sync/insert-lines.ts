import { createHash } from 'node:crypto';
import type { ModeProfile } from '@rollcall/domain/course-run/mode-of-learning';
import type { SyncLogStatus } from '@rollcall/domain/sync/decide-batch';
import { stringify } from 'safe-stable-stringify';
import { inTransaction } from '../../persistence/transaction.js';
import type { SsgCourseRunWithCount } from '../course-runs/from-ssg.js';
import { BatchLostError } from './batch-row.js';
import { type LineError, ssgFactsOf } from './log-line.js';
import type { SyncContext } from './sync-context.js';

/** A line as discovery writes it: for a run, or for the course where there is none. */
export interface NewLine {
  ssgRunId: string | null;
  status: SyncLogStatus;
  listing: SsgCourseRunWithCount | null;
  error: LineError | null;
}

/** What listing one course brought. */
export interface CourseLines {
  lines: NewLine[];
  /** How many runs SSG listed, inside the window or not. */
  runsListed: number;
}

/** The owner's token is checked here too: whoever lost the batch adds nothing to it. */
const MARK_DISCOVERED = `
  INSERT INTO sync_batch_course (batch_id, course_code, runs_listed, runs_in_window)
  SELECT id, $3, $4, $5 FROM sync_batch WHERE id = $1 AND owner_token = $2 AND status = 'running'
  ON CONFLICT (batch_id, course_code) DO UPDATE SET runs_listed = excluded.runs_listed, runs_in_window = excluded.runs_in_window`;

/** A run that stands under two courses keeps its first line: one line per run and batch. */
const INSERT_LINES = `
  INSERT INTO upcoming_course_runs_log (id, provider_id, batch_id, run_id, course_run_id, course_code, course_title, status, listing,
    listing_hash, ssg_learner_count, ssg_start_date, ssg_end_date, mode_of_learning, vacancy_code, error_code, error_message, remedy, correlation_id, processed_at)
  SELECT row.id, $1, $2, $3, row."ssgRunId", $4, $5, row.status, row.listing, row."listingHash", row."learnerCount", row."startDate", row."endDate", row."modeOfLearning", row."vacancyCode",
    row."errorCode", row."errorMessage", row.remedy, row."correlationId", CASE WHEN row.status <> 'pending' THEN now() END
  FROM jsonb_to_recordset($6::jsonb) AS row (id uuid, "ssgRunId" text, status text, listing jsonb, "listingHash" text, "learnerCount" integer, "startDate" date, "endDate" date, "modeOfLearning" text,
    "vacancyCode" text, "errorCode" text, "errorMessage" text, remedy text, "correlationId" text)
  ON CONFLICT DO NOTHING`;

/** Writes a course's lines and marks the course as listed, in one transaction and two statements. */
export async function insertLines(
  context: SyncContext,
  course: { courseCode: string; title: string },
  { lines, runsListed }: CourseLines,
): Promise<void> {
  const { deps, provider, batch } = context;
  const rows = lines.map(({ listing, error, ...line }) => ({
    id: deps.newId(),
    ...line,
    listing,
    ...(listing && {
      ...ssgFactsOf(listing, provider.modeProfile),
      listingHash: listingHash(listing, provider.modeProfile),
      learnerCount: listing.learnerCount,
    }),
    errorCode: error?.code,
    errorMessage: error?.message,
    remedy: error?.remedy,
    correlationId: error?.correlationId,
  }));
  await inTransaction(deps.database.relaxedPool, async (transaction) => {
    const marked = await transaction.query(MARK_DISCOVERED, [
      batch.id,
      batch.ownerToken,
      course.courseCode,
      runsListed,
      lines.filter(({ ssgRunId }) => ssgRunId !== null).length,
    ]);
    if (marked.rowCount !== 1) throw new BatchLostError(batch.runId);
    if (rows.length > 0)
      await transaction.query({
        name: 'insert-lines',
        text: INSERT_LINES,
        values: [provider.id, batch.id, batch.runId, course.courseCode, course.title, JSON.stringify(rows)],
      });
  });
}

/**
 * Equal hash: SSG lists the run as it did, and it would be written as it was. The mode profile belongs to it, because a
 * provider that changes it wants every run written anew (X23).
 */
export function listingHash(listing: SsgCourseRunWithCount, modeProfile: ModeProfile): string {
  return createHash('sha256')
    .update(String(stringify({ ...listing, modeProfile })))
    .digest('hex');
}
