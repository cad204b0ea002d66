import type { Pool } from 'pg';
import { createBatchLoader } from '../../persistence/batch-loader.js';
import { type RunKind, readTypicalDurations, type TypicalDurations } from './typical-durations.js';

/** One statement for all kinds of runs on a page. */
export function createTypicalDurationsBatch(pool: Pool): (kind: RunKind) => Promise<TypicalDurations> {
  const load = createBatchLoader((keys: string[]) =>
    readTypicalDurations(
      pool,
      keys.map((key) => JSON.parse(key) as RunKind),
    ),
  );
  return ({ chainName, providerId, mode, dryRun }) => load(JSON.stringify({ chainName, providerId, mode, dryRun }));
}
