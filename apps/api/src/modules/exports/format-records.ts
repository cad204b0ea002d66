import { pipeline, Readable } from 'node:stream';
import type { JsonValue } from '@rollcall/domain/change/change';
import { stringify } from 'csv-stringify';
import type { ExportFormat } from './export-kinds.js';
import type { ExportRecord } from './export-source.js';

type Pages = AsyncIterable<readonly ExportRecord[]>;

/** The text of a file, part by part, as its reader asks for it. */
export const formatRecords = (format: ExportFormat, columns: readonly string[], pages: Pages): AsyncIterable<string | Buffer> =>
  format === 'csv' ? toCsv(columns, pages) : toJsonLines(columns, pages);

/**
 * RFC 4180 with a header. It begins with a byte order mark, without which Excel takes UTF-8 for something else. What a
 * spreadsheet would take for a formula gets an apostrophe in front (CSV injection).
 */
function toCsv(columns: readonly string[], pages: Pages): AsyncIterable<Buffer> {
  const csv = stringify({ bom: true, header: true, columns: [...columns], record_delimiter: 'windows', escape_formulas: true });
  // Whoever reads the text meets the error of the rows, and who stops reading stops them.
  return pipeline(Readable.from(cellsOf(pages)), csv, () => undefined);
}

async function* cellsOf(pages: Pages): AsyncGenerator<(string | number | null)[]> {
  for await (const page of pages) for (const record of page) yield record.map(cellOf);
}

/** Lists and objects as JSON. */
function cellOf(value: JsonValue): string | number | null {
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** One object per line, nested as GraphQL nests it: the column `learner.name` is `{"learner": {"name": …}}`. */
async function* toJsonLines(columns: readonly string[], pages: Pages): AsyncGenerator<string> {
  const paths = columns.map((column) => column.split('.'));
  for await (const page of pages) yield page.map((record) => `${JSON.stringify(nested(paths, record))}\n`).join('');
}

function nested(paths: readonly (readonly string[])[], record: ExportRecord): object {
  const root: Record<string, unknown> = {};
  for (const [index, path] of paths.entries()) {
    let place = root;
    for (const name of path.slice(0, -1)) place = (place[name] ??= {}) as Record<string, unknown>;
    place[path.at(-1) ?? ''] = record[index];
  }
  return root;
}
