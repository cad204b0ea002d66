import { ACTIVE_CHAIN_RUN_STATUSES } from '@rollcall/domain/chain/chain';

/** Days that operational logs are kept (S4.10). */
const LOG_RETENTION_DAYS = 30;

/** Days that a worker without a sign of life is kept. */
const WORKER_RETENTION_DAYS = 1;

/** Days after which a request that is repeated under its idempotency key is a new one. */
const IDEMPOTENCY_RETENTION_DAYS = 7;

/** Rows of one table that have had their time. */
export interface Purge {
  /** What the counts call it. */
  name: string;
  table: string;
  /** Absent: the rows are deleted. A SET clause: they stay, and only let go of what is deleted after them. */
  unlink?: string;
  /** `$1` is the moment before which they are old. */
  condition: string;
  /** Columns by which the oldest rows go first; absent: in no order. */
  oldestFirst?: string;
  /** How long they are kept. */
  retentionDays: number;
}

const ACTIVE = ACTIVE_CHAIN_RUN_STATUSES.map((status) => `'${status}'`).join(', ');

/**
 * Batches that may go. Kept for good: one at work, or whose chain run is; the last success of each provider and scope, from
 * whose start the next incremental sync counts (X18, bug 50); and an interrupted one that is the newest of its scope.
 */
const OLD_BATCHES = `
  SELECT id FROM sync_batch WHERE completed_at < $1 AND status <> 'running'
    AND NOT EXISTS (SELECT FROM task_chain_logs AS run WHERE run.id = sync_batch.chain_run_id AND run.status IN (${ACTIVE}))
    AND id NOT IN (SELECT DISTINCT ON (provider_id, only_course_run_id) id FROM sync_batch WHERE status = 'completed'
      ORDER BY provider_id, only_course_run_id, started_at DESC, id DESC)
    AND NOT (status = 'interrupted' AND id IN (SELECT DISTINCT ON (provider_id, only_course_run_id) id FROM sync_batch
      ORDER BY provider_id, only_course_run_id, started_at DESC, id DESC))`;

/**
 * Chain runs that may go. Kept for good: one that still has work before it, or that such a one resumes; the last success of
 * each chain and provider; and whichever holds the last success of a step, for steps ask when they last succeeded (X18). A
 * dry run succeeded at nothing.
 */
const OLD_CHAIN_RUNS = `
  SELECT id FROM task_chain_logs WHERE completed_at < $1 AND status NOT IN (${ACTIVE})
    AND NOT EXISTS (SELECT FROM task_chain_logs AS resuming WHERE resuming.resumed_from_id = task_chain_logs.id AND resuming.status IN (${ACTIVE}))
    AND id NOT IN (SELECT DISTINCT ON (chain_name, provider_id) id FROM task_chain_logs WHERE status = 'completed' AND NOT dry_run
      ORDER BY chain_name, provider_id, id DESC)
    AND id NOT IN (SELECT DISTINCT ON (run.chain_name, run.provider_id, step.step) run.id
      FROM task_chain_steps AS step JOIN task_chain_logs AS run ON run.id = step.chain_log_id
      WHERE step.status = 'completed' AND NOT run.dry_run ORDER BY run.chain_name, run.provider_id, step.step, run.id DESC)`;

/**
 * Rows of the activity log that may go: the beginning of the log as readers see it. A row that is still there proves to
 * whoever goes on from it that nothing after it is gone, so no younger row is deleted before an older one.
 */
const OLD_ACTIVITY = `
  created_at < $1 AND transaction_id < coalesce(
    (SELECT transaction_id FROM activity WHERE created_at >= $1 ORDER BY transaction_id LIMIT 1), pg_snapshot_xmin(pg_current_snapshot()))`;

const ofOldBatch = `batch_id IN (${OLD_BATCHES})`;
const ofOldChainRun = `chain_log_id IN (${OLD_CHAIN_RUNS})`;
const ofOldStep = `chain_step_id IN (SELECT step.id FROM task_chain_steps AS step WHERE step.chain_log_id IN (${OLD_CHAIN_RUNS}))`;

/**
 * What the cleanup deletes, in this order: children before parents, so that no statement drags along more rows than it
 * counts. Logs of operation only. Audit trail, change sets, changes and everything about learners are not in it (X18): a
 * change set lets go of its batch and stays.
 */
export const OPERATIONAL_LOGS: readonly Purge[] = [
  { name: 'syncLogLines', table: 'upcoming_course_runs_log', condition: ofOldBatch, retentionDays: LOG_RETENTION_DAYS },
  { name: 'syncBatchCourses', table: 'sync_batch_course', condition: ofOldBatch, retentionDays: LOG_RETENTION_DAYS },
  {
    name: 'changeSetsUnlinked',
    table: 'change_set',
    unlink: 'batch_id = NULL',
    condition: ofOldBatch,
    retentionDays: LOG_RETENTION_DAYS,
  },
  { name: 'syncBatches', table: 'sync_batch', condition: `id IN (${OLD_BATCHES})`, retentionDays: LOG_RETENTION_DAYS },
  { name: 'chainEvents', table: 'task_chain_events', condition: ofOldChainRun, retentionDays: LOG_RETENTION_DAYS },
  { name: 'chainApprovals', table: 'task_chain_approval', condition: ofOldStep, retentionDays: LOG_RETENTION_DAYS },
  { name: 'chainSteps', table: 'task_chain_steps', condition: ofOldChainRun, retentionDays: LOG_RETENTION_DAYS },
  { name: 'chainRuns', table: 'task_chain_logs', condition: `id IN (${OLD_CHAIN_RUNS})`, retentionDays: LOG_RETENTION_DAYS },
  {
    name: 'alertDeliveries',
    table: 'alert_delivery',
    condition: `status IN ('sent', 'dead') AND coalesce(sent_at, created_at) < $1`,
    retentionDays: LOG_RETENTION_DAYS,
  },
  { name: 'incidents', table: 'incident', condition: `status = 'closed' AND closed_at < $1`, retentionDays: LOG_RETENTION_DAYS },
  {
    name: 'activity',
    table: 'activity',
    condition: OLD_ACTIVITY,
    oldestFirst: 'transaction_id, number',
    retentionDays: LOG_RETENTION_DAYS,
  },
  {
    name: 'webhookDeliveries',
    table: 'webhook_delivery',
    condition: `status IN ('sent', 'dead') AND coalesce(sent_at, created_at) < $1`,
    retentionDays: LOG_RETENTION_DAYS,
  },
  {
    name: 'idempotencyKeys',
    table: 'idempotency_key',
    condition: 'created_at < $1',
    retentionDays: IDEMPOTENCY_RETENTION_DAYS,
  },
  {
    name: 'exportChunks',
    table: 'data_export_chunk',
    condition: `export_id IN (SELECT id FROM data_export WHERE status = 'failed' OR expires_at < $1)`,
    // A file says itself how long it is kept.
    retentionDays: 0,
  },
  {
    name: 'exports',
    table: 'data_export',
    condition: `status IN ('completed', 'failed') AND created_at < $1`,
    retentionDays: LOG_RETENTION_DAYS,
  },
  { name: 'workers', table: 'worker', condition: 'heartbeat_at < $1', retentionDays: WORKER_RETENTION_DAYS },
];
