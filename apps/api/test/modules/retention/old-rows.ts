import { createTestDependencies, type TestDependencies } from '../../support/test-dependencies.js';

export type Row = Record<string, unknown>;

/** Sunday, 29 March 2026, 04:00 UTC. */
export const NOW = Date.parse('2026-03-29T04:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

/** So many days before `NOW`. */
export const daysAgo = (days: number): Date => new Date(NOW - days * DAY);

export interface BatchFacts {
  status?: string;
  /** Age in days. */
  age: number;
  onlySsgRunId?: string;
  chainRunId?: string;
  lines?: number;
}

export interface ChainRunFacts {
  status?: string;
  age: number;
  chain?: string;
  /** Null for a system chain. */
  providerId?: string | null;
  dryRun?: boolean;
  resumedFromId?: string;
  /** Step names with their status. */
  steps?: Record<string, string>;
  events?: number;
}

/** A database with logs of any age. */
export interface OldRows {
  deps: TestDependencies;
  providerId: string;
  rows(sql: string, values?: unknown[]): Promise<Row[]>;
  addBatch(facts: BatchFacts): Promise<string>;
  addChainRun(facts: ChainRunFacts): Promise<string>;
  /** Ids that are left, oldest first. */
  left(table: 'sync_batch' | 'task_chain_logs'): Promise<string[]>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

const UNFINISHED = ['running', 'queued', 'awaiting_approval'];

export async function createOldRows(): Promise<OldRows> {
  const deps = await createTestDependencies();
  const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => (await deps.database.pool.query(sql, values)).rows;
  const providerId = deps.newId();
  await rows(
    `INSERT INTO training_provider (id, uen, code, name) VALUES ($1, '201999999Z', '201999999Z-01', 'Invented Academy')`,
    [providerId],
  );
  return {
    deps,
    providerId,
    rows,
    addBatch: async ({ status = 'completed', age, onlySsgRunId, chainRunId, lines = 0 }) => {
      const id = deps.newId();
      await rows(
        `INSERT INTO sync_batch (id, provider_id, run_id, trigger, status, today, threshold_days, owner_token, started_at, completed_at, only_course_run_id, chain_run_id)
         VALUES ($1::uuid, $2, $1::uuid::text, 'cli', $3::text, '2026-01-01', 21, $1::uuid, $4::timestamptz, CASE WHEN $3::text <> 'running' THEN $4::timestamptz END, $5, $6)`,
        [id, providerId, status, daysAgo(age), onlySsgRunId ?? null, chainRunId ?? null],
      );
      await rows(
        `INSERT INTO upcoming_course_runs_log (id, provider_id, batch_id, run_id, course_run_id, course_code, course_title, status)
         SELECT gen_random_uuid(), $2::uuid, $1::uuid, $1::uuid::text, n::text, 'TGS-2099000001', 'Invented course', 'success' FROM generate_series(1, $3::int) AS n`,
        [id, providerId, lines],
      );
      await rows(`INSERT INTO sync_batch_course VALUES ($1, 'TGS-2099000001', 1, 1)`, [id]);
      await rows(
        `INSERT INTO change_set (id, provider_id, batch_id, phase, counts) VALUES ($1::uuid, $2, $1::uuid, 'sync', '{}')`,
        [id, providerId],
      );
      await rows(
        `INSERT INTO change (change_set_id, provider_id, entity_type, entity_id, field, owner, rule) VALUES ($1::uuid, $2, 'learner', $1::uuid, 'name', 'ssg', 'S0.15 new-enrolment')`,
        [id, providerId],
      );
      return id;
    },
    addChainRun: async (facts) => {
      const { status = 'completed', age, chain = 'tgs_daily', dryRun = false, resumedFromId, steps = {}, events = 0 } = facts;
      const completed = UNFINISHED.includes(status) ? null : daysAgo(age);
      const [run] = await rows(
        `INSERT INTO task_chain_logs (chain_name, status, started_at, completed_at, provider_id, trigger, requested_by, mode, today, dry_run, reason, resumed_from_id)
         VALUES ($1, $2, $3, $4, $5, 'schedule', 'system', 'full', '2026-01-01', $6, 'for a test', $7) RETURNING id::text AS id`,
        [
          chain,
          status,
          daysAgo(age),
          completed,
          facts.providerId === undefined ? providerId : facts.providerId,
          dryRun,
          resumedFromId ?? null,
        ],
      );
      const id = String(run?.id);
      for (const [step, stepStatus] of Object.entries(steps))
        await rows(
          `WITH step AS (INSERT INTO task_chain_steps (id, chain_log_id, step, position, tier, required, status, error) VALUES ($1, $2, $3, 1, 1, true, $4, 'for a test') RETURNING id)
           INSERT INTO task_chain_approval (id, chain_step_id, status, sentence, counts, samples) SELECT id, id, 'approved', 'for a test', '{}', '[]' FROM step`,
          [deps.newId(), id, step, stepStatus],
        );
      await rows(
        `INSERT INTO task_chain_events (chain_log_id, number, kind, message) SELECT $1::bigint, n, 'step_note', 'for a test' FROM generate_series(1, $2::int) AS n`,
        [id, events],
      );
      return id;
    },
    left: async (table) =>
      (await rows(`SELECT id::text AS id FROM ${table} ORDER BY started_at, id`)).map(({ id }) => String(id)),
    reset: async () => {
      await rows('TRUNCATE sync_batch, task_chain_logs, change_set, alert_delivery, incident, worker, audit_trail CASCADE');
    },
    close: () => deps.close(),
  };
}
