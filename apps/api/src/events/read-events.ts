import type { Pool } from 'pg';
import { type ChainEvent, FINAL_EVENT_KINDS } from './chain-event.js';

/** A chain run's events from `after`, exclusive, to `upTo`, inclusive, in order. */
export async function readEvents(pool: Pool, chainRunId: string, after: number, upTo: number): Promise<ChainEvent[]> {
  const { rows } = await pool.query<Omit<ChainEvent, 'chainRunId'>>({
    name: 'read-chain-events',
    text: `SELECT number, kind, step, message, data, created_at AS "createdAt" FROM task_chain_events
           WHERE chain_log_id = $1 AND number > $2 AND number <= $3 ORDER BY number`,
    values: [chainRunId, after, upTo],
  });
  const id = BigInt(chainRunId);
  return rows.map((row) => ({ chainRunId: id, ...row }));
}

/**
 * How far a chain run's log reaches, the number of its final event, null while it may still grow, and whose run it is. Null:
 * no such run.
 */
export async function readEnd(
  pool: Pool,
  chainRunId: string,
): Promise<{ last: number; final: number | null; providerId: string | null } | null> {
  const { rows } = await pool.query<{ last: number; final: number | null; providerId: string | null }>(
    `SELECT run.last_event_number AS last, run.provider_id AS "providerId",
            (SELECT min(number) FROM task_chain_events WHERE chain_log_id = run.id AND kind = ANY($2)) AS final
     FROM task_chain_logs AS run WHERE run.id = $1`,
    [chainRunId, FINAL_EVENT_KINDS],
  );
  return rows[0] ?? null;
}

/** The newest event numbers of these chain runs; a run that is gone is left out. */
export async function readLastNumbers(pool: Pool, chainRunIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; last: number }>(
    'SELECT id, last_event_number AS last FROM task_chain_logs WHERE id = ANY($1::bigint[])',
    [chainRunIds],
  );
  return new Map(rows.map(({ id, last }) => [id, last]));
}

/** The newest event numbers of the newest chain runs. */
export async function readNewestRuns(pool: Pool, count: number): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; last: number }>(
    'SELECT id, last_event_number AS last FROM task_chain_logs ORDER BY id DESC LIMIT $1',
    [count],
  );
  return new Map(rows.map(({ id, last }) => [id, last]));
}

/** The providers of these chain runs, null for the installation's own; a run that is gone is left out. */
export async function readProviders(pool: Pool, chainRunIds: readonly string[]): Promise<Map<string, string | null>> {
  const { rows } = await pool.query<{ id: string; providerId: string | null }>(
    'SELECT id, provider_id AS "providerId" FROM task_chain_logs WHERE id = ANY($1::bigint[])',
    [chainRunIds],
  );
  return new Map(rows.map(({ id, providerId }) => [id, providerId]));
}
