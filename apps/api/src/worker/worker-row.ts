import type { Pool } from 'pg';
import type { Dependencies } from '../dependencies.js';

const BEAT_MS = 5000;

/** A worker that has not been heard of for this long is dead, or its network is. */
const ALIVE = `interval '20 seconds'`;

/** What killed workers leave behind is of no use to anybody the next day. */
const FORGET = `DELETE FROM worker WHERE heartbeat_at < now() - interval '1 day'`;

/** Nothing of it throws: how visible a worker is must not decide whether it stops. */
export interface WorkerRow {
  draining(): Promise<void>;
  leave(): Promise<void>;
}

/** Makes the worker visible for as long as it lives. */
export async function joinWorkers(deps: Pick<Dependencies, 'database' | 'newId' | 'log'>, name: string): Promise<WorkerRow> {
  const { pool } = deps.database;
  const id = deps.newId();
  const say = async (sql: string) => {
    try {
      await pool.query(sql, [id]);
    } catch (error) {
      deps.log.warn({ event: 'worker_row_not_written', worker: name, err: error }, 'a worker could not say that it lives');
    }
  };
  await pool.query(FORGET);
  await pool.query('INSERT INTO worker (id, name) VALUES ($1, $2)', [id, name]);
  const timer = setInterval(() => void say('UPDATE worker SET heartbeat_at = now() WHERE id = $1'), BEAT_MS);
  return {
    draining: async () => {
      clearInterval(timer);
      await say('UPDATE worker SET draining = true, heartbeat_at = now() WHERE id = $1');
    },
    leave: async () => {
      clearInterval(timer);
      await say('DELETE FROM worker WHERE id = $1');
    },
  };
}

export interface LiveWorker {
  name: string;
  draining: boolean;
  /** Steps it has at the moment. */
  steps: number;
  startedAt: Date;
}

/** The workers that live, oldest first. */
export async function listLiveWorkers(pool: Pool): Promise<LiveWorker[]> {
  const { rows } = await pool.query<LiveWorker>(
    `SELECT name, draining, started_at AS "startedAt",
       (SELECT count(*)::int FROM task_chain_steps AS step WHERE step.worker = worker.name AND step.status = 'running') AS steps
     FROM worker WHERE heartbeat_at > now() - ${ALIVE} ORDER BY started_at, id`,
  );
  return rows;
}
