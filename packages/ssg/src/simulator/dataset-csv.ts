import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { modeOfLabel } from './code-tables.js';
import type { Dataset, DatasetRun, RejectedRow } from './dataset.js';
import { addDays, dayNumber, isDate } from './dates.js';
import { trainerOf } from './people.js';
import { createRandom } from './prng.js';
import type { CourseRecord, ProviderRecord } from './records.js';
import { createRun, FIRST_RUN_ID } from './run-factory.js';

export interface CsvDatasetOptions {
  kind: 'csv';
  csvPath: string;
  /** Load this provider's runs only. */
  uen?: string;
  /** Enrolments invented per run. Default 0 to 25. */
  learnersPerRun?: { from: number; to: number };
  /** Days that the middle start lies after today. Default 7. */
  medianStartsInDays?: number;
}

const COLUMNS = [
  'coursereferencenumber',
  'coursetitle',
  'trainingprovideruen',
  'trainingprovideralias',
  'courserunstartdate',
  'courserunenddate',
  'mode_of_training',
] as const;

type Row = Record<(typeof COLUMNS)[number], string>;
interface NumberedRow {
  row: Row;
  line: number;
}

/**
 * SkillsFuture's public list of published course runs. Rows that cannot be read are reported with their line; the rest loads.
 *
 * All dates move by one number of days, so that the file stays current: the median start of the loaded runs comes to lie
 * `medianStartsInDays` after `today`, which puts the densest weeks in the window that a nightly synchronisation looks at.
 * The shift is rounded to whole weeks, because a Monday course must stay a Monday course.
 *
 * Throws when the file is missing, has other columns, or holds no usable row for `uen`.
 */
export async function loadCsvDataset(options: CsvDatasetOptions, seed: number, today: string): Promise<Dataset> {
  const rejectedRows: RejectedRow[] = [];
  const rows = readRows(await readFile(options.csvPath, 'utf8'), options.csvPath, rejectedRows).filter(
    ({ row }) => options.uen === undefined || row.trainingprovideruen === options.uen,
  );
  if (rows.length === 0) {
    throw new Error(
      `${options.csvPath} holds no readable course run${options.uen === undefined ? '' : ` of the provider ${options.uen}`}. ` +
        'Check the file and the UEN, or leave the UEN out to load every provider.',
    );
  }
  const shift = shiftToToday(rows, today, options.medianStartsInDays ?? 7);
  const providers = new Map<string, ProviderRecord>();
  const courses = new Map<string, CourseRecord>();
  const runs: DatasetRun[] = [];
  for (const { row, line } of rows) {
    const course = courses.get(row.coursereferencenumber) ?? courseOf(row);
    if (course.uen !== row.trainingprovideruen) {
      rejectedRows.push({ line, reason: `${course.referenceNumber} belongs to ${course.uen} on an earlier line` });
      continue;
    }
    courses.set(course.referenceNumber, course);
    if (!providers.has(row.trainingprovideruen)) providers.set(row.trainingprovideruen, providerOf(row, seed));
    runs.push(runOf(row, FIRST_RUN_ID + runs.length, shift, seed, options.learnersPerRun ?? { from: 0, to: 25 }));
  }
  rejectedRows.sort((a, b) => a.line - b.line);
  return { providers: [...providers.values()], courses: [...courses.values()], runs, rejectedRows };
}

function readRows(text: string, path: string, rejectedRows: RejectedRow[]): NumberedRow[] {
  const records = parse(text, {
    bom: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip(error) {
      if (error instanceof CsvError) rejectedRows.push({ line: Number(error.lines), reason: error.message });
    },
  }) as unknown as { record: string[]; info: { lines: number } }[];
  const [header, ...body] = records;
  const names = header?.record.map((name) => name.trim().toLowerCase()) ?? [];
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new Error(`${path} is not a list of course runs: it lacks the columns ${missing.join(', ')}.`);
  return body.flatMap(({ record, info }) => {
    const row = Object.fromEntries(COLUMNS.map((column) => [column, (record[names.indexOf(column)] ?? '').trim()])) as Row;
    const reason = problemOf(row);
    if (reason !== null) rejectedRows.push({ line: info.lines, reason });
    return reason === null ? [{ row, line: info.lines }] : [];
  });
}

function problemOf(row: Row): string | null {
  const blank = COLUMNS.find((column) => column !== 'trainingprovideralias' && row[column] === '');
  if (blank !== undefined) return `${blank} is blank`;
  if (!isDate(row.courserunstartdate)) return `courserunstartdate "${row.courserunstartdate}" is not a date`;
  if (!isDate(row.courserunenddate)) return `courserunenddate "${row.courserunenddate}" is not a date`;
  if (row.courserunenddate < row.courserunstartdate) return 'the run ends before it starts';
  if (modeOfLabel(row.mode_of_training) === null) return `mode_of_training "${row.mode_of_training}" is not in SSG's table`;
  return null;
}

function shiftToToday(rows: readonly NumberedRow[], today: string, medianStartsInDays: number): number {
  const starts = rows.map(({ row }) => dayNumber(row.courserunstartdate)).sort((a, b) => a - b);
  const median = starts[Math.floor(starts.length / 2)] ?? 0;
  return Math.round((dayNumber(today) + medianStartsInDays - median) / 7) * 7;
}

function courseOf(row: Row): CourseRecord {
  return {
    referenceNumber: row.coursereferencenumber,
    externalReferenceNumber: row.coursereferencenumber,
    title: row.coursetitle,
    uen: row.trainingprovideruen,
    expired: false,
  };
}

function providerOf(row: Row, seed: number): ProviderRecord {
  const uen = row.trainingprovideruen;
  return {
    uen,
    code: `${uen}-01`,
    name: row.trainingprovideralias === '' ? uen : row.trainingprovideralias,
    trainers: Array.from({ length: 12 }, (_, number) => trainerOf(seed, uen, number)),
  };
}

function runOf(row: Row, id: number, shift: number, seed: number, learners: { from: number; to: number }): DatasetRun {
  return {
    run: createRun(seed, {
      id,
      courseReferenceNumber: row.coursereferencenumber,
      uen: row.trainingprovideruen,
      startDate: addDays(row.courserunstartdate, shift),
      endDate: addDays(row.courserunenddate, shift),
      modeOfTraining: modeOfLabel(row.mode_of_training) ?? '1',
    }),
    plannedEnrolments: createRandom(seed, 'schedule', id).integer(learners.from, learners.to),
  };
}
