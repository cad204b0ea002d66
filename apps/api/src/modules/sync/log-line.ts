import type { IsoDate } from '@rollcall/domain/calendar/iso-date';
import type { Notice, Skip } from '@rollcall/domain/change/change';
import type { SsgCourseRun } from '@rollcall/domain/course-run/course-run';
import { type ModeProfile, mapModeOfTraining } from '@rollcall/domain/course-run/mode-of-learning';
import type { SyncLogStatus } from '@rollcall/domain/sync/decide-batch';
import type { TrainerOutcome } from '@rollcall/domain/trainer/trainer';
import type { Pool, PoolClient } from 'pg';
import { type ChangeSetHeader, recordChangesSql, recordChangesValues, type WrittenEntity } from '../audit/record-changes.js';
import { type Batch, BatchLostError } from './batch-row.js';
import type { HeldBack } from './held-back.js';
import type { LineTrouble } from './line-trouble.js';

/** What became of a run, written over its pending or held line. */
export interface LineResult {
  status: Exclude<SyncLogStatus, 'pending'>;
  touched: boolean;
  /** The local dates before this batch. */
  before: { startDate: IsoDate; endDate: IsoDate } | null;
  decisions: {
    skips: readonly Skip[];
    notices: readonly Notice[];
    /** What a held line waits with. */
    held?: HeldBack;
    /** What kind of error an error line has, for incidents. */
    trouble?: LineTrouble;
  };
  error: LineError | null;
  /** What SSG says of the run, where its pending line did not know it yet. */
  ssg: SsgFacts | null;
}

/** The columns of a line that repeat SSG's answer (S0.35). */
export interface SsgFacts {
  startDate: IsoDate;
  endDate: IsoDate;
  modeOfLearning: string;
  vacancyCode: string | null;
}

/** SSG's run as its line shows it. */
export function ssgFactsOf(courseRun: SsgCourseRun, modeProfile: ModeProfile): SsgFacts {
  const { modeOfLearning } = mapModeOfTraining(courseRun.modeOfTrainingCode, modeProfile);
  return { startDate: courseRun.startDate, endDate: courseRun.endDate, modeOfLearning, vacancyCode: courseRun.vacancyCode };
}

export interface LineError {
  code: string;
  message: string;
  remedy: string | null;
  correlationId: string | null;
}

/** What a run's transaction wrote, to be recorded in the statement that closes its line. */
export interface WrittenRows {
  header: ChangeSetHeader;
  entities: readonly WrittenEntity[];
}

/** The owner's token is checked in the same statement: whoever lost the batch writes nothing (bug 23). */
const CLOSE_LINE = `
  UPDATE upcoming_course_runs_log AS line SET status = $3, touched = $4, db_start_date = $5, db_end_date = $6, decisions = $7,
    error_code = $8, error_message = $9, remedy = $10, correlation_id = $11, ssg_start_date = coalesce($12, line.ssg_start_date),
    ssg_end_date = coalesce($13, line.ssg_end_date), mode_of_learning = coalesce($14, line.mode_of_learning),
    vacancy_code = coalesce($15, line.vacancy_code), processed_at = now()
  FROM sync_batch AS batch
  WHERE line.id = $1 AND line.status IN ('pending', 'held') AND batch.id = line.batch_id AND batch.owner_token = $2 AND batch.status = 'running'
  RETURNING line.id`;

const CLOSE_LINE_AND_RECORD = `WITH line AS (${CLOSE_LINE}), ${recordChangesSql('line', 16)} SELECT id FROM line`;

/**
 * Turns a run's pending or held line into its result, and records what was written. It is also the fence of the run's transaction:
 * it throws `BatchLostError`, and so undoes the rest, where the batch has another owner or the line is already done.
 */
export async function closeLine(
  db: Pool | PoolClient,
  batch: Batch,
  lineId: string,
  result: LineResult,
  written: WrittenRows | null = null,
): Promise<void> {
  const values = [
    lineId,
    batch.ownerToken,
    result.status,
    result.touched,
    result.before?.startDate ?? null,
    result.before?.endDate ?? null,
    JSON.stringify(result.decisions),
    result.error?.code ?? null,
    result.error?.message ?? null,
    result.error?.remedy ?? null,
    result.error?.correlationId ?? null,
    result.ssg?.startDate ?? null,
    result.ssg?.endDate ?? null,
    result.ssg?.modeOfLearning ?? null,
    result.ssg?.vacancyCode ?? null,
  ];
  const { rowCount } =
    written === null
      ? await db.query({ name: 'close-line', text: CLOSE_LINE, values })
      : await db.query({
          name: 'close-line-and-record',
          text: CLOSE_LINE_AND_RECORD,
          values: [...values, ...recordChangesValues(written.header, written.entities)],
        });
  if (rowCount !== 1) throw new BatchLostError(batch.runId);
}

const SET_TRAINER_OUTCOME = `
  UPDATE upcoming_course_runs_log AS line SET trainer_outcome = $3,
    decisions = jsonb_set(coalesce(line.decisions, '{}'), '{trainers}', $4::jsonb) || coalesce($9::jsonb, '{}'),
    error_code = coalesce($5, line.error_code), error_message = coalesce($6, line.error_message), remedy = coalesce($7, line.remedy),
    correlation_id = coalesce($8, line.correlation_id)
  FROM sync_batch AS batch
  WHERE line.id = $1 AND line.trainer_outcome IS NULL AND batch.id = line.batch_id AND batch.owner_token = $2 AND batch.status = 'running'`;

/** What the trainer pass concluded for a run. */
export interface TrainerResult {
  outcome: TrainerOutcome;
  notices: readonly Notice[];
  error: LineError | null;
  trouble?: LineTrouble;
}

/** Adds what the trainer pass concluded to a run's line, where it assigned nobody; a fence like `closeLine`. */
export async function setTrainerOutcome(db: Pool, batch: Batch, lineId: string, result: TrainerResult): Promise<void> {
  const { outcome, notices, error, trouble } = result;
  const { rowCount } = await db.query({
    name: 'set-trainer-outcome',
    text: SET_TRAINER_OUTCOME,
    values: [
      lineId,
      batch.ownerToken,
      outcome,
      JSON.stringify(notices),
      error?.code ?? null,
      error?.message ?? null,
      error?.remedy ?? null,
      error?.correlationId ?? null,
      trouble ? JSON.stringify({ trouble }) : null,
    ],
  });
  if (rowCount !== 1) throw new BatchLostError(batch.runId);
}
