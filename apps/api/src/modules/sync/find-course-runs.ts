import { discoverCourseRuns } from './discover-course-runs.js';
import { markUnchangedRuns } from './incremental/mark-unchanged-runs.js';
import type { SyncContext } from './sync-context.js';

/** Lists the runs of every course not yet listed; in an incremental batch, sets aside those about which nothing changed. Repeatable. */
export async function findCourseRuns(context: SyncContext): Promise<{ reason: string | null }> {
  await discoverCourseRuns(context);
  if (context.batch.mode === 'full') return { reason: null };
  const { reason } = await markUnchangedRuns(context);
  return { reason };
}
