import type { Command } from 'commander';
import { listProviders } from '../../modules/training-providers/find-provider.js';
import { type Cli, withDependencies } from '../context.js';
import { table } from '../output/table.js';
import { note, print, printJson } from '../output/terminal.js';

/** `rollcall provider list` */
export function addProviderList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('list the training providers')
    .option('--json', 'print them as JSON')
    .action(async (options: { json?: true }) => {
      const providers = await withDependencies(cli, (deps) => listProviders(deps.database.pool));
      if (options.json) return printJson(cli.terminal, providers);
      if (providers.length === 0)
        return note(cli.terminal, 'There is no training provider yet. Add one: rollcall provider add --uen UEN --name NAME');
      const rows = providers.map(({ uen, name, code, timeZone, thresholdDays, modeProfile }) => [
        uen,
        name,
        code,
        timeZone,
        thresholdDays,
        modeProfile,
      ]);
      return print(cli.terminal, table(['UEN', 'name', 'code', 'time zone', 'days', 'modes'], rows));
    });
}
