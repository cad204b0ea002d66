import { setTimeout as wait } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

/** Rows changed between reading and writing: the plan is stale, and the unit is read and planned anew. */
export class StaleStateError extends Error {
  constructor(what: string, cause?: unknown) {
    super(`${what} changed while it was being written.`, { cause });
    this.name = 'StaleStateError';
  }
}

const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const RACES = new Set([UNIQUE_VIOLATION, FOREIGN_KEY_VIOLATION, SERIALIZATION_FAILURE, DEADLOCK_DETECTED]);

/**
 * Runs `work` in one transaction. An error rolls everything back; the database's words for a lost race become
 * `StaleStateError`, so that callers have one thing to retry on.
 */
export async function inTransaction<T>(pool: Pool, work: (transaction: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // The pool listens while a connection is idle only. One that breaks now fails the next statement; unheard, it ends the process.
  client.on('error', ignore);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await rollBack(client);
    throw translateRace(error);
  } finally {
    client.off('error', ignore);
  }
}

const ignore = (): void => undefined;

/** The database's words for a lost race as `StaleStateError`; every other error as it is. */
export const translateRace = (error: unknown): unknown =>
  RACES.has(codeOf(error)) ? new StaleStateError(`A row (${raceOf(error)})`, error) : error;

/** A connection that cannot even roll back is not given to anyone else. */
async function rollBack(client: PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Which race was lost, in the database's words: the constraint where one stood in the way, else its code. */
const raceOf = (error: unknown): string =>
  error instanceof Error && 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : codeOf(error);

const MOST_TRIES = 20;
/** Milliseconds. Those who raced wait for different times, so that they do not meet again. */
const LONGEST_WAIT = 50;

/**
 * Repeats a unit of work that reads, plans and writes for as long as others win its races; gives up after twenty tries.
 * `refresh` runs before each repetition, for work whose reading was done beforehand.
 */
export async function retryWhenStale<T>(
  work: () => Promise<T>,
  refresh: () => Promise<void> = async () => undefined,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StaleStateError) || tries === MOST_TRIES) throw error;
      await wait(Math.random() * Math.min(LONGEST_WAIT, 2 ** tries));
      await refresh();
    }
  }
}

/** Throws `StaleStateError` unless a write touched exactly the rows that were planned. */
export function expectRows(what: string, result: { rowCount: number | null }, planned: number): void {
  if (result.rowCount !== planned) throw new StaleStateError(what);
}
