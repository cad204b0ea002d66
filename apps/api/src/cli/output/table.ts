import Table from 'cli-table3';

const LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
};
const NO_RULES = { left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' };

/** Rows under a header, in columns and without rules. No trailing line break. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const grid = new Table({
    head: [...header],
    chars: { ...LINES, ...NO_RULES },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  grid.push(...rows.map((row) => row.map(String)));
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A table with further lines below each of its rows; no cell may hold a line break. */
export function tableWithRemarks(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  remarks: readonly (readonly string[])[],
): string {
  const [first = '', ...lines] = table(header, rows).split('\n');
  return [first, ...lines.flatMap((line, index) => [line, ...(remarks[index] ?? [])])].join('\n');
}
