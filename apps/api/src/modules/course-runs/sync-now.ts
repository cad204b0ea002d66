import type { Principal } from '@rollcall/domain/permission/principal';
import { ActRefusal, notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import type { Dependencies } from '../../dependencies.js';
import { inTransaction } from '../../persistence/transaction.js';
import { recordAudit } from '../audit/record-audit.js';
import type { SyncInput, SyncStart } from '../sync/sync-input.js';
import { findProviderByUen } from '../training-providers/find-provider.js';

/** One run, by its row here or, known here or not, by SSG's id and its provider. */
export type RunToSync = { courseRunId: string | null } | { ssgRunId: string; providerUen: string };

export interface SyncNow {
  by: Principal;
  run: RunToSync;
}

type SyncNowDependencies = Pick<Dependencies, 'database'> & {
  correlationId: string;
  /** Begins a sync that goes on after the answer; the server waits for it when it ends. */
  beginSync(input: SyncInput): Promise<SyncStart>;
};

/** Row id of the batch, and whether it was begun by this act or by an earlier one of the same scope that was left behind. */
export interface BegunSync {
  batchId: string;
  continued: boolean;
}

/**
 * Reads one run from SSG now, in the background: enrolments, run and trainers, as in a night (S1.17, bug 13). Who asked is on
 * record before anything begins. Asking again reads again and changes nothing that SSG has not changed. Throws `ActRefusal`.
 */
export async function syncNow(deps: SyncNowDependencies, wish: SyncNow): Promise<BegunSync> {
  const { by } = wish;
  const { correlationId } = deps;
  const { providerId, ssgRunId, courseRunId } = await findRun(deps, wish);
  const audit = (line: { action: string; entityType: string; entityId: string | null }) =>
    inTransaction(deps.database.pool, (transaction) =>
      recordAudit(transaction, { providerId, by, correlationId, after: { ssgRunId }, ...line }),
    );
  await audit({ action: 'course_run.sync', entityType: 'course_run', entityId: courseRunId });
  const start = await deps.beginSync({ providerId, trigger: 'http', onlySsgRunId: ssgRunId });
  if (start.kind === 'already_running') throw syncRunning(start.batchId);
  await audit({ action: 'sync_batch.begin', entityType: 'sync_batch', entityId: start.batchId });
  return { batchId: start.batchId, continued: start.continued };
}

async function findRun({ database: { pool } }: SyncNowDependencies, { by, run }: SyncNow) {
  if ('courseRunId' in run) {
    const path = ['input', 'courseRunId'];
    const { rows } = await pool.query<{ courseRunId: string; providerId: string; ssgRunId: string }>(
      'SELECT id AS "courseRunId", provider_id AS "providerId", course_run_id AS "ssgRunId" FROM course_run WHERE id = $1',
      [run.courseRunId],
    );
    const [found] = rows;
    if (!found) throw notFound('course run', path);
    requireMay(by, 'course_run.sync', { providerId: found.providerId }, 'course run', path);
    return found;
  }
  const ssgRunId = run.ssgRunId.trim();
  if (!/^\d{1,20}$/.test(ssgRunId)) throw notAnSsgRunId();
  const path = ['input', 'provider'];
  const provider = await findProviderByUen(pool, run.providerUen.trim().toUpperCase());
  if (!provider) throw notFound('training provider', path);
  requireMay(by, 'course_run.sync', { providerId: provider.id }, 'training provider', path);
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM course_run WHERE provider_id = $1 AND course_run_id = $2', [
    provider.id,
    ssgRunId,
  ]);
  return { courseRunId: rows[0]?.id ?? null, providerId: provider.id, ssgRunId };
}

/** Of two triggers at once one runs, the other gets the running batch (bug 23). */
const syncRunning = (syncBatchId: string): ActRefusal =>
  new ActRefusal({
    code: 'SYNC_RUNNING',
    message: 'A sync of this provider is at work.',
    remedy: 'Follow its batch, and ask again when it has ended.',
    syncBatchId,
  });

const notAnSsgRunId = (): ActRefusal =>
  new ActRefusal({
    code: 'INVALID_INPUT',
    message: 'The SSG run id is not a number of 1 to 20 digits.',
    remedy: 'Give it as SSG shows it, for example 1234567.',
    path: ['input', 'ssgRunId'],
  });
