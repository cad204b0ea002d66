import { todayIn } from '@rollcall/domain/calendar/iso-date';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import type { Dependencies } from '../../dependencies.js';
import { inTransaction } from '../../persistence/transaction.js';
import { recordAudit } from '../audit/record-audit.js';
import { EXPORT_FIELDS, type ExportConnection, type ExportFormat } from './export-kinds.js';
import { exportLinksOf } from './export-links.js';
import { principalNow } from './principal-now.js';
import { requireStillMay } from './require-still-may.js';

/** A link as it came. */
export interface GivenLink {
  exportId: string;
  expires: string;
  signature: string;
}

/** A file that may be downloaded now. */
export interface Download {
  exportId: string;
  providerId: string;
  connection: ExportConnection;
  format: ExportFormat;
  /** `enrolments-201003953Z-2026-11-21.csv`, by the provider's day. */
  fileName: string;
  bytes: number;
  by: Principal;
}

/** What a link leads to: `invalid` for one that nobody signed, `expired` for one that was good, `gone` for a file that was. */
export type OpenedLink = { kind: 'open'; download: Download } | { kind: 'invalid' | 'expired' | 'gone' };

interface ExportRow {
  providerId: string;
  uen: string;
  timeZone: string;
  requestedBy: string;
  connection: ExportConnection;
  format: ExportFormat;
  principal: Principal;
  status: string;
  bytes: string;
  completedAt: Date | null;
  expiresAt: Date | null;
}

const READ = `
  SELECT export.provider_id AS "providerId", provider.uen, provider.time_zone AS "timeZone", export.requested_by AS "requestedBy",
    export.connection, export.format, export.principal, export.status, export.bytes, export.completed_at AS "completedAt",
    export.expires_at AS "expiresAt"
  FROM data_export AS export JOIN training_provider AS provider ON provider.id = export.provider_id WHERE export.id = $1`;

type Deps = Pick<Dependencies, 'database' | 'settings' | 'now'>;

/**
 * What a link to a file leads to. Whoever has the link is taken for who asked for the file, and must still be allowed to have it:
 * throws `ExportRefusedError` where they are not.
 * @param link its id is a row id
 */
export async function openDownload({ database, settings, now }: Deps, link: GivenLink): Promise<OpenedLink> {
  const { exportId, signature } = link;
  const { rows } = await database.pool.query<ExportRow>(READ, [exportId]);
  const [row] = rows;
  const expires = /^\d{1,12}$/.test(link.expires) ? Number(link.expires) : null;
  if (!row || expires === null) return { kind: 'invalid' };
  const { providerId, uen, connection, format, requestedBy, completedAt, expiresAt } = row;
  if (!exportLinksOf(settings).isSigned({ exportId, requestedBy, expires }, signature)) return { kind: 'invalid' };
  if (expires * 1000 <= now()) return { kind: 'expired' };
  if (row.status !== 'completed' || !completedAt || !expiresAt || expiresAt.getTime() <= now()) return { kind: 'gone' };
  const by = requireStillMay(await principalNow(database.pool, row.principal), providerId, connection);
  const list = EXPORT_FIELDS[connection].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const fileName = `${list}-${uen.replaceAll(/[^\w-]/g, '')}-${todayIn(row.timeZone, completedAt.getTime())}.${format}`;
  return { kind: 'open', download: { exportId, providerId, connection, format, fileName, bytes: Number(row.bytes), by } };
}

/** Writes down who takes a file, before the first byte of it leaves. */
export const recordDownload = (
  { database }: Pick<Dependencies, 'database'>,
  { by, providerId, exportId, connection, format }: Download,
  correlationId: string,
): Promise<void> =>
  inTransaction(database.pool, (transaction) =>
    recordAudit(transaction, {
      providerId,
      by,
      action: 'export.download',
      entityType: 'data_export',
      entityId: exportId,
      after: { connection, format },
      correlationId,
    }),
  );

/** A file's content, a chunk at a time: the next is read when somebody wants it. Throws where the file was removed meanwhile. */
export async function* readChunks(pool: Pool, { exportId, bytes }: Download): AsyncGenerator<Buffer> {
  for (let position = 0, read = 0; read < bytes; position++) {
    const { rows } = await pool.query<{ content: Buffer }>(
      'SELECT content FROM data_export_chunk WHERE export_id = $1 AND position = $2',
      [exportId, position],
    );
    const [chunk] = rows;
    if (!chunk) throw new Error(`The file of the export ${exportId} ends after ${read} of ${bytes} bytes.`);
    read += chunk.content.length;
    yield chunk.content;
  }
}
