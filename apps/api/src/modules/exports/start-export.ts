import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import { identityOf, runAct } from '../../acts/run-act.js';
import type { Dependencies } from '../../dependencies.js';
import { recordAudit } from '../audit/record-audit.js';
import { auditedFilter, chosenFilter } from './chosen-filter.js';
import { EXPORT_READS, type ExportConnection, type ExportFilters, type ExportFormat } from './export-kinds.js';

export interface NewExport {
  /** UEN of the provider. */
  provider: string;
  connection: ExportConnection;
  filters: ExportFilters;
  format: ExportFormat;
}

export interface StartExport {
  by: Principal;
  input: NewExport;
  idempotencyKey?: string | null | undefined;
}

/** So that nobody fills the queue for everybody else. */
export const MOST_UNFINISHED = 3;

const INSERT = `
  INSERT INTO data_export (id, provider_id, requested_by, requested_by_name, connection, filter, format, principal)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

/** Queues a file of a list’s rows, which a worker writes. Throws `ActRefusal`. */
export async function startExport(
  deps: Pick<Dependencies, 'database' | 'newId'> & { correlationId: string | null },
  { by, input, idempotencyKey }: StartExport,
): Promise<{ exportId: string }> {
  // Before anything is kept of the request: an identifier in it must not be.
  const filter = chosenFilter(input);
  return runAct(
    deps,
    { by, act: 'exportStart', input, idempotencyKey },
    async (transaction) => {
      const { provider: uen, connection, format } = input;
      const providerId = await findProvider(transaction, uen);
      const path = ['input', 'provider'];
      requireMay(by, 'export.start', { providerId }, 'training provider', path);
      requireMay(by, EXPORT_READS[connection], { providerId }, 'training provider', path);
      await requirePlace(transaction, by);
      const exportId = deps.newId();
      const values = [connection, JSON.stringify(filter), format, JSON.stringify(by)];
      await transaction.query(INSERT, [exportId, providerId, identityOf(by), by.name, ...values]);
      await recordAudit(transaction, {
        providerId,
        by,
        action: 'export.start',
        entityType: 'data_export',
        entityId: exportId,
        after: {
          connection,
          format,
          filter: auditedFilter(connection, filter),
        },
        correlationId: deps.correlationId,
      });
      return { exportId };
    },
    (transaction, { exportId }) => requireExport(transaction, by, exportId),
  );
}

/** Throws `ActRefusal` unless a file that was asked for is still listed, and its asker may still have it. */
async function requireExport(transaction: PoolClient, by: Principal, exportId: string): Promise<void> {
  const { rows } = await transaction.query<{ providerId: string; connection: ExportConnection }>(
    'SELECT provider_id AS "providerId", connection FROM data_export WHERE id = $1',
    [exportId],
  );
  const [found] = rows;
  if (!found) throw notFound('export', [], 'Ask for the file again, with another key or none.');
  requireMay(by, 'export.start', found, 'export', []);
  requireMay(by, EXPORT_READS[found.connection], found, 'export', []);
}

async function findProvider(transaction: PoolClient, uen: string): Promise<string> {
  const { rows } = await transaction.query<{ id: string }>('SELECT id FROM training_provider WHERE uen = $1', [uen]);
  const [provider] = rows;
  if (!provider) throw notFound('training provider', ['input', 'provider']);
  return provider.id;
}

/** Requests of the same principal count one after another, so that many at once do not each find a place. */
async function requirePlace(transaction: PoolClient, by: Principal): Promise<void> {
  const identity = identityOf(by);
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('data_export ' || $1, 0))`, [identity]);
  const { rows } = await transaction.query<{ unfinished: number }>(
    `SELECT count(*)::int AS unfinished FROM data_export WHERE requested_by = $1 AND status IN ('queued', 'running')`,
    [identity],
  );
  if ((rows[0]?.unfinished ?? 0) < MOST_UNFINISHED) return;
  throw new ActRefusal({
    code: 'REFUSED',
    message: `${MOST_UNFINISHED} files of yours are still to be written.`,
    remedy: 'Wait until one is done; `dataExports` shows how far they are.',
  });
}
