import type { Pool } from 'pg';

const LAST_SUCCESS = `
  SELECT (extract(epoch FROM step.started_at) * 1000)::float8 AS "startedAt"
  FROM task_chain_steps AS step JOIN task_chain_logs AS run ON run.id = step.chain_log_id
  WHERE run.provider_id = $1 AND step.step = $2 AND step.status = 'completed' AND NOT run.dry_run
  ORDER BY step.started_at DESC LIMIT 1`;

/** When the provider's last reconcile step that was done began, in epoch milliseconds: what came later is unknown (bug 50). */
export async function findLastReconcile(db: Pool, providerId: string, stepName: string): Promise<number | null> {
  const { rows } = await db.query<{ startedAt: number | null }>(LAST_SUCCESS, [providerId, stepName]);
  return rows[0]?.startedAt ?? null;
}
