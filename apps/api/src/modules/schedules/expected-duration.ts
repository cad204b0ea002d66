import { HISTORY_LENGTH, typicalDuration } from '@rollcall/domain/chain/predict-finish';
import type { Pool } from 'pg';
import { createBatchLoader } from '../../persistence/batch-loader.js';
import type { RunKind } from '../chains/typical-durations.js';

/** How long a whole run of a kind takes as a rule, in milliseconds; null without history. */
export type ExpectedDurationLoader = (kind: Omit<RunKind, 'dryRun'>) => Promise<number | null>;

/** A run that took over steps of another, or was to do a part alone, tells nothing of a whole one. */
const READ = `
  SELECT kind.position::int AS position, array_agg(run.ms ORDER BY run.id DESC) AS durations
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS ("chainName" text, "providerId" uuid, mode text))
    WITH ORDINALITY AS kind ("chainName", "providerId", mode, position)
  CROSS JOIN LATERAL (
    SELECT run.id, (extract(epoch FROM run.completed_at - run.started_at) * 1000)::float8 AS ms
    FROM task_chain_logs AS run
    WHERE run.chain_name = kind."chainName" AND run.provider_id IS NOT DISTINCT FROM kind."providerId" AND run.mode = kind.mode
      AND run.status = 'completed' AND NOT run.dry_run AND run.resumed_from_id IS NULL
      AND NOT EXISTS (SELECT FROM task_chain_steps AS step
        WHERE step.chain_log_id = run.id AND (step.status = 'reused' OR (step.left_out AND step.required)))
    ORDER BY run.id DESC LIMIT ${HISTORY_LENGTH}
  ) AS run
  GROUP BY kind.position`;

/** The median of the last completed runs of each kind (X21). One statement for all kinds that a page asks about. */
export function createExpectedDurationLoader(pool: Pool): ExpectedDurationLoader {
  const load = createBatchLoader(async (keys: string[]): Promise<(number | null)[]> => {
    const kinds = keys.map((key) => JSON.parse(key) as object);
    const { rows } = await pool.query<{ position: number; durations: number[] }>(READ, [JSON.stringify(kinds)]);
    const found = new Map(rows.map(({ position, durations }) => [position - 1, typicalDuration(durations)]));
    return keys.map((_key, index) => found.get(index) ?? null);
  });
  return ({ chainName, providerId, mode }) => load(JSON.stringify({ chainName, providerId, mode }));
}
