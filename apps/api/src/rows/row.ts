/**
 * A row that `read-page.ts` read: everything that its operation asks of it is in it. Fields of such rows are answered
 * without asking the Prisma plugin what was loaded for them.
 */
export class Row {
  [column: string]: unknown;
}
