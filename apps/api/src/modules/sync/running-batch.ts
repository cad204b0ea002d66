import type { Pool } from 'pg';
import { findRunningBatch } from './batch-row.js';
import { isProviderLocked } from './provider-lock.js';

/**
 * Row id of the batch at work for a provider; null where none is. A row that says `running` though nobody holds the provider's
 * lock was left behind, unless it belongs to a chain run, which holds the lock only while one of its steps works (bug 23).
 */
export async function runningBatchId(pool: Pool, providerId: string): Promise<string | null> {
  const running = await findRunningBatch(pool, providerId);
  if (!running) return null;
  return running.inActiveChain || (await isProviderLocked(pool, providerId)) ? running.id : null;
}
