import type { Dependencies } from '../../../src/dependencies.js';
import { assignTrainers } from '../../../src/modules/sync/assign-trainers.js';
import { type Batch, insertBatch } from '../../../src/modules/sync/batch-row.js';
import { discoverCourseRuns } from '../../../src/modules/sync/discover-course-runs.js';
import { finishBatch } from '../../../src/modules/sync/finish-batch.js';
import { type MarkedRuns, markUnchangedRuns } from '../../../src/modules/sync/incremental/mark-unchanged-runs.js';
import { ProgressMeter } from '../../../src/modules/sync/progress-meter.js';
import { runPendingLines } from '../../../src/modules/sync/run-pending-lines.js';
import type { SyncContext } from '../../../src/modules/sync/sync-context.js';
import type { BatchSummary } from '../../../src/modules/sync/sync-input.js';
import { findProviderById } from '../../../src/modules/training-providers/find-provider.js';

export interface Night {
  providerId: string;
  mode: Batch['mode'];
  /** `YYYY-MM-DD` */
  today: string;
}

/** A batch that has listed the runs and decided nothing yet, and its end. */
export interface OpenNight {
  context: SyncContext;
  close(): Promise<void>;
}

/** Opens a batch of the mode and lists the provider's runs, as the first step of the nightly chain does. */
export async function openNight(deps: Dependencies, { providerId, mode, today }: Night): Promise<OpenNight> {
  const pool = deps.database.pool;
  const provider = await findProviderById(pool, providerId);
  if (!provider) throw new Error(`There is no provider ${providerId}.`);
  const now = deps.now();
  const names = { id: deps.newId(), runId: `upcoming_${now}`, providerId, ownerToken: deps.newId() };
  const scope = { today, thresholdDays: provider.thresholdDays, onlySsgRunId: null };
  const batch: Batch = { ...names, ...scope, mode, chainRunId: null, trigger: 'schedule', callsMade: 0, startedAt: now };
  await insertBatch(pool, batch);
  const { rateLimitMs } = deps.settings.ssg;
  const progress = new ProgressMeter({ callsMade: 0, rateLimitMs, now: deps.now, metrics: deps.metrics });
  const client = deps.ssg.clientFor(provider, { onCall: () => progress.called() });
  const context: SyncContext = { deps, provider, batch, client, progress, signal: new AbortController().signal };
  await discoverCourseRuns(context);
  return { context, close: () => client.close() };
}

/** A whole night in one go: list, decide, read, assign trainers, close the batch. */
export async function runNight(
  deps: Dependencies,
  night: Night,
): Promise<{ summary: BatchSummary; marked: MarkedRuns | null; batchId: string }> {
  const { context, close } = await openNight(deps, night);
  try {
    const marked = night.mode === 'incremental' ? await markUnchangedRuns(context) : null;
    await runPendingLines(context);
    await assignTrainers(context);
    const summary = await finishBatch(deps, context.batch, context.progress.calls, null);
    return { summary, marked, batchId: context.batch.id };
  } finally {
    await close();
  }
}
