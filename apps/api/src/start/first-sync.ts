import { syncSummaryText } from '../cli/output/sync-summary-text.js';
import type { Terminal } from '../cli/output/terminal.js';
import { makeDemoDecision } from '../demo/demo-admin-decisions.js';
import type { Dependencies } from '../dependencies.js';
import { beginSync } from '../modules/sync/begin-sync.js';
import { resumeInterruptedBatches } from '../modules/sync/resume-interrupted-batches.js';
import type { BatchSummary, SyncStart } from '../modules/sync/sync-input.js';
import type { ProviderSettings } from '../modules/training-providers/find-provider.js';
import type { BootLog } from './boot-log.js';

/**
 * Goes on with what a killed process left behind, then syncs the demo provider and shows what that did. A provider of one's
 * own is not synced by starting: with SSG's real pace that is the night's work.
 */
export async function syncAtStart(
  parts: { deps: Dependencies; log: BootLog; terminal: Terminal; signal: AbortSignal },
  demo: ProviderSettings | null,
): Promise<void> {
  const { deps, log, terminal, signal } = parts;
  const resumed = await resumeInterruptedBatches(deps, { signal });
  for (const start of resumed) await showBatch(start, log, terminal);
  if (demo === null || signal.aborted) return;
  const start = await beginSync(deps, { providerId: demo.id, trigger: 'start' }, { signal });
  const summary = await showBatch(start, log, terminal);
  if (summary?.status !== 'completed') return;
  const decision = await makeDemoDecision(deps, demo);
  if (!decision) return;
  log.say(
    [
      '',
      `An admin now removed the enrolment ${decision.referenceNumber} from run ${decision.ssgRunId}. SSG still says Confirmed, and no sync brings it back (S0.17):`,
      `  npm run -s rollcall -- sync upcoming-course-runs --run ${decision.ssgRunId} --dry-run`,
    ].join('\n'),
  );
}

async function showBatch(start: SyncStart, log: BootLog, terminal: Terminal): Promise<BatchSummary | null> {
  if (start.kind === 'already_running') {
    log.say(`Another process syncs this provider now: ${start.runId}.`);
    return null;
  }
  log.say(start.continued ? `\nGoing on with the sync ${start.runId}, which was interrupted …` : '\nSyncing the demo provider …');
  const summary = await start.finished;
  log.say(syncSummaryText(summary, terminal.colours));
  return summary;
}
