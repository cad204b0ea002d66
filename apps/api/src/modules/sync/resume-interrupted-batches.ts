import type { Dependencies } from '../../dependencies.js';
import { listProviders } from '../training-providers/find-provider.js';
import { findUnfinishedBatch } from './batch-row.js';
import { beginSync, type SyncOptions } from './begin-sync.js';
import type { SyncStart } from './sync-input.js';

/**
 * Goes on with what a stopped or killed process left behind, for every provider. Called once at start. A batch that is
 * too old to continue is replaced by a new one, since the night's work was not done; a provider without an unfinished
 * batch is left alone.
 */
export async function resumeInterruptedBatches(deps: Dependencies, options: SyncOptions = {}): Promise<SyncStart[]> {
  const starts: SyncStart[] = [];
  for (const provider of await listProviders(deps.database.pool)) {
    const unfinished = await findUnfinishedBatch(deps.database.pool, provider.id);
    if (!unfinished) continue;
    const onlyRun = unfinished.onlySsgRunId === null ? {} : { onlySsgRunId: unfinished.onlySsgRunId };
    starts.push(await beginSync(deps, { providerId: provider.id, trigger: 'start', ...onlyRun }, options));
  }
  return starts;
}
