import { HISTORY_LENGTH, typicalDuration } from '@rollcall/domain/chain/predict-finish';
import type { Pool } from 'pg';

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
  SELECT kind.position::int AS position, step.step, array_agg(step.ms ORDER BY step.id DESC) AS durations
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS ("chainName" text, "providerId" uuid, mode text, "dryRun" boolean))
    WITH ORDINALITY AS kind ("chainName", "providerId", mode, "dryRun", position)
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
  GROUP BY kind.position, step.step`;

/** How long the steps of each kind of run take: the median of their last successes (X21). One statement for all kinds, in their order. */
export async function readTypicalDurations(pool: Pool, kinds: readonly RunKind[]): Promise<TypicalDurations[]> {
  const { rows } = await pool.query<{ position: number; step: string; durations: number[] }>(READ, [JSON.stringify(kinds)]);
  const found = kinds.map(() => new Map<string, number>());
  for (const { position, step, durations } of rows) {
    const typical = typicalDuration(durations);
    if (typical !== null) found[position - 1]?.set(step, typical);
  }
  return found;
}

/** Reads the durations of one kind of run at a time. */
export const createTypicalDurationsLoader =
  (pool: Pool) =>
  async (kind: RunKind): Promise<TypicalDurations> =>
    (await readTypicalDurations(pool, [kind]))[0] ?? new Map();
