import { HISTORY_LENGTH, typicalDuration } from '@rollcall/domain/chain/predict-finish';
import type { Pool } from 'pg';
import { createBatchLoader } from '../../graphql/batch-loader.js';

/** Runs that take alike: of one chain, provider and mode. A dry run takes another time than one that writes. */
export interface RunKind {
  chainName: string;
  providerId: string | null;
  mode: string;
  dryRun: boolean;
}

/** Step name to how long the step takes as a rule, in milliseconds. */
export type TypicalDurations = ReadonlyMap<string, number>;

/** So many ended runs are looked through for the last successes of a step. */
const RUNS_LOOKED_AT = 3 * HISTORY_LENGTH;

const READ = `
  SELECT kind.key, step.step, array_agg(step.ms ORDER BY step.id DESC) AS durations
  FROM jsonb_to_recordset($1::jsonb) AS kind (key text, "chainName" text, "providerId" uuid, mode text, "dryRun" boolean)
  CROSS JOIN LATERAL (
    SELECT run.id, step.step, (extract(epoch FROM step.completed_at - step.started_at) * 1000)::float8 AS ms
    FROM (
      SELECT id FROM task_chain_logs
      WHERE chain_name = kind."chainName" AND provider_id IS NOT DISTINCT FROM kind."providerId" AND mode = kind.mode AND dry_run = kind."dryRun"
        AND status IN ('completed', 'partial', 'failed')
      ORDER BY id DESC LIMIT ${RUNS_LOOKED_AT}
    ) AS run JOIN task_chain_steps AS step ON step.chain_log_id = run.id
    WHERE step.status = 'completed' AND step.started_at IS NOT NULL
  ) AS step
  GROUP BY kind.key, step.step`;

/** How long the steps of a kind of run take: the median of their last successes. One statement for all kinds on a page. */
export function createTypicalDurationsLoader(pool: Pool): (kind: RunKind) => Promise<TypicalDurations> {
  const load = createBatchLoader(async (keys: string[]) => {
    const kinds = keys.map((key) => ({ ...(JSON.parse(key) as RunKind), key }));
    const { rows } = await pool.query<{ key: string; step: string; durations: number[] }>(READ, [JSON.stringify(kinds)]);
    const byKind = new Map<string, Map<string, number>>(keys.map((key) => [key, new Map()]));
    for (const { key, step, durations } of rows) {
      const typical = typicalDuration(durations);
      if (typical !== null) byKind.get(key)?.set(step, typical);
    }
    return keys.map((key): TypicalDurations => byKind.get(key) ?? new Map());
  });
  return ({ chainName, providerId, mode, dryRun }) => load(JSON.stringify({ chainName, providerId, mode, dryRun }));
}
