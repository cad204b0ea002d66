import type { PoolClient } from 'pg';
import { BATCH_COLUMNS, type Batch } from './batch-row.js';
import { type BatchEnd, summaryOf } from './finish-batch.js';
import { type CountedBatch, countBatch } from './summarise-batch.js';

type OpenBatch = Batch & { callsPredicted: number | null; now: number };

const LEFT_OPEN = `
  SELECT ${BATCH_COLUMNS}, calls_predicted AS "callsPredicted", (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now
  FROM sync_batch WHERE chain_run_id = $1 AND status = 'running' FOR UPDATE`;

const CLOSE = `
  UPDATE sync_batch SET status = $2, completed_at = clock_timestamp(), summary = $3::jsonb, error_message = $4, remedy = $5 WHERE id = $1`;

/**
 * Closes the batch that the steps of a chain run have left open, in the transaction that ends the run: nobody works on it any
 * more, and whoever still thinks so writes nothing, for its status is not `running`.
 */
export async function closeLeftOpenBatch(transaction: PoolClient, run: { id: string; status: string }): Promise<void> {
  const { rows } = await transaction.query<OpenBatch>(LEFT_OPEN, [run.id]);
  for (const { now, callsPredicted, ...batch } of rows) {
    const counted = await countBatch(transaction, batch);
    const end = endOf(run, counted);
    const summary = summaryOf(batch, counted, { made: batch.callsMade, predicted: callsPredicted }, end, Math.round(now));
    await transaction.query(CLOSE, [batch.id, end.status, JSON.stringify(summary), end.reason, end.remedy]);
  }
}

/** Where everything was read and only the gate stood in the way, the batch is done but for what was held back. */
function endOf({ id, status }: { id: string; status: string }, { pending, runs, statusOf }: CountedBatch): BatchEnd {
  if (pending === 0 && runs.held > 0)
    return {
      status: 'partial',
      reason: statusOf.reason,
      remedy: `To decide anew about what was held back, resume chain run ${id}.`,
    };
  return {
    status: 'interrupted',
    reason: `Chain run ${id} ended as ${status} before the batch was done.`,
    remedy: `Resume chain run ${id}: finished runs are not repeated.`,
  };
}
