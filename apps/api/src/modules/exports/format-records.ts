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

/**
 * One object per line, nested as GraphQL nests it: the column `learner.name` is `{"learner": {"name": …}}`. An object without a
 * value is null.
 */
async function* toJsonLines(columns: readonly string[], pages: Pages): AsyncGenerator<string> {
  const fields = fieldsOf(columns);
  const lineOf = (record: ExportRecord): string =>
    `${JSON.stringify(Object.fromEntries(fields.map(([name, places]) => [name, valueOf(places, record)])))}\n`;
  for await (const page of pages) yield page.map(lineOf).join('');
}

/** Where a value stands in a record, and what it is called inside its field; undefined where it is the field itself. */
interface Place {
  index: number;
  inner: string | undefined;
}

function fieldsOf(columns: readonly string[]): [name: string, places: Place[]][] {
  const fields = new Map<string, Place[]>();
  for (const [index, column] of columns.entries()) {
    const [name = '', inner] = column.split('.');
    fields.set(name, [...(fields.get(name) ?? []), { index, inner }]);
  }
  return [...fields];
}

function valueOf(places: readonly Place[], record: ExportRecord): JsonValue {
  const values = places.map(({ index, inner }) => [inner, record[index] ?? null] as const);
  const [[inner, value] = []] = values;
  if (inner === undefined) return value ?? null;
  return values.every(([, each]) => each === null) ? null : Object.fromEntries(values);
}
