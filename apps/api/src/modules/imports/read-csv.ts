import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { RejectedRow } from './import-report.js';

export interface CsvRow<Column extends string> {
  /** 1-based line on which the row begins. */
  line: number;
  /** Trimmed; '' where the cell is empty. */
  values: Record<Column, string>;
}

export interface CsvContent<Column extends string> {
  rows: CsvRow<Column>[];
  /** Rows that could not be read at all. */
  rejected: RejectedRow[];
}

/** The file as a whole cannot be imported. */
export class CsvFileError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
    this.name = 'CsvFileError';
  }
}

/** A file with this many unreadable rows is not the file that was meant. */
const MOST_UNREADABLE_ROWS = 100;

/**
 * Reads CSV text whose first line names the columns, in any order. A row with broken quotes or a wrong number of cells is
 * rejected with its line and the next line is read: the parser alone would swallow the rows behind a broken quote.
 * Errors: `CsvFileError` when a column is missing or unknown, or nearly nothing is readable.
 */
export function readCsv<Column extends string>(text: string, columns: readonly Column[]): CsvContent<Column> {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const content: CsvContent<Column> = { rows: [], rejected: [] };
  let header: Column[] | undefined;
  let linesDone = 0;

  const take = (cells: string[], line: number): void => {
    if (!header) {
      header = readHeader(cells, columns);
      return;
    }
    const reason = faultOf(cells, header.length);
    if (reason) content.rejected.push({ line, reason });
    else content.rows.push({ line, values: toValues(header, cells) });
  };

  while (linesDone < lines.length) {
    const offset = linesDone;
    try {
      parse(lines.slice(offset).join('\n'), {
        relax_column_count: true,
        skip_records_with_empty_values: true,
        trim: true,
        on_record: (cells: string[], { lines: endLine }) => {
          linesDone = offset + endLine;
          take(cells, linesDone - lineBreaksIn(cells));
          return null;
        },
      });
      break;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      while (lines[linesDone]?.trim() === '') linesDone++;
      linesDone++;
      content.rejected.push({ line: linesDone, reason: quoteFault(error) });
      if (!header || content.rejected.length > MOST_UNREADABLE_ROWS) throw unreadable(content.rejected);
    }
  }
  if (!header) throw new CsvFileError('The file is empty.', `Its first line must be: ${columns.join(',')}`);
  return content;
}

function readHeader<Column extends string>(cells: readonly string[], columns: readonly Column[]): Column[] {
  const names = cells.map((cell) => cell.toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  const unknown = names.filter((name) => !columns.some((column) => column === name));
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  const faults = [
    missing.length > 0 && `lacks ${missing.join(', ')}`,
    unknown.length > 0 && `has unknown columns (${unknown.map((name) => name || 'a blank one').join(', ')})`,
    repeated.length > 0 && `names ${repeated.join(', ')} twice`,
  ].filter((fault) => fault !== false);
  if (faults.length > 0) {
    throw new CsvFileError(`The first line ${faults.join(', ')}.`, `It must name exactly these columns: ${columns.join(',')}`);
  }
  return names as Column[];
}

function faultOf(cells: readonly string[], wanted: number): string | null {
  if (cells.length !== wanted)
    return `has ${cells.length} cells instead of ${wanted}; put text that holds a comma in double quotes`;
  if (cells.some((cell) => cell.includes('\uFFFD'))) return 'has characters that are not UTF-8; save the file as CSV UTF-8';
  return null;
}

function quoteFault(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'opens a double quote that is never closed';
  return 'has a double quote in the wrong place; put the whole cell in quotes and write a quote inside as ""';
}

function unreadable(rejected: readonly RejectedRow[]): CsvFileError {
  const first = rejected[0];
  return new CsvFileError(
    `The file is not readable as CSV; for example line ${first?.line} ${first?.reason}.`,
    'Save it as comma-separated CSV in UTF-8 and import it again. Nothing was imported.',
  );
}

const toValues = <Column extends string>(header: readonly Column[], cells: readonly string[]): Record<Column, string> =>
  Object.fromEntries(header.map((column, index) => [column, cells[index] ?? ''])) as Record<Column, string>;

const lineBreaksIn = (cells: readonly string[]): number => cells.reduce((total, cell) => total + cell.split('\n').length - 1, 0);
