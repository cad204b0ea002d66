import type { PoolClient } from 'pg';
import type { AlertSettings } from '../../../src/modules/alerts/alert-settings.js';
import { listDeliveries } from '../../../src/modules/alerts/list-deliveries.js';
import { closeIncidents } from '../../../src/modules/incidents/close-incidents.js';
import { type Incident, listIncidents } from '../../../src/modules/incidents/incident-row.js';
import { recordTroubles } from '../../../src/modules/incidents/record-troubles.js';
import { addProvider } from '../../../src/modules/training-providers/add-provider.js';
import { inTransaction } from '../../../src/persistence/transaction.js';
import type { Trouble } from '../../../src/workflow/step-handler.js';
import { createTestDependencies, type TestDependencies } from '../../support/test-dependencies.js';

export const OUTAGE: Trouble = {
  upstream: 'ssg',
  errorClass: 'SsgUnavailableError',
  endpoint: 'enrolments.search',
  message: 'SSG answered 503 to call 1 for run 1077800.',
  remedy: 'Try again later; the SSG status page tells about maintenance.',
  runsTouched: ['1077800'],
};

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

interface StepState {
  upstream?: string | null;
  status?: string;
  attempt?: number;
  warnings?: number;
}

/** A provider with two addresses to tell, a clock that a test sets, and chain runs without an engine. */
export interface IncidentWorld {
  deps: TestDependencies;
  settings: AlertSettings;
  provider: { id: string; name: string; alertEmails: string[] };
  /** Epoch milliseconds; what the modules take for now. */
  now: number;
  partsOf(chainRunId: string | null): {
    deps: { now: () => number; newId: () => string };
    settings: AlertSettings;
    provider: IncidentWorld['provider'];
    chainRunId: string | null;
  };
  inTransaction<T>(work: (transaction: PoolClient) => Promise<T>): Promise<T>;
  record(troubles: readonly Trouble[], chainRunId?: string | null): Promise<void>;
  close(chainRunId: string, step: string): Promise<number>;
  startChainRun(chainName?: string): Promise<string>;
  /** Writes how a step stands at this moment. */
  step(chainRunId: string, step: string, state: StepState): Promise<void>;
  incidents(): Promise<Incident[]>;
  /** Kinds of the messages in the outbox, oldest first, with their recipients. */
  told(): Promise<string[]>;
  empty(): Promise<void>;
}

export async function createIncidentWorld(): Promise<IncidentWorld> {
  const deps = await createTestDependencies();
  const { pool } = deps.database;
  const { id } = await addProvider(deps, { uen: 'T26ZZ0002A', name: 'Invented Academy' });
  const settings: AlertSettings = {
    from: 'alerts@example.org',
    emails: [],
    smtpUrl: null,
    captureFile: 'mail.jsonl',
    webhookUrl: null,
    webhookSecret: null,
  };
  const provider = { id, name: 'Invented Academy', alertEmails: ['lead@example.org', 'ops@example.org'] };
  const world: IncidentWorld = {
    deps,
    settings,
    provider,
    now: Date.parse('2026-11-22T18:00:00Z'),
    partsOf: (chainRunId) => ({ deps: { now: () => world.now, newId: deps.newId }, settings, provider, chainRunId }),
    inTransaction: (work) => inTransaction(pool, work),
    record: (troubles, chainRunId = null) =>
      world.inTransaction((transaction) => recordTroubles(transaction, world.partsOf(chainRunId), troubles)),
    close: (chainRunId, step) =>
      world.inTransaction((transaction) =>
        closeIncidents(transaction, { ...world.partsOf(chainRunId), chainRunId }, { chainName: 'tgs_daily', step }),
      ),
    startChainRun: async (chainName = 'tgs_daily') => {
      const { rows } = await pool.query<{ id: string }>(
        `INSERT INTO task_chain_logs (chain_name, provider_id, trigger, requested_by, mode, today, dry_run)
         VALUES ($1, $2, 'manual', 'cli', 'full', '2026-11-23', true) RETURNING id::text AS id`,
        [chainName, id],
      );
      return rows[0]?.id ?? '';
    },
    step: async (chainRunId, step, { upstream = 'ssg', status = 'completed', attempt = 1, warnings = 0 }) => {
      await pool.query(
        `INSERT INTO task_chain_steps (id, chain_log_id, step, position, tier, required, upstream, status, attempt, warnings, completed_at, error)
         VALUES ($1, $2, $3, 1, 1, true, $4, $5, $6, $7, CASE WHEN $5 IN ('completed', 'failed', 'reused') THEN to_timestamp($8 / 1000.0) END,
           CASE WHEN $5 = 'failed' THEN 'It failed.' END)
         ON CONFLICT (chain_log_id, step) DO UPDATE SET status = excluded.status, attempt = excluded.attempt, warnings = excluded.warnings,
           completed_at = excluded.completed_at, error = excluded.error`,
        [deps.newId(), chainRunId, step, upstream, status, attempt, warnings, world.now],
      );
    },
    incidents: () => listIncidents(pool),
    told: async () => (await listDeliveries(pool)).map(({ kind, recipient }) => `${kind} → ${recipient}`).toReversed(),
    empty: async () => {
      await pool.query('DELETE FROM alert_delivery');
      await pool.query('DELETE FROM incident');
      await pool.query('DELETE FROM task_chain_logs');
    },
  };
  return world;
}
