/** What is asked goes beyond what `tables.ts` describes: Prisma answers it. Nobody outside is told. */
export class NotDescribedError extends Error {
  constructor(what: string) {
    super(`Not described: ${what}`);
    this.name = 'NotDescribedError';
  }
}
