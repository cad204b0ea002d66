import type { Engine } from '../../workflow/engine.js';

const UNKNOWN = `
  SELECT name FROM (
    SELECT task_chain AS name FROM scheduled_tasks WHERE cron IS NOT NULL
    UNION SELECT chain_name FROM task_chain_logs WHERE status IN ('running', 'queued', 'awaiting_approval')
  ) AS named WHERE name <> ALL($1) ORDER BY name`;

/**
 * Logs which chains stand in rows but not in this release: an older or a newer one has them. Their ticks and runs are left to
 * a process that has them, and wait where there is none; their runs can be cancelled.
 */
export async function warnOfUnknownChains({ deps, chains }: Engine): Promise<void> {
  const known = chains.all.map(({ declaration }) => declaration.name);
  const { rows } = await deps.database.pool.query<{ name: string }>(UNKNOWN, [known]);
  if (rows.length === 0) return;
  deps.log.warn(
    { event: 'unknown_chains', chains: rows.map(({ name }) => name) },
    'this release does not have chains that rows name; their ticks and runs wait for one that does',
  );
}
