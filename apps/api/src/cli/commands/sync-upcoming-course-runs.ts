import type { Command } from 'commander';
import type { Dependencies } from '../../dependencies.js';
import { beginSync } from '../../modules/sync/begin-sync.js';
import type { BatchSummary, SyncInput } from '../../modules/sync/sync-input.js';
import type { ProviderSettings } from '../../modules/training-providers/find-provider.js';
import { resolveProvider } from '../../modules/training-providers/resolve-provider.js';
import { type Cli, withDependencies } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { calendarDay } from '../options/calendar-day.js';
import { createSyncProgress } from '../output/sync-progress.js';
import { syncSummaryText } from '../output/sync-summary-text.js';
import { note, print, printJson } from '../output/terminal.js';
import { printDryRun } from '../print-dry-run.js';

interface SyncOptions {
  provider?: string;
  today?: string;
  run?: string;
  dryRun?: true;
  json?: true;
}

const EXIT_OF: Record<BatchSummary['status'], ExitCode> = {
  completed: EXIT.ok,
  partial: EXIT.partial,
  failed: EXIT.failed,
  interrupted: EXIT.failed,
};

/** Another process syncs this provider now. */
class AlreadyRunningError extends Error {
  readonly remedy = 'Wait until it has finished; it does the same work. syncBatches in GraphQL shows how far it is.';

  constructor(runId: string, startedAt: string) {
    super(`A sync of this provider runs already: ${runId}, since ${startedAt}.`);
    this.name = 'AlreadyRunningError';
  }
}

/** `rollcall sync upcoming-course-runs` (S0) */
export function addSyncUpcomingCourseRuns(parent: Command, cli: Cli): void {
  parent
    .command('upcoming-course-runs')
    .description('sync upcoming course runs, their enrolments and trainers from SSG')
    .option('--provider <uen>', 'the provider, where there are several')
    .option('--today <day>', "work as if it were this day; default: today in the provider's time zone", calendarDay)
    .option('--run <id>', "only this run, by SSG's run id")
    .option('--dry-run', 'print what would change, with the rule that decides, and write nothing')
    .option('--json', 'print the summary, or the planned changes, as JSON')
    .action((options: SyncOptions) =>
      withDependencies(cli, async (deps) => {
        const provider = await resolveProvider(deps.database.pool, options.provider);
        const input: SyncInput = {
          providerId: provider.id,
          trigger: 'cli',
          ...(options.today && { today: options.today }),
          ...(options.run && { onlySsgRunId: options.run }),
        };
        if (options.dryRun) cli.exitCode = await printDryRun(cli, deps, provider, input, Boolean(options.json));
        else cli.exitCode = await sync(cli, deps, provider, input, Boolean(options.json));
      }),
    );
}

async function sync(
  cli: Cli,
  deps: Dependencies,
  provider: ProviderSettings,
  input: SyncInput,
  json: boolean,
): Promise<ExitCode> {
  const progress = createSyncProgress(cli.terminal, provider.timeZone);
  const start = await beginSync(deps, input, { signal: cli.signal, onProgress: progress.show });
  if (start.kind === 'already_running') throw new AlreadyRunningError(start.runId, start.startedAt);
  if (start.continued) note(cli.terminal, `Going on with ${start.runId}, which was interrupted.`);
  const summary = await start.finished.finally(progress.finish);
  if (json) await printJson(cli.terminal, summary);
  else await print(cli.terminal, syncSummaryText(summary, cli.terminal.colours));
  if (!json && (summary.errors.length > 0 || summary.status === 'failed'))
    note(cli.terminal, 'rollcall preflight checks the credentials, the key and the clock.');
  return EXIT_OF[summary.status];
}
