import type { ChainMode, ChainRunStatus, ChainTrigger, StepFacts, StepStatus } from '@rollcall/domain/chain/chain';
import type { Pool, PoolClient } from 'pg';

/** A row of `task_chain_logs` as the engine works on it. Times are epoch milliseconds. */
export interface ChainRunRow {
  /** A bigint, as text. */
  id: string;
  chainName: string;
  status: ChainRunStatus;
  providerId: string | null;
  scheduleId: string | null;
  trigger: ChainTrigger;
  mode: ChainMode;
  today: string;
  dryRun: boolean;
  startedAt: number;
  dueAt: number | null;
  completedAt: number | null;
  resumedFromId: string | null;
  cancelRequested: boolean;
}

/** A row of `task_chain_steps` as the engine works on it. */
export interface StepRow {
  id: string;
  step: string;
  status: StepStatus;
  required: boolean;
  upstream: string | null;
  leftOut: boolean;
  attempt: number;
  interruptions: number;
  warnings: number;
  /** By all who worked on it so far. */
  callsMade: number;
  ranOnStaleInputs: boolean;
  checkpoint: unknown;
  output: unknown;
  error: string | null;
  remedy: string | null;
  completedAt: number | null;
}

const epoch = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

const RUN = `id::text AS id, chain_name AS "chainName", status, provider_id AS "providerId", scheduled_task_id AS "scheduleId", trigger, mode,
  today::text AS today, dry_run AS "dryRun", ${epoch('started_at')} AS "startedAt", ${epoch('due_at')} AS "dueAt",
  ${epoch('completed_at')} AS "completedAt", resumed_from_id::text AS "resumedFromId", cancel_requested_at IS NOT NULL AS "cancelRequested"`;

const STEP = `id, step, status, required, upstream, left_out AS "leftOut", attempt, interruptions, warnings, calls_made AS "callsMade", ran_on_stale_inputs AS "ranOnStaleInputs",
  checkpoint, output, error, remedy, ${epoch('completed_at')} AS "completedAt"`;

/** No chain run has the given number. */
export class UnknownChainRunError extends Error {
  readonly remedy = 'List the chain runs with: rollcall chain history';
  constructor(id: string) {
    super(`There is no chain run ${id}.`);
    this.name = 'UnknownChainRunError';
  }
}

/** Bigints are compared as such; anything else names no run. */
const NUMBER = /^[1-9]\d{0,17}$/;

/**
 * Takes a chain run for the rest of the transaction. All writes to a run, its steps and its events happen under this lock,
 * so decisions see one state, and events are numbered in the order of their commits. Throws `UnknownChainRunError`.
 */
export async function lockChainRun(transaction: PoolClient, id: string): Promise<ChainRunRow> {
  const { rows } = NUMBER.test(id)
    ? await transaction.query<ChainRunRow>(`SELECT ${RUN} FROM task_chain_logs WHERE id = $1 FOR UPDATE`, [id])
    : { rows: [] };
  if (!rows[0]) throw new UnknownChainRunError(id);
  return rows[0];
}

/** A chain run as it is now. Throws `UnknownChainRunError`. */
export async function findChainRun(db: Pool | PoolClient, id: string): Promise<ChainRunRow> {
  const { rows } = NUMBER.test(id)
    ? await db.query<ChainRunRow>(`SELECT ${RUN} FROM task_chain_logs WHERE id = $1`, [id])
    : { rows: [] };
  if (!rows[0]) throw new UnknownChainRunError(id);
  return rows[0];
}

/** The steps of a chain run in the order of their declaration. */
export async function loadSteps(db: Pool | PoolClient, chainRunId: string): Promise<StepRow[]> {
  const { rows } = await db.query<StepRow>(`SELECT ${STEP} FROM task_chain_steps WHERE chain_log_id = $1 ORDER BY position`, [
    chainRunId,
  ]);
  return rows;
}

export const factsOf = (row: StepRow): StepFacts => ({
  name: row.step,
  status: row.status,
  attempts: row.attempt,
  interruptions: row.interruptions,
  warnings: row.warnings,
  ranOnStaleInputs: row.ranOnStaleInputs,
  leftOut: row.leftOut,
});
