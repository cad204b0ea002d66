import type { Pool, PoolClient } from 'pg';
import { OPERATIONAL_LOGS, type Purge } from './operational-logs.js';

const DAY = 24 * 60 * 60 * 1000;

/** Rows that one statement touches: locks are short, and a stop comes soon after it is asked for. */
const SLICE = 5000;

/** Where a purge goes on: what is old stays what it was when it began. */
export interface PurgeState {
  /** Epoch milliseconds. */
  now: number;
  /** Rows by what they are called, in the order of the purge. */
  counts: Record<string, number>;
}

export interface PurgeWork {
  /** One transaction per slice. */
  inTransaction<T>(work: (transaction: PoolClient) => Promise<T>): Promise<T>;
  /** After each slice. */
  sliceDone(state: PurgeState): Promise<void>;
  signal: AbortSignal;
  /** Rows of a statement; tests use a smaller one. */
  slice?: number;
}

export const beginPurge = (now: number): PurgeState => ({
  now,
  counts: Object.fromEntries(OPERATIONAL_LOGS.map(({ name }) => [name, 0])),
});

/**
 * Deletes the operational logs that are older than thirty days, a slice per transaction, so that it can be stopped and gone
 * on with at any moment. Each statement says itself what is old: what is deleted is decided when it is deleted.
 */
export async function purgeOperationalLogs(state: PurgeState, work: PurgeWork): Promise<PurgeState> {
  const counts = { ...state.counts };
  const slice = work.slice ?? SLICE;
  for (const purge of OPERATIONAL_LOGS) {
    for (let touched = slice; touched === slice; ) {
      work.signal.throwIfAborted();
      const { rowCount } = await work.inTransaction((transaction) =>
        transaction.query(statementOf(purge), [oldBefore(purge, state.now), slice]),
      );
      touched = rowCount ?? 0;
      counts[purge.name] = (counts[purge.name] ?? 0) + touched;
      if (touched > 0) await work.sliceDone({ now: state.now, counts: { ...counts } });
    }
  }
  return { now: state.now, counts };
}

/** What a purge would delete now. Writes nothing. */
export async function countOperationalLogs(pool: Pool, state: PurgeState): Promise<PurgeState> {
  const counts: Record<string, number> = {};
  for (const purge of OPERATIONAL_LOGS) {
    const { rows } = await pool.query<{ rows: number }>(
      `SELECT count(*)::int AS rows FROM ${purge.table} WHERE ${purge.condition}`,
      [oldBefore(purge, state.now)],
    );
    counts[purge.name] = rows[0]?.rows ?? 0;
  }
  return { now: state.now, counts };
}

/** Tables without a single key are purged by where their rows lie; a row that moves meanwhile waits for the next cleanup. */
function statementOf({ table, unlink, condition, oldestFirst }: Purge): string {
  const act = unlink === undefined ? `DELETE FROM ${table}` : `UPDATE ${table} SET ${unlink}`;
  const order = oldestFirst === undefined ? '' : `ORDER BY ${oldestFirst}`;
  return `${act} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${condition} ${order} LIMIT $2))`;
}

const oldBefore = (purge: Purge, now: number): Date => new Date(now - purge.retentionDays * DAY);
