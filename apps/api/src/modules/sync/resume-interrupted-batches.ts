import type { Dependencies } from '../../dependencies.js';
import { listProviders } from '../training-providers/find-provider.js';
import { findInterruptedBatch, findRunningBatch } from './batch-row.js';
import { beginSync, type SyncOptions } from './begin-sync.js';
import type { SyncStart } from './sync-input.js';

/**
 * Goes on with what a stopped or killed process left behind, for every provider. Called once at start. A night that is too
 * old to continue is begun anew, since its work was not done; a provider whose last night was finished is left alone, and so
 * is one whose chain run is at work: its workers go on with that.
 */
export async function resumeInterruptedBatches(deps: Dependencies, options: SyncOptions = {}): Promise<SyncStart[]> {
  const starts: SyncStart[] = [];
  const pool = deps.database.pool;
  for (const provider of await listProviders(pool)) {
    const running = await findRunningBatch(pool, provider.id);
    if (running?.inActiveChain) continue;
    const unfinished = running ?? (await findInterruptedBatch(pool, provider.id, null));
    if (!unfinished) continue;
    const { onlySsgRunId } = unfinished;
    starts.push(
      await beginSync(
        deps,
        { providerId: provider.id, trigger: 'start', ...(onlySsgRunId !== null && { onlySsgRunId }) },
        options,
      ),
    );
  }
  return starts;
}
