import type { Pool } from 'pg';

/** The database that DATABASE_URL names does not answer. */
export class DatabaseUnreachableError extends Error {
  readonly remedy = 'Check DATABASE_URL, that the server runs, and that this machine reaches it.';
  constructor(url: string, cause: unknown) {
    super(`The database at ${new URL(url).host} cannot be reached: ${wordsOf(cause)}.`, { cause });
    this.name = 'DatabaseUnreachableError';
  }
}

/** Asks the database something small, so that a wrong address is told as one. Throws `DatabaseUnreachableError`. */
export async function requireReachable(pool: Pool, url: string): Promise<void> {
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    throw new DatabaseUnreachableError(url, error);
  }
}

/** A refused connection on two addresses comes as an AggregateError without a message. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(wordsOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
