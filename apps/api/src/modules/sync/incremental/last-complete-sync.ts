import type { Pool } from 'pg';
import type { Batch } from '../batch-row.js';

const LAST_COMPLETE = `
  SELECT (extract(epoch FROM started_at) * 1000)::float8 AS "startedAt" FROM sync_batch
  WHERE provider_id = $1 AND id <> $2 AND status = 'completed' AND only_course_run_id IS NULL ORDER BY started_at DESC LIMIT 1`;

/** When the provider's last sync of all runs that lacked nothing began, in epoch milliseconds: the watermark (bug 50). */
export async function findLastCompleteSync(db: Pool, batch: Batch): Promise<number | null> {
  const { rows } = await db.query<{ startedAt: number }>(LAST_COMPLETE, [batch.providerId, batch.id]);
  return rows[0]?.startedAt ?? null;
}
