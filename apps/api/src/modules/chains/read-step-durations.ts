import type { ChainMode } from '@rollcall/domain/chain/chain';
import { HISTORY_LENGTH, typicalDuration } from '@rollcall/domain/chain/predict-finish';
import type { Pool } from 'pg';

/** A step that ended well; it is looked for among this many of the chain's newest runs. */
const RUNS = 50;

const SUCCESSES = `
  SELECT step, array_agg(ms ORDER BY newest) AS durations FROM (
    SELECT step.step, (extract(epoch FROM step.completed_at - step.started_at) * 1000)::float8 AS ms,
      row_number() OVER (PARTITION BY step.step ORDER BY run.id DESC) AS newest
    FROM (
      SELECT id FROM task_chain_logs WHERE chain_name = $1 AND provider_id IS NOT DISTINCT FROM $2 AND mode = $3 AND NOT dry_run ORDER BY id DESC LIMIT ${RUNS}
    ) AS run JOIN task_chain_steps AS step ON step.chain_log_id = run.id
    WHERE step.status = 'completed' AND step.started_at IS NOT NULL
  ) AS success WHERE newest <= $4 GROUP BY step`;

/** How long each step of a chain takes as a rule, in milliseconds, by step name (X21). A step that never ended well is missing. */
export async function readTypicalDurations(
  pool: Pool,
  of: { chain: string; providerId: string | null; mode: ChainMode },
): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ step: string; durations: number[] }>(SUCCESSES, [
    of.chain,
    of.providerId,
    of.mode,
    HISTORY_LENGTH,
  ]);
  return new Map(
    rows.flatMap(({ step, durations }) => {
      const typical = typicalDuration(durations);
      return typical === null ? [] : [[step, typical]];
    }),
  );
}
