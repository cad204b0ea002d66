/**
 * A row that `read-page.ts` read: everything that its operation asks of it is in it. Fields of such rows are answered
 * without asking the Prisma plugin what was loaded for them.
 */
export class Row {
  [column: string]: unknown;
}

/** What `tables.ts` reckons of a row, where it was read with it; undefined for rows from elsewhere. */
export const computedOf = <Value>(row: object, name: string): Value | undefined =>
  row instanceof Row ? (row[name] as Value) : undefined;
