import type { PoolClient } from 'pg';
import { BATCH_COLUMNS, type Batch, IN_ACTIVE_CHAIN } from './batch-row.js';

/** The batch that a chain run has begun, or taken over from the run it resumes; null where it has none yet. */
export async function findBatchOfChainRun(transaction: PoolClient, chainRunId: string): Promise<Batch | null> {
  const { rows } = await transaction.query<Batch>(
    `SELECT ${BATCH_COLUMNS} FROM sync_batch WHERE chain_run_id = $1 ORDER BY started_at DESC, id DESC LIMIT 1`,
    [chainRunId],
  );
  return rows[0] ?? null;
}

/** The batch of an earlier step is not there, or another chain run works on it. */
export class BatchNotOursError extends Error {
  readonly remedy = 'Start the chain anew.';
  constructor(batchId: string) {
    super(`The batch ${batchId} is gone, or another chain run works on it.`);
    this.name = 'BatchNotOursError';
  }
}

const TAKE_OVER = `
  UPDATE sync_batch SET status = 'running', completed_at = NULL, error_message = NULL, remedy = NULL, owner_token = $3, chain_run_id = $4, heartbeat_at = now(),
    resumed_count = resumed_count + (status <> 'running')::int
  WHERE id = $1 AND provider_id = $2 AND (chain_run_id = $4 OR NOT ${IN_ACTIVE_CHAIN})
  RETURNING ${BATCH_COLUMNS}`;

/**
 * Makes a batch the working step's: from now on only writes with this step's lease pass. The step before had it, or a worker
 * that died, or the chain run that this one resumes, however that ended. Throws `BatchNotOursError`.
 */
export async function takeOverChainBatch(
  transaction: PoolClient,
  batchId: string,
  step: { providerId: string; leaseToken: string; chainRunId: string },
): Promise<Batch> {
  const { rows } = await transaction.query<Batch>(TAKE_OVER, [batchId, step.providerId, step.leaseToken, step.chainRunId]);
  if (!rows[0]) throw new BatchNotOursError(batchId);
  return rows[0];
}
