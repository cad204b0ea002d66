import type { Command } from 'commander';
import { COURSE_COLUMNS, importCourses } from '../../modules/courses/import-courses.js';
import { resolveProvider } from '../../modules/training-providers/resolve-provider.js';
import { type Cli, withDependencies } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { importText } from '../output/import-text.js';
import { print, printJson } from '../output/terminal.js';
import { readImportFile } from '../read-import-file.js';

/** `rollcall import courses FILE.csv` */
export function addImportCourses(parent: Command, cli: Cli): void {
  parent
    .command('courses <file>')
    .description(`import courses from a CSV file with the columns ${COURSE_COLUMNS.join(',')}`)
    .option('--provider <uen>', 'the provider they belong to, where there are several')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, options: { provider?: string; json?: true }) => {
      const csv = await readImportFile(cli, file);
      const report = await withDependencies(cli, async (deps) => {
        const provider = await resolveProvider(deps.database.pool, options.provider);
        return importCourses(deps, provider.id, csv);
      });
      if (options.json) await printJson(cli.terminal, report);
      else await print(cli.terminal, importText('courses', file, report, cli.terminal.colours));
      if (report.rejected.length > 0) cli.exitCode = EXIT.partial;
    });
}
