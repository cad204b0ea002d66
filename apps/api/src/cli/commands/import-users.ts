import type { Command } from 'commander';
import { resolveProvider } from '../../modules/training-providers/resolve-provider.js';
import { importUsers, USER_COLUMNS } from '../../modules/users/import-users.js';
import { type Cli, withDependencies } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { importText } from '../output/import-text.js';
import { print, printJson } from '../output/terminal.js';
import { readImportFile } from '../read-import-file.js';

/** `rollcall import users FILE.csv` */
export function addImportUsers(parent: Command, cli: Cli): void {
  parent
    .command('users <file>')
    .description(`import users from a CSV file with the columns ${USER_COLUMNS.join(',')}`)
    .option('--provider <uen>', 'the provider they belong to, where there are several')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, options: { provider?: string; json?: true }) => {
      const csv = await readImportFile(cli, file);
      const report = await withDependencies(cli, async (deps) => {
        const provider = await resolveProvider(deps.database.pool, options.provider);
        return importUsers(deps, provider.id, csv);
      });
      if (options.json) await printJson(cli.terminal, report);
      else await print(cli.terminal, importText('users', file, report, cli.terminal.colours));
      if (report.rejected.length > 0) cli.exitCode = EXIT.partial;
    });
}
