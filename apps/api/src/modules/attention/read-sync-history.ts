import type { Pool } from 'pg';
import type { SyncHistory } from './freshness.js';

/** Syncs of one run by itself say nothing of the others, and what is at work has not ended. */
const HISTORY = `
  WITH ended AS (
    SELECT id, status, mode, started_at, completed_at FROM sync_batch
    WHERE provider_id = $1 AND only_course_run_id IS NULL AND completed_at IS NOT NULL
  ), good AS (
    SELECT * FROM ended WHERE status IN ('completed', 'partial') ORDER BY started_at DESC, id DESC LIMIT 1
  )
  SELECT
    (SELECT jsonb_build_object('completedAt', good.completed_at, 'mode', good.mode,
        'runErrors', count(*) FILTER (WHERE line.status = 'error'),
        'trainersAsked', count(*) FILTER (WHERE line.trainer_outcome <> 'kept'),
        'trainerErrors', count(*) FILTER (WHERE line.trainer_outcome = 'error'))
      FROM good LEFT JOIN upcoming_course_runs_log AS line ON line.batch_id = good.id
      GROUP BY good.completed_at, good.mode) AS "lastGood",
    (SELECT completed_at FROM ended WHERE status IN ('completed', 'partial') AND mode = 'full' ORDER BY started_at DESC, id DESC LIMIT 1) AS "lastFullAt",
    (SELECT jsonb_build_object('startedAt', started_at, 'isGood', status IN ('completed', 'partial'))
      FROM ended ORDER BY started_at DESC, id DESC LIMIT 1) AS "lastTry"`;

interface HistoryRow {
  lastGood: (Omit<NonNullable<SyncHistory['lastGood']>, 'completedAt'> & { completedAt: string }) | null;
  lastFullAt: Date | null;
  lastTry: { startedAt: string; isGood: boolean } | null;
}

/** What is known of a provider's syncs about all runs. One statement. */
export async function readSyncHistory(pool: Pool, providerId: string): Promise<SyncHistory> {
  const { rows } = await pool.query<HistoryRow>({ name: 'sync-history', text: HISTORY, values: [providerId] });
  const { lastGood = null, lastFullAt = null, lastTry = null } = rows[0] ?? {};
  return {
    lastGood: lastGood && { ...lastGood, completedAt: new Date(lastGood.completedAt) },
    lastFullAt,
    lastTry: lastTry && { ...lastTry, startedAt: new Date(lastTry.startedAt) },
  };
}
