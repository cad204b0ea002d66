import type { ExplicitRun } from '@rollcall/ssg/simulator/dataset-explicit';
import { changeEnrolment } from '@rollcall/ssg/simulator/staff';
import { reconcileCancellationsStep } from '../../src/chains/tgs-daily/reconcile-cancellations-step.js';
import { findProviderById } from '../../src/modules/training-providers/find-provider.js';
import { inTransaction } from '../../src/persistence/transaction.js';
import { LeaseLostError, type StepContext, type StepResult } from '../../src/workflow/step-handler.js';
import { createSyncWorld, type Row, type SyncWorld, TODAY } from '../support/sync-world.js';

/** A run that began ten days ago, one in the sync's window, one beyond it, and one too long ago. */
export const STARTED = 850001;
export const IN_WINDOW = 850002;
export const LATER = 850003;
export const LONG_AGO = 850004;
const RUNS = [
  { id: STARTED, startDate: '2026-02-20', references: ['ENR-2602-000001', 'ENR-2602-000002', 'ENR-2602-000003'] },
  { id: IN_WINDOW, startDate: '2026-03-09', references: ['ENR-2602-000004'] },
  { id: LATER, startDate: '2026-04-20', references: ['ENR-2602-000005', 'ENR-2602-000006'] },
  { id: LONG_AGO, startDate: '2026-01-10', references: ['ENR-2602-000007'] },
];

/** When the enrolments change at SSG: the day before. */
export const CHANGED_AT = Date.parse('2026-03-01T12:00:00+08:00');
const NOW = Date.parse(`${TODAY}T02:30:00+08:00`);

export interface ReconcileWorld extends SyncWorld {
  /** Runs the step once, in a chain run of its own. */
  reconcile(options?: ReconcileOptions): Promise<StepResult>;
  cancelAtSsg(...references: string[]): void;
  /** Reference number to status. */
  statuses(): Promise<Record<string, string>>;
}

export interface ReconcileOptions {
  mode?: 'full' | 'incremental';
  dryRun?: boolean;
  approved?: NonNullable<StepContext['step']['approved']>['counts'];
  signal?: AbortSignal;
  /** Runs before the step writes, with the step's row id. */
  beforeWriting?: (stepId: string) => Promise<unknown>;
}

/** A provider whose runs are here as SSG had them a while ago, and limits that let every share through. */
export async function createReconcileWorld(more: ExplicitRun[] = []): Promise<ReconcileWorld> {
  // Batches are named by their millisecond.
  let clock = NOW;
  const world = await createSyncWorld({
    runs: [...RUNS.map(withEnrolments), ...more],
    overrides: { now: () => clock++ },
  });
  for (const { id } of [...RUNS, ...more]) await world.sync({ onlySsgRunId: String(id) });
  await world.rows('UPDATE training_provider SET max_cancels_percent = 100');
  world.simulator.calls.clear();
  return {
    ...world,
    reconcile: (options) => reconcile(world, options),
    cancelAtSsg: (...references) => {
      for (const referenceNumber of references)
        changeEnrolment(world.simulator.state, { action: 'cancel', referenceNumber }, CHANGED_AT);
    },
    statuses: async () => {
      const rows = await world.rows('SELECT enrolment_id, enrolment_status FROM enrollment ORDER BY enrolment_id');
      return Object.fromEntries(rows.map((row) => [String(row.enrolment_id), String(row.enrolment_status)]));
    },
  };
}

const withEnrolments = ({ references, ...run }: (typeof RUNS)[number]): ExplicitRun => ({
  ...run,
  enrolments: references.map((referenceNumber) => ({ referenceNumber })),
});

/** A chain run with this step at work, the step's handler, and what the engine would write at the end. */
async function reconcile(world: SyncWorld, options: ReconcileOptions = {}): Promise<StepResult> {
  const { deps, providerId, rows } = world;
  const { mode = 'full', dryRun = false, approved } = options;
  const leaseToken = deps.newId();
  const stepId = deps.newId();
  const [chainRun] = await rows(
    `INSERT INTO task_chain_logs (chain_name, provider_id, trigger, requested_by, mode, today, dry_run, started_at)
     VALUES ('tgs_daily', $1, 'schedule', 'system', $2, $3, $4, to_timestamp($5 / 1000.0)) RETURNING id::text`,
    [providerId, mode, TODAY, dryRun, NOW],
  );
  const runId = String(chainRun?.id);
  await rows(
    `INSERT INTO task_chain_steps (id, chain_log_id, step, position, tier, status, required, started_at, lease_token, lease_until)
     VALUES ($1, $2, 'reconcile_cancellations', 4, 4, 'running', false, to_timestamp($3 / 1000.0), $4, now() + interval '1 minute')`,
    [stepId, runId, NOW, leaseToken],
  );
  const context: StepContext = {
    deps,
    run: { id: runId, chainName: 'tgs_daily', mode, trigger: 'schedule', today: TODAY, dryRun, dueAt: NOW, resumedFromId: null },
    provider: await findProviderById(deps.database.pool, providerId),
    step: {
      id: stepId,
      name: 'reconcile_cancellations',
      attempt: 1,
      checkpoint: null,
      approved: approved ? { approvalId: deps.newId(), counts: approved, by: 'ops@example.org' } : null,
    },
    outputs: {},
    leaseToken,
    signal: options.signal ?? new AbortController().signal,
    progress: () => undefined,
    saveCheckpoint: async () => undefined,
    note: async () => undefined,
    inTransaction: async (work) => {
      await options.beforeWriting?.(stepId);
      return inTransaction(deps.database.pool, async (transaction) => {
        const held = await transaction.query(
          `SELECT FROM task_chain_steps WHERE id = $1 AND lease_token = $2 AND status = 'running' FOR UPDATE`,
          [stepId, leaseToken],
        );
        if (held.rowCount !== 1) throw new LeaseLostError('reconcile_cancellations');
        return work(transaction);
      });
    },
  };
  try {
    const result = await reconcileCancellationsStep(context);
    await settle(rows, { runId, stepId }, result.kind === 'completed' ? 'completed' : 'cancelled');
    return result;
  } catch (error) {
    await settle(rows, { runId, stepId }, 'failed');
    throw error;
  }
}

async function settle(
  rows: (sql: string, values?: unknown[]) => Promise<Row[]>,
  { runId, stepId }: { runId: string; stepId: string },
  status: 'completed' | 'cancelled' | 'failed',
): Promise<void> {
  await rows(
    `UPDATE task_chain_steps SET status = $2, lease_token = NULL, lease_until = NULL, error = CASE WHEN $2 = 'failed' THEN 'It failed.' END WHERE id = $1`,
    [stepId, status],
  );
  await rows('UPDATE task_chain_logs SET status = $2, completed_at = now() WHERE id = $1', [runId, status]);
}
