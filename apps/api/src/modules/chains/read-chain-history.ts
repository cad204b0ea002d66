import type { ChainMode, ChainRunStatus, ChainTrigger } from '@rollcall/domain/chain/chain';
import type { Pool } from 'pg';

/** A chain run in a list: one that ran, one that runs, or a tick that was skipped. */
export interface ChainRunLine {
  /** The number of `task_chain_logs`, as text. */
  number: string;
  chain: string;
  /** Null in a chain of scope `system`. */
  provider: { id: string; uen: string; timeZone: string } | null;
  status: ChainRunStatus;
  reason: string | null;
  trigger: ChainTrigger;
  requestedBy: string;
  mode: ChainMode;
  dryRun: boolean;
  dueAt: Date | null;
  startedAt: Date;
  completedAt: Date | null;
  currentStep: string | null;
  resumedFrom: string | null;
  resolvedBy: string | null;
}

const LINE = `run.id::text AS number, chain_name AS chain, status, reason, trigger, requested_by AS "requestedBy", mode, dry_run AS "dryRun",
  due_at AS "dueAt", started_at AS "startedAt", completed_at AS "completedAt", current_step AS "currentStep",
  resumed_from_id::text AS "resumedFrom", resolved_by_id::text AS "resolvedBy",
  CASE WHEN provider.id IS NOT NULL THEN jsonb_build_object('id', provider.id, 'uen', provider.uen, 'timeZone', provider.time_zone) END AS provider`;

const FROM = `FROM task_chain_logs AS run LEFT JOIN training_provider AS provider ON provider.id = run.provider_id`;

const NEWEST = `
  SELECT ${LINE} ${FROM} WHERE ($1::text IS NULL OR chain_name = $1) AND ($2::uuid IS NULL OR run.provider_id = $2) ORDER BY run.id DESC LIMIT $3`;

/** The newest chain runs, those of skipped ticks among them. */
export async function readChainHistory(
  pool: Pool,
  filter: { chain?: string; providerId?: string; limit: number },
): Promise<ChainRunLine[]> {
  const { rows } = await pool.query<ChainRunLine>(NEWEST, [filter.chain ?? null, filter.providerId ?? null, filter.limit]);
  return rows;
}

const ACTIVE = `('queued', 'running', 'awaiting_approval')`;

const AT_WORK = `SELECT ${LINE} ${FROM} WHERE status IN ${ACTIVE} ORDER BY run.id`;

/** The chain runs that still have work before them, oldest first. */
export async function readChainRunsAtWork(pool: Pool): Promise<ChainRunLine[]> {
  return (await pool.query<ChainRunLine>(AT_WORK)).rows;
}

const LAST = `
  SELECT DISTINCT ON (chain_name, run.provider_id) ${LINE} ${FROM}
  WHERE status <> 'skipped' AND status NOT IN ${ACTIVE} AND NOT dry_run ORDER BY chain_name, run.provider_id, run.id DESC`;

/** Of each chain and provider the run that ended last. Dry runs and skipped ticks do not count. */
export async function readLastChainRuns(pool: Pool): Promise<ChainRunLine[]> {
  return (await pool.query<ChainRunLine>(LAST)).rows;
}
