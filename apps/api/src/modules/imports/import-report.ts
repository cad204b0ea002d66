/** Why a row was left out. */
export interface RejectedRow {
  /** 1-based, as an editor counts the lines of the file. */
  line: number;
  reason: string;
}

/** Something about an imported row that a person should know. */
export interface RowWarning {
  line: number;
  message: string;
}

/** What an import did, row by row where it did not simply work. */
export interface ImportReport {
  created: number;
  updated: number;
  unchanged: number;
  rejected: RejectedRow[];
  warnings: RowWarning[];
}

/** Who is written to the audit trail for an act on the command line (S1.27). */
export interface SystemActor {
  role: 'cli' | 'demo';
}

/** Rows in one statement: large enough that statements stay few, small enough for one parameter. */
const ROWS_PER_STATEMENT = 10_000;

export function inChunks<T>(rows: readonly T[], size: number = ROWS_PER_STATEMENT): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size));
}

/**
 * Keeps the first row of each key and rejects its repetitions: which of two contradicting rows was meant is not ours to guess.
 * `what` names the key for people, for example `course_code`.
 */
export function dropRepetitions<T extends { line: number }>(
  rows: readonly T[],
  what: string,
  keyOf: (row: T) => string,
): { kept: T[]; rejected: RejectedRow[] } {
  const firstLines = new Map<string, number>();
  const kept: T[] = [];
  const rejected: RejectedRow[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    const first = firstLines.get(key);
    if (first !== undefined) {
      rejected.push({ line: row.line, reason: `${what} ${key} stands already in line ${first}` });
      continue;
    }
    firstLines.set(key, row.line);
    kept.push(row);
  }
  return { kept, rejected };
}

/** Rejections in the order of the file. */
export const inFileOrder = <T extends { line: number }>(rows: readonly T[]): T[] =>
  [...rows].sort((one, other) => one.line - other.line);
