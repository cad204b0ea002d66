import { GraphQLError } from 'graphql';
import type { Dependencies } from '../../dependencies.js';
import { loggableError } from '../../loggable-error.js';
import { type ClaimedExport, claimExport } from './claim-export.js';
import { type ExportLease, holdLease, LeaseLostError } from './export-lease.js';
import { ExportRefusedError } from './export-refused.js';
import { principalNow } from './principal-now.js';
import { requireStillMay } from './require-still-may.js';
import { type WriteOptions, writeExport } from './write-export.js';

export interface RunExportsOptions extends WriteOptions {
  /** Milliseconds without a sign of life after which another process begins a file anew; default 2 minutes. */
  leaseMs?: number;
}

type Deps = Pick<Dependencies, 'database' | 'identifiers' | 'log' | 'newId' | 'now'>;

const LEASE_MS = 2 * 60 * 1000;
/** From then on a file is gone. */
const FILE_LIFE_MS = 24 * 60 * 60 * 1000;

/**
 * Writes the files that wait, one after another, until none does or the signal fires; what is under way then is left to
 * another process. Several processes may do so at once. A file is written to its end by one process, in one piece, or it
 * is begun anew: what a process that lost its lease still wants to write is not taken.
 */
export async function runExports(deps: Deps, options: RunExportsOptions): Promise<void> {
  const leaseMs = options.leaseMs ?? LEASE_MS;
  while (!options.signal.aborted) {
    const claimed = await claimExport(deps, leaseMs);
    if (!claimed) return;
    const lease = holdLease(deps.database.pool, claimed, leaseMs);
    try {
      await runExport(deps, { claimed, lease }, options);
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      deps.log.warn({ event: 'export_lease_lost', exportId: claimed.id }, 'another process writes the file now');
    }
  }
}

async function runExport(
  deps: Deps,
  { claimed, lease }: { claimed: ClaimedExport; lease: ExportLease },
  options: WriteOptions,
): Promise<void> {
  const { id, connection, providerId } = claimed;
  const line = { exportId: id, connection, providerId };
  const expires = () => new Date(deps.now() + FILE_LIFE_MS);
  try {
    const principal = requireStillMay(await principalNow(deps.database.pool, claimed.principal), providerId, connection);
    const rows = await writeExport(deps, { claimed, lease, principal }, options);
    await lease.complete(rows, { completed: new Date(deps.now()), expires: expires() });
    deps.log.info({ event: 'export_completed', ...line, rows }, 'a file was written');
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    if (options.signal.aborted) return lease.giveBack();
    const refused = refusalOf(error);
    if (!refused)
      deps.log.error({ event: 'export_failed', ...line, failure: loggableError(error) }, 'a file could not be written');
    await lease.fail(refused ?? unforeseen(id), expires());
  }
}

/** What may be told to who asked: conditions that a list refuses are refused for a file in the same words. */
function refusalOf(error: unknown): { message: string; remedy: string } | null {
  if (error instanceof ExportRefusedError) return error;
  if (!(error instanceof GraphQLError)) return null;
  const { remedy } = error.extensions;
  return { message: error.message, remedy: typeof remedy === 'string' ? remedy : 'Change the filter, and ask again.' };
}

const unforeseen = (id: string) => ({
  message: 'Something went wrong here.',
  remedy: `Ask for it again. If that fails too, look for the export ${id} in the log.`,
});
