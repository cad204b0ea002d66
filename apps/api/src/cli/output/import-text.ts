import type { ImportReport } from '../../modules/imports/import-report.js';
import type { Colours } from './terminal.js';

/** An import for people: the counts, then every row that needs a look, by line. */
export function importText(what: string, file: string, report: ImportReport, { red, yellow }: Colours): string {
  const { created, updated, unchanged, rejected, warnings } = report;
  const counts = `${what} of ${file}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected.length} rejected`;
  return [
    counts,
    ...rejected.map(({ line, reason }) => `  ${red('rejected')}  line ${line}: ${reason}`),
    ...warnings.map(({ line, message }) => `  ${yellow('warning')}   line ${line}: ${message}`),
  ].join('\n');
}
