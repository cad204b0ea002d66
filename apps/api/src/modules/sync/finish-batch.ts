import type { PoolClient } from 'pg';
import type { Dependencies } from '../../dependencies.js';
import { type Batch, BatchLostError } from './batch-row.js';
import { type CountedBatch, countBatch } from './summarise-batch.js';
import type { BatchSummary } from './sync-input.js';

const FINISH = `
  UPDATE sync_batch SET status = $3, completed_at = now(), heartbeat_at = now(), calls_made = $4, calls_predicted = $5, summary = $6::jsonb,
    error_message = $7, remedy = $8
  WHERE id = $1 AND owner_token = $2 AND status = 'running'`;

/** Why a batch ended before its work was done. */
export interface BatchEnd {
  status: 'interrupted' | 'failed' | 'partial';
  reason: string;
  remedy: string;
}

export interface BatchCalls {
  made: number;
  predicted: number | null;
}

/**
 * Closes the batch: its status follows from its lines, or from what cut it short; the summary is kept on the row (S0.35).
 * A chain's last step closes it in the transaction that records the step.
 */
export async function finishBatch(
  deps: Dependencies,
  batch: Batch,
  calls: BatchCalls,
  end: BatchEnd | null,
  transaction?: PoolClient,
): Promise<BatchSummary> {
  const db = transaction ?? deps.database.pool;
  const completedAt = deps.now();
  const summary = summaryOf(batch, await countBatch(db, batch), calls, end, completedAt);
  const { rowCount } = await db.query(FINISH, [
    batch.id,
    batch.ownerToken,
    summary.status,
    calls.made,
    calls.predicted,
    JSON.stringify(summary),
    end?.reason ?? null,
    end?.remedy ?? null,
  ]);
  if (rowCount !== 1) throw new BatchLostError(batch.runId);
  deps.metrics.syncBatches.inc({ status: summary.status });
  if (summary.status === 'completed')
    deps.metrics.lastSuccess.set({ provider: batch.providerId }, Math.floor(completedAt / 1000));
  const { errors: _errors, ...counts } = summary;
  deps.log.info({ event: 'sync_batch_finished', ...counts }, 'a sync batch finished');
  return summary;
}

/** What a batch that ends now did. `completedAt` is epoch milliseconds. */
export function summaryOf(
  batch: Batch,
  { statusOf, pending: _pending, ...counted }: CountedBatch,
  calls: BatchCalls,
  end: BatchEnd | null,
  completedAt: number,
): BatchSummary {
  return {
    ...counted,
    status: end?.status ?? statusOf.status,
    statusReason: end?.reason ?? statusOf.reason,
    remedy: end?.remedy || null,
    callsMade: calls.made,
    callsPredicted: calls.predicted,
    completedAt: new Date(completedAt).toISOString(),
    elapsedMs: completedAt - batch.startedAt,
  };
}
