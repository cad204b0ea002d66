import type { Dependencies } from '../../dependencies.js';
import { findBatch } from './batch-row.js';
import { countBatch } from './summarise-batch.js';
import type { BatchSummary } from './sync-input.js';

/** A batch that is still at work, counted up to now. */
export type RunningBatchSummary = Omit<BatchSummary, 'status' | 'completedAt'> & { status: 'running'; completedAt: null };

/** A batch by its row id, finished or not; null where there is none. */
export async function readBatch(
  deps: Pick<Dependencies, 'database' | 'now'>,
  batchId: string,
): Promise<BatchSummary | RunningBatchSummary | null> {
  const found = await findBatch(deps.database.pool, batchId);
  if (!found) return null;
  const { batch, status, summary, callsPredicted, completedAt, reason } = found;
  if (status !== 'running' && summary) return summary;
  const { statusOf: _statusOf, pending, ...counted } = await countBatch(deps.database.pool, batch);
  const calls = { callsMade: batch.callsMade, callsPredicted };
  // Given up without having been closed: its process was killed, and a later batch took its place.
  if (status !== 'running' && completedAt !== null)
    return {
      ...counted,
      ...calls,
      status: 'interrupted',
      statusReason: reason ?? '',
      remedy: 'Start the sync again.',
      completedAt: new Date(completedAt).toISOString(),
      elapsedMs: completedAt - batch.startedAt,
    };
  const done = Object.values(counted.runs).reduce((total, runs) => total + runs, 0);
  return {
    ...counted,
    status: 'running',
    remedy: null,
    statusReason: `${done} of ${done + pending} lines are done so far.`,
    ...calls,
    completedAt: null,
    elapsedMs: deps.now() - batch.startedAt,
  };
}
