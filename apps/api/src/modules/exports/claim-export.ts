import type { JsonValue } from '@rollcall/domain/change/change';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool, PoolClient } from 'pg';
import type { Dependencies } from '../../dependencies.js';
import { inTransaction } from '../../persistence/transaction.js';
import type { ExportConnection, ExportFormat } from './export-kinds.js';

/** An export that one process writes, as long as it holds the lease. */
export interface ClaimedExport {
  id: string;
  leaseToken: string;
  providerId: string;
  uen: string;
  connection: ExportConnection;
  format: ExportFormat;
  filter: Record<string, JsonValue>;
  /** Who asked, as they were then. */
  principal: Principal;
}

/** What is not finished after this long never will be: it ends each process that tries, or waits for a worker that is not there. */
export const LONGEST_EXPORT_HOURS = 6;

const GIVE_UP = `
  UPDATE data_export SET status = 'failed', filter = '{}', lease_token = NULL, lease_until = NULL,
    error = 'The file could not be written within ${LONGEST_EXPORT_HOURS} hours.',
    remedy = 'See that a worker runs, then ask for it again; a narrower filter gives a smaller file.'
  WHERE (status = 'queued' OR (status = 'running' AND lease_until < now())) AND created_at < now() - interval '${LONGEST_EXPORT_HOURS} hours'`;

/** The oldest that nobody writes. One whose process died is begun anew. */
const CLAIM = `
  UPDATE data_export AS export SET status = 'running', lease_token = $1, lease_until = now() + $2 * interval '1 millisecond',
    rows_done = 0, rows_total = NULL, bytes = 0
  FROM training_provider AS provider
  WHERE provider.id = export.provider_id AND export.id = (
    SELECT id FROM data_export WHERE status = 'queued' OR (status = 'running' AND lease_until < now())
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING export.id, export.lease_token AS "leaseToken", export.provider_id AS "providerId", provider.uen, export.connection,
    export.format, export.filter, export.principal`;

/** Takes one export and removes what another process may have written of it; null where none waits. */
export async function claimExport(
  { database, newId }: Pick<Dependencies, 'database' | 'newId'>,
  leaseMs: number,
): Promise<ClaimedExport | null> {
  await database.pool.query(GIVE_UP);
  return inTransaction(database.pool, async (transaction) => {
    const { rows } = await transaction.query<ClaimedExport>(CLAIM, [newId(), leaseMs]);
    const [claimed] = rows;
    if (!claimed) return null;
    await dropChunks(transaction, claimed.id);
    return claimed;
  });
}

/** Removes what was written of a file. */
export const dropChunks = async (client: Pool | PoolClient, exportId: string): Promise<void> =>
  void (await client.query('DELETE FROM data_export_chunk WHERE export_id = $1', [exportId]));
