import { todayIn } from '@rollcall/domain/calendar/iso-date';
import type { Dependencies } from '../dependencies.js';
import { type DryRunUnit, dryRunSync } from '../modules/sync/dry-run.js';
import type { SyncInput } from '../modules/sync/sync-input.js';
import type { ProviderSettings } from '../modules/training-providers/find-provider.js';
import type { Cli } from './context.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { addToTotals, type DryRunTotals, dryRunTotalsText, dryRunUnitText, noTotals } from './output/dry-run-text.js';
import { createSyncProgress } from './output/sync-progress.js';
import { print } from './output/terminal.js';

/**
 * Prints what a sync would write, unit by unit as it is planned, so that ten thousand runs need no more memory than one.
 * As JSON it is one document: `{ provider, today, units: DryRunUnit[], totals }`.
 */
export async function printDryRun(
  cli: Cli,
  deps: Dependencies,
  provider: ProviderSettings,
  input: SyncInput,
  json: boolean,
): Promise<ExitCode> {
  // Decided here and passed on, so that what is printed is what was planned for.
  const today = input.today ?? todayIn(provider.timeZone, deps.now());
  const progress = createSyncProgress(cli.terminal, provider.timeZone);
  const units = dryRunSync(deps, { ...input, today }, { signal: cli.signal, onProgress: progress.show });
  try {
    const totals = json ? await printJsonDocument(cli, provider, today, units) : await printText(cli, units);
    if (totals.errors === 0) return EXIT.ok;
    return totals.errors === totals.units ? EXIT.failed : EXIT.partial;
  } finally {
    progress.finish();
  }
}

async function printText(cli: Cli, units: AsyncIterable<DryRunUnit>): Promise<DryRunTotals> {
  let totals = noTotals();
  for await (const unit of units) {
    totals = addToTotals(totals, unit);
    await print(cli.terminal, `${dryRunUnitText(unit, cli.terminal.colours)}\n`, cli.signal);
  }
  await print(cli.terminal, dryRunTotalsText(totals));
  return totals;
}

async function printJsonDocument(
  cli: Cli,
  provider: ProviderSettings,
  today: string,
  units: AsyncIterable<DryRunUnit>,
): Promise<DryRunTotals> {
  let totals = noTotals();
  const head = { provider: { uen: provider.uen, name: provider.name }, today, thresholdDays: provider.thresholdDays };
  await print(cli.terminal, `${JSON.stringify(head).slice(0, -1)},"units":[`);
  for await (const unit of units) {
    await print(cli.terminal, `${totals.units > 0 ? ',' : ''}${JSON.stringify(unit)}`, cli.signal);
    totals = addToTotals(totals, unit);
  }
  await print(cli.terminal, `],"totals":${JSON.stringify(totals)}}`);
  return totals;
}
