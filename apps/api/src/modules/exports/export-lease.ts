import type { Pool } from 'pg';
import { inTransaction } from '../../persistence/transaction.js';
import { type ClaimedExport, dropChunks } from './claim-export.js';

/** Another process writes the export now, because this one was taken for dead. */
export class LeaseLostError extends Error {
  constructor(exportId: string) {
    super(`Another process writes the export ${exportId}.`);
    this.name = 'LeaseLostError';
  }
}

/** What a process writes of the export that it holds. Each statement throws `LeaseLostError` once another process holds it. */
export interface ExportLease {
  begin(rowsTotal: number): Promise<void>;
  /** That the process lives, and how far it is. */
  renew(rowsDone: number): Promise<void>;
  /** A part of the file, with how far it goes: both or nothing. */
  addChunk(position: number, content: Buffer, rowsDone: number): Promise<void>;
  /** What it was asked by may name people, and is of no use any more: `complete` and `fail` empty the filter. */
  complete(rowsDone: number, at: { completed: Date; expires: Date }): Promise<void>;
  fail(why: { message: string; remedy: string }, expires: Date): Promise<void>;
  /** Leaves it to another process. */
  giveBack(): Promise<void>;
}

const HELD = `id = $1 AND lease_token = $2 AND status = 'running'`;

const ADD_CHUNK = `
  WITH held AS (
    UPDATE data_export SET rows_done = $3, bytes = bytes + length($5::bytea), lease_until = now() + $6 * interval '1 millisecond'
    WHERE ${HELD} RETURNING id
  )
  INSERT INTO data_export_chunk (export_id, position, content) SELECT id, $4, $5 FROM held`;

export function holdLease(pool: Pool, { id, leaseToken }: ClaimedExport, leaseMs: number): ExportLease {
  const held = [id, leaseToken];
  const write = async (sql: string, ...values: unknown[]): Promise<void> => {
    const { rowCount } = await pool.query(sql, [...held, ...values]);
    if (rowCount !== 1) throw new LeaseLostError(id);
  };
  return {
    begin: (rowsTotal) => write(`UPDATE data_export SET rows_total = $3 WHERE ${HELD}`, rowsTotal),
    renew: (rowsDone) =>
      write(
        `UPDATE data_export SET rows_done = $3, lease_until = now() + $4 * interval '1 millisecond' WHERE ${HELD}`,
        rowsDone,
        leaseMs,
      ),
    addChunk: (position, content, rowsDone) => write(ADD_CHUNK, rowsDone, position, content, leaseMs),
    complete: (rowsDone, { completed, expires }) =>
      write(
        `UPDATE data_export SET status = 'completed', filter = '{}', rows_done = $3, completed_at = $4, expires_at = $5, lease_token = NULL, lease_until = NULL WHERE ${HELD}`,
        rowsDone,
        completed,
        expires,
      ),
    fail: ({ message, remedy }, expires) =>
      inTransaction(pool, async (transaction) => {
        const { rowCount } = await transaction.query(
          `UPDATE data_export SET status = 'failed', filter = '{}', error = $3, remedy = $4, expires_at = $5, bytes = 0, lease_token = NULL, lease_until = NULL WHERE ${HELD}`,
          [...held, message, remedy, expires],
        );
        if (rowCount !== 1) throw new LeaseLostError(id);
        // Nobody gets a part of a file.
        await dropChunks(transaction, id);
      }),
    giveBack: () => write(`UPDATE data_export SET status = 'queued', lease_token = NULL, lease_until = NULL WHERE ${HELD}`),
  };
}
