import type { IsoDate } from '@rollcall/domain/calendar/iso-date';
import { ACTIVE_CHAIN_RUN_STATUSES, type ChainMode } from '@rollcall/domain/chain/chain';
import type { Pool, PoolClient } from 'pg';
import type { BatchSummary, SyncTrigger } from './sync-input.js';

/** A batch as its owner works on it. */
export interface Batch {
  id: string;
  /** `upcoming_<epoch milliseconds>` (S0.35). */
  runId: string;
  providerId: string;
  trigger: SyncTrigger;
  today: IsoDate;
  thresholdDays: number;
  onlySsgRunId: string | null;
  mode: ChainMode;
  /** The chain run whose steps work on it; null for a sync started by hand. */
  chainRunId: string | null;
  ownerToken: string;
  callsMade: number;
  /** Milliseconds since 1970. */
  startedAt: number;
}

export const BATCH_COLUMNS = `id, run_id AS "runId", provider_id AS "providerId", trigger, status, today::text AS today, threshold_days AS "thresholdDays",
  only_course_run_id AS "onlySsgRunId", mode, chain_run_id::text AS "chainRunId", owner_token AS "ownerToken", calls_made AS "callsMade", (extract(epoch FROM started_at) * 1000)::float8 AS "startedAt"`;

/** True for a batch whose chain run has not ended: between two steps nobody holds its lock, and it is not abandoned. */
export const IN_ACTIVE_CHAIN = `EXISTS (SELECT FROM task_chain_logs AS run WHERE run.id = sync_batch.chain_run_id
  AND run.status IN (${ACTIVE_CHAIN_RUN_STATUSES.map((status) => `'${status}'`).join(', ')}))`;

/** The provider's batch that is at work, or whose process was killed; there is never more than one. */
export async function findRunningBatch(db: Pool, providerId: string): Promise<(Batch & { inActiveChain: boolean }) | null> {
  const { rows } = await db.query<Batch & { inActiveChain: boolean }>(
    `SELECT ${BATCH_COLUMNS}, ${IN_ACTIVE_CHAIN} AS "inActiveChain" FROM sync_batch WHERE provider_id = $1 AND status = 'running'`,
    [providerId],
  );
  return rows[0] ?? null;
}

/**
 * The provider's newest batch of this scope where it was stopped or killed; a later batch of the scope replaces an earlier
 * one. A chain's batch is not given: whoever wants it to go on resumes the chain run.
 */
export async function findInterruptedBatch(db: Pool, providerId: string, onlySsgRunId: string | null): Promise<Batch | null> {
  const { rows } = await db.query<Batch & { status: string }>(
    `SELECT ${BATCH_COLUMNS} FROM sync_batch WHERE provider_id = $1 AND only_course_run_id IS NOT DISTINCT FROM $2 ORDER BY started_at DESC, id DESC LIMIT 1`,
    [providerId, onlySsgRunId],
  );
  return rows[0]?.status === 'interrupted' && rows[0].chainRunId === null ? rows[0] : null;
}

/** Whoever holds the provider's lock knows that a running row belongs to nobody, unless its chain run is at work: its process is gone. */
export async function interruptAbandonedBatch(db: Pool | PoolClient, providerId: string): Promise<void> {
  await db.query(
    `UPDATE sync_batch SET status = 'interrupted', completed_at = now(), error_message = 'The process that ran it ended before it was done.',
       remedy = 'Start it again: finished runs are not repeated.'
     WHERE provider_id = $1 AND status = 'running' AND NOT ${IN_ACTIVE_CHAIN}`,
    [providerId],
  );
}

/** A batch's row whole: the batch, and what the row says of its end. */
export interface BatchRow {
  batch: Batch;
  status: BatchSummary['status'] | 'running';
  summary: BatchSummary | null;
  callsPredicted: number | null;
  /** Milliseconds since 1970. */
  completedAt: number | null;
  reason: string | null;
}

/** A batch by its row id; null where there is none. */
export async function findBatch(db: Pool, batchId: string): Promise<BatchRow | null> {
  const { rows } = await db.query(
    `SELECT ${BATCH_COLUMNS}, summary, calls_predicted AS "callsPredicted", error_message AS reason,
       (extract(epoch FROM completed_at) * 1000)::float8 AS "completedAt" FROM sync_batch WHERE id = $1`,
    [batchId],
  );
  if (!rows[0]) return null;
  const { status, summary, callsPredicted, completedAt, reason, ...batch } = rows[0];
  return { batch, status, summary, callsPredicted, completedAt, reason };
}

/** Writes a new batch. Fails on the partial unique index where another one is running. */
export async function insertBatch(db: Pool | PoolClient, batch: Batch): Promise<void> {
  await db.query(
    `INSERT INTO sync_batch (id, run_id, provider_id, trigger, today, threshold_days, only_course_run_id, mode, chain_run_id, owner_token, started_at, heartbeat_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, to_timestamp($11 / 1000.0), now())`,
    [
      batch.id,
      batch.runId,
      batch.providerId,
      batch.trigger,
      batch.today,
      batch.thresholdDays,
      batch.onlySsgRunId,
      batch.mode,
      batch.chainRunId,
      batch.ownerToken,
      batch.startedAt,
    ],
  );
}

/** Makes an unfinished batch ours: from now on only writes with the new token pass. */
export async function takeOverBatch(db: Pool | PoolClient, batchId: string, ownerToken: string): Promise<void> {
  await db.query(
    `UPDATE sync_batch SET status = 'running', completed_at = NULL, error_message = NULL, remedy = NULL, owner_token = $2, heartbeat_at = now(), resumed_count = resumed_count + 1
     WHERE id = $1 AND status = 'interrupted'`,
    [batchId, ownerToken],
  );
}

/** The batch went to another process, so this one must stop writing (bug 23). */
export class BatchLostError extends Error {
  readonly remedy = 'Nothing to do: the process that took the batch over goes on with it.';
  constructor(runId: string) {
    super(`Batch ${runId} was taken over by another process.`);
    this.name = 'BatchLostError';
  }
}

/** Throws `BatchLostError` where the batch has another owner by now. */
export async function requireOwnership(db: Pool, batch: Batch): Promise<void> {
  const { rowCount } = await db.query(`SELECT FROM sync_batch WHERE id = $1 AND owner_token = $2 AND status = 'running'`, [
    batch.id,
    batch.ownerToken,
  ]);
  if (rowCount === 0) throw new BatchLostError(batch.runId);
}

/** Says that the owner lives and how far it is. Throws `BatchLostError` where the batch has another owner. */
export async function heartbeat(db: Pool, batch: Batch, calls: { made: number; predicted: number | null }): Promise<void> {
  const { rowCount } = await db.query(
    `UPDATE sync_batch SET heartbeat_at = now(), calls_made = $3, calls_predicted = $4 WHERE id = $1 AND owner_token = $2 AND status = 'running'`,
    [batch.id, batch.ownerToken, calls.made, calls.predicted],
  );
  if (rowCount === 0) throw new BatchLostError(batch.runId);
}
