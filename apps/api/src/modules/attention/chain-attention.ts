import type { Pool } from 'pg';
import type { AttentionRow } from './attention.js';
import { FIRST_OF_EACH_KIND } from './attention-sql.js';

/** A failed run is of no interest any more once it was made up for, or a later run of its chain came to a good end. */
const CHAINS = `
  WITH told AS (
    SELECT CASE WHEN run.status = 'awaiting_approval' THEN 'chain_run_waiting' ELSE 'chain_run_failed' END AS kind, run.id::text AS key,
      NULL::text AS "courseCode", run.today AS day, concat_ws(' ', run.chain_name, run.status, run.current_step) AS fact, 1 AS number,
      'ChainRun' AS "nodeType", run.id::text AS "nodeId", -run.id::numeric AS place
    FROM task_chain_logs AS run
    WHERE run.provider_id = $1 AND run.status IN ('awaiting_approval', 'failed', 'interrupted') AND NOT run.dry_run AND run.resolved_by_id IS NULL
      AND NOT EXISTS (SELECT FROM task_chain_logs AS newer WHERE newer.chain_name = run.chain_name
        AND newer.provider_id = run.provider_id AND newer.id > run.id AND newer.status IN ('completed', 'partial') AND NOT newer.dry_run)
    UNION ALL
    SELECT 'incident_open', title, NULL, (first_seen_at AT TIME ZONE provider.time_zone)::date, occurrences::text, 1,
      'Incident', incident.id::text, -extract(epoch FROM last_seen_at)
    FROM incident JOIN training_provider AS provider ON provider.id = incident.provider_id WHERE incident.provider_id = $1 AND incident.status = 'open'
  ), ${FIRST_OF_EACH_KIND}`;

/** Chain runs of the provider that wait for a person, failed or were left behind, and its open incidents. One statement. */
export async function readChainAttention(pool: Pool, providerId: string, most: number): Promise<AttentionRow[]> {
  const { rows } = await pool.query<AttentionRow>({ name: 'chain-attention', text: CHAINS, values: [providerId, most] });
  return rows;
}
