import type { Principal } from '@rollcall/domain/permission/principal';
import type { Dependencies } from '../../dependencies.js';
import { type ClaimedExport, LONGEST_EXPORT_HOURS } from './claim-export.js';
import type { ExportLease } from './export-lease.js';
import { ExportRefusedError } from './export-refused.js';
import type { ExportRecord, Rows } from './export-source.js';
import { formatRecords } from './format-records.js';

/** Spreadsheets take about as many, and nobody reads more. */
export const MOST_ROWS = 1_000_000;

export interface WriteOptions {
  signal: AbortSignal;
  /** Rows of a page; default 1000. */
  pageSize?: number;
  /** Bytes of a chunk, about; default 256 KiB. */
  chunkBytes?: number;
  /** Rows of a file; default `MOST_ROWS`. */
  mostRows?: number;
}

const PAGE_SIZE = 1000;
const CHUNK_BYTES = 256 * 1024;
const SNAPSHOT = {
  isolationLevel: 'RepeatableRead',
  maxWait: 10_000,
  timeout: LONGEST_EXPORT_HOURS * 60 * 60 * 1000,
} as const;

/**
 * Writes the rows of an export into its chunks, and answers how many. They are read page by page as the tables were at one
 * moment; which runs have an issue is found out just before. Of a file of any length one page and one chunk are in memory.
 * Errors: `ExportRefusedError`, `LeaseLostError`; the signal's reason, between two pages.
 */
export async function writeExport(
  deps: Pick<Dependencies, 'database' | 'identifiers' | 'now'>,
  parts: { claimed: ClaimedExport; lease: ExportLease; principal: Principal },
  options: WriteOptions,
): Promise<number> {
  const { claimed, lease, principal } = parts;
  // Read when there is a file to write: it brings the lists of GraphQL along.
  const { EXPORT_SOURCES } = await import('./export-sources.js');
  const { database, identifiers, now } = deps;
  const list = await EXPORT_SOURCES[claimed.connection].open({
    context: { database, identifiers, now, principal },
    provider: { id: claimed.providerId, uen: claimed.uen },
    filter: claimed.filter,
  });
  return database.prisma.$transaction(async (rows: Rows) => {
    await rows.$executeRaw`SET TRANSACTION READ ONLY`;
    // Pages come by the key's index, each from where the last one ended: otherwise every page may find and sort all rows again.
    await rows.$executeRaw`SET LOCAL enable_sort = off`;
    const most = options.mostRows ?? MOST_ROWS;
    const total = await list.count(rows, most + 1);
    if (total > most) throw tooMany(most);
    await lease.begin(total);
    const progress = { rows: 0 };
    const pages = counted(list.pages(rows, options.pageSize ?? PAGE_SIZE), { lease, progress, signal: options.signal });
    const text = formatRecords(claimed.format, list.columns, pages);
    let position = 0;
    for await (const chunk of chunksOf(text, options.chunkBytes ?? CHUNK_BYTES))
      await lease.addChunk(position++, chunk, progress.rows);
    return progress.rows;
  }, SNAPSHOT);
}

interface Counting {
  lease: ExportLease;
  progress: { rows: number };
  signal: AbortSignal;
}

async function* counted(
  pages: AsyncIterable<ExportRecord[]>,
  { lease, progress, signal }: Counting,
): AsyncGenerator<ExportRecord[]> {
  for await (const page of pages) {
    signal.throwIfAborted();
    progress.rows += page.length;
    await lease.renew(progress.rows);
    yield page;
  }
}

async function* chunksOf(text: AsyncIterable<string | Buffer>, size: number): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of text) {
    const buffer = typeof part === 'string' ? Buffer.from(part) : part;
    parts.push(buffer);
    bytes += buffer.length;
    if (bytes < size) continue;
    yield Buffer.concat(parts);
    parts = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(parts);
}

const tooMany = (most: number): ExportRefusedError =>
  new ExportRefusedError(
    `More than ${most} rows fulfil the filter, which is more than a file may have.`,
    'Narrow the filter, by dates for example, and ask for several files.',
  );
