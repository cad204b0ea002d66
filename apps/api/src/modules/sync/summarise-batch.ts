import type { SyncedEntityType } from '@rollcall/domain/change/change';
import { windowEnd } from '@rollcall/domain/course-run/window';
import { type BatchStatusDecision, decideBatchStatus, type SyncLogStatus } from '@rollcall/domain/sync/decide-batch';
import { TRAINER_OUTCOMES, type TrainerOutcome } from '@rollcall/domain/trainer/trainer';
import type { Pool, PoolClient } from 'pg';
import type { Batch } from './batch-row.js';
import type { BatchError, BatchSummary } from './sync-input.js';

type Counted = Omit<
  BatchSummary,
  'status' | 'statusReason' | 'remedy' | 'completedAt' | 'elapsedMs' | 'callsMade' | 'callsPredicted'
>;

/** What a batch's rows say of it, and how it would be called if it ended now. */
export type CountedBatch = Counted & { pending: number; statusOf: BatchStatusDecision };

const LINES = `
  SELECT status, trainer_outcome AS "trainerOutcome", count(*)::int AS lines
  FROM upcoming_course_runs_log WHERE batch_id = $1 GROUP BY status, trainer_outcome`;

const CHANGES = `
  SELECT counted.key, sum(counted.value::int)::int AS rows
  FROM change_set CROSS JOIN LATERAL jsonb_each_text(change_set.counts) AS counted WHERE change_set.batch_id = $1 GROUP BY counted.key`;

const ERRORS = `
  SELECT course_code AS "courseCode", course_run_id AS "ssgRunId", error_message AS message, remedy
  FROM upcoming_course_runs_log WHERE batch_id = $1 AND (status = 'error' OR trainer_outcome = 'error')
  ORDER BY ssg_start_date, course_code, course_run_id LIMIT 20`;

const REST = `
  SELECT (SELECT count(*)::int FROM sync_batch_course WHERE batch_id = $1) AS courses,
    (SELECT count(*)::int FROM learner_review WHERE provider_id = $2 AND status = 'open') AS "reviewsOpen"`;

/** Counts what a batch has done so far from the rows it wrote, so that a resumed batch tells of all its parts. Four statements. */
export async function countBatch(pool: Pool | PoolClient, batch: Batch): Promise<CountedBatch> {
  const lines = await pool.query<{ status: SyncLogStatus; trainerOutcome: TrainerOutcome | null; lines: number }>(LINES, [
    batch.id,
  ]);
  const changes = await pool.query<{ key: string; rows: number }>(CHANGES, [batch.id]);
  const errors = await pool.query<BatchError>(ERRORS, [batch.id]);
  const rest = await pool.query<{ courses: number; reviewsOpen: number }>(REST, [batch.id, batch.providerId]);

  const sum = (matches: (line: (typeof lines.rows)[number]) => boolean) =>
    lines.rows.filter(matches).reduce((total, line) => total + line.lines, 0);
  const withStatus = (status: SyncLogStatus) => sum((line) => line.status === status);
  const withOutcome = (outcome: TrainerOutcome) => sum((line) => line.trainerOutcome === outcome);
  const rowsOf = (entity: SyncedEntityType) => {
    const rows = (action: string) => changes.rows.find(({ key }) => key === `${entity}.${action}`)?.rows ?? 0;
    return { created: rows('create'), updated: rows('update') };
  };
  const runs = {
    success: withStatus('success'),
    unchanged: withStatus('unchanged'),
    no_enrolments: withStatus('no_enrolments'),
    no_runs: withStatus('no_runs'),
    not_listed: withStatus('not_listed'),
    error: withStatus('error'),
    held: withStatus('held'),
  };
  return {
    batchId: batch.id,
    runId: batch.runId,
    providerId: batch.providerId,
    trigger: batch.trigger,
    today: batch.today,
    thresholdDays: batch.thresholdDays,
    windowEnd: windowEnd(batch.today, batch.thresholdDays),
    courses: rest.rows[0]?.courses ?? 0,
    runs,
    changes: {
      course_run: rowsOf('course_run'),
      learner: rowsOf('learner'),
      enrolment: rowsOf('enrolment'),
      course_run_trainer: rowsOf('course_run_trainer'),
    },
    trainers: Object.fromEntries(TRAINER_OUTCOMES.map((outcome) => [outcome, withOutcome(outcome)])) as BatchSummary['trainers'],
    reviewsOpen: rest.rows[0]?.reviewsOpen ?? 0,
    startedAt: new Date(batch.startedAt).toISOString(),
    errors: errors.rows,
    pending: withStatus('pending'),
    statusOf: decideBatchStatus({ counts: { ...runs, pending: withStatus('pending') }, trainerErrors: withOutcome('error') }),
  };
}
