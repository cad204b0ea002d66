import type { Command } from 'commander';
import type { Dependencies } from '../../dependencies.js';
import type { ImportReport } from '../../modules/imports/import-report.js';
import { resolveProvider } from '../../modules/training-providers/resolve-provider.js';
import { type Cli, withDependencies } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { importText } from '../output/import-text.js';
import { print, printJson } from '../output/terminal.js';
import { readImportFile } from '../read-import-file.js';

export interface ImportKind {
  noun: 'courses' | 'users';
  columns: readonly string[];
  importRows: (deps: Dependencies, providerId: string, csv: string) => Promise<ImportReport>;
}

/** `rollcall import NOUN FILE.csv`: the same for every noun but for its columns and its use case. */
export function addImport(parent: Command, cli: Cli, { noun, columns, importRows }: ImportKind): void {
  parent
    .command(`${noun} <file>`)
    .description(`import ${noun} from a CSV file with the columns ${columns.join(',')}`)
    .option('--provider <uen>', 'the provider they belong to, where there are several')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, options: { provider?: string; json?: true }) => {
      const csv = await readImportFile(cli, file);
      const report = await withDependencies(cli, async (deps) => {
        const provider = await resolveProvider(deps.database.pool, options.provider);
        return importRows(deps, provider.id, csv);
      });
      if (options.json) await printJson(cli.terminal, report);
      else await print(cli.terminal, importText(noun, file, report, cli.terminal.colours));
      if (report.rejected.length > 0) cli.exitCode = EXIT.partial;
    });
}
