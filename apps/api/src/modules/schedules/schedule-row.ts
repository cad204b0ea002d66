import type { OverlapPolicy } from '@rollcall/domain/schedule/schedule';
import type { Pool, PoolClient } from 'pg';

/** A row of `scheduled_tasks`. Times are epoch milliseconds. */
export interface ScheduleRow {
  id: string;
  providerId: string | null;
  name: string;
  taskChain: string;
  /** 0 starts the whole chain; above, the step of that name alone. */
  chainOrder: number;
  cron: string | null;
  timeZone: string;
  overlapPolicy: OverlapPolicy;
  catchUpHours: number;
  fullWeekdays: number[];
  paused: boolean;
  pausedReason: string | null;
  decidedUntil: number;
  version: number;
}

const COLUMNS = `id, provider_id AS "providerId", name, task_chain AS "taskChain", chain_order AS "chainOrder", cron, time_zone AS "timeZone",
  overlap_policy AS "overlapPolicy", catch_up_hours AS "catchUpHours", full_weekdays AS "fullWeekdays", paused, paused_reason AS "pausedReason",
  (extract(epoch FROM decided_until) * 1000)::float8 AS "decidedUntil", version`;

/** Schedules of the given chains that may be due, that is all with a cron that were not decided up to `now`. */
export async function listTickingSchedules(
  pool: Pool,
  { now, chains }: { now: number; chains: readonly string[] },
): Promise<ScheduleRow[]> {
  const { rows } = await pool.query<ScheduleRow>(
    `SELECT ${COLUMNS} FROM scheduled_tasks WHERE cron IS NOT NULL AND task_chain = ANY($2) AND decided_until < to_timestamp($1 / 1000.0) ORDER BY decided_until, id`,
    [now, chains],
  );
  return rows;
}

/** Takes a schedule for the rest of the transaction; null where another process decides it now. */
export async function lockSchedule(transaction: PoolClient, id: string): Promise<ScheduleRow | null> {
  const { rows } = await transaction.query<ScheduleRow>(
    `SELECT ${COLUMNS} FROM scheduled_tasks WHERE id = $1 FOR UPDATE SKIP LOCKED`,
    [id],
  );
  return rows[0] ?? null;
}

/** The schedules of a provider and of the installation, in the order of their chains. */
export async function listSchedules(
  pool: Pool,
  filter: { providerId?: string; taskChain?: string } = {},
): Promise<ScheduleRow[]> {
  const { rows } = await pool.query<ScheduleRow>(
    `SELECT ${COLUMNS} FROM scheduled_tasks
     WHERE ($1::uuid IS NULL OR provider_id IS NULL OR provider_id = $1) AND ($2::text IS NULL OR task_chain = $2) AND task_chain IS NOT NULL
     ORDER BY task_chain, provider_id, chain_order`,
    [filter.providerId ?? null, filter.taskChain ?? null],
  );
  return rows;
}

/** A schedule by its row id, or null. */
export async function findSchedule(pool: Pool | PoolClient, id: string): Promise<ScheduleRow | null> {
  const { rows } = await pool.query<ScheduleRow>(`SELECT ${COLUMNS} FROM scheduled_tasks WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** As `findSchedule`, taken for the rest of the transaction: who changes it after another one sees what that one made of it. */
export async function takeSchedule(transaction: PoolClient, id: string): Promise<ScheduleRow | null> {
  const { rows } = await transaction.query<ScheduleRow>(`SELECT ${COLUMNS} FROM scheduled_tasks WHERE id = $1 FOR UPDATE`, [id]);
  return rows[0] ?? null;
}
