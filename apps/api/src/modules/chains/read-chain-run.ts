import type { ChainMode, ChainRunStatus, ChainTrigger, StepStatus } from '@rollcall/domain/chain/chain';
import type { Pool } from 'pg';
import { UnknownChainRunError } from '../../workflow/chain-run-row.js';
import type { ApprovalCounts, ApprovalSample } from '../../workflow/step-handler.js';

/** A chain run with its steps, as people look at it. */
export interface ChainRunReport {
  /** The number of `task_chain_logs`, as text. */
  number: string;
  chain: string;
  /** Null in a chain of scope `system`. */
  provider: { id: string; uen: string; name: string; timeZone: string } | null;
  status: ChainRunStatus;
  reason: string | null;
  error: string | null;
  remedy: string | null;
  trigger: ChainTrigger;
  requestedBy: string;
  mode: ChainMode;
  /** `YYYY-MM-DD` */
  today: string;
  dryRun: boolean;
  dueAt: Date | null;
  startedAt: Date;
  completedAt: Date | null;
  cancelRequestedBy: string | null;
  resumedFrom: string | null;
  resolvedBy: string | null;
  /** Runs that resume this one, newest first. */
  resumedAs: string[];
  lastEventNumber: number;
  steps: StepReport[];
}

export interface StepReport {
  step: string;
  tier: number;
  status: StepStatus;
  required: boolean;
  upstream: string | null;
  leftOut: boolean;
  /** How often it was begun. */
  attempts: number;
  interruptions: number;
  notBefore: Date | null;
  startedAt: Date | null;
  completedAt: Date | null;
  worker: string | null;
  progress: { done: number; total: number | null } | null;
  counts: Record<string, number> | null;
  warnings: number;
  callsMade: number;
  callsPredicted: number | null;
  ranOnStaleInputs: boolean;
  reason: string | null;
  error: string | null;
  remedy: string | null;
  /** What a person is to decide, or decided last. */
  approval: ApprovalReport | null;
}

export interface ApprovalReport {
  status: 'waiting' | 'approved' | 'rejected' | 'superseded';
  sentence: string;
  counts: ApprovalCounts;
  samples: ApprovalSample[];
  decidedBy: string | null;
  note: string | null;
}

const STEP = `
  jsonb_build_object('step', step.step, 'tier', step.tier, 'status', step.status, 'required', step.required, 'upstream', step.upstream, 'leftOut', step.left_out,
    'attempts', step.attempt, 'interruptions', step.interruptions, 'notBefore', step.not_before, 'startedAt', step.started_at,
    'completedAt', step.completed_at, 'worker', step.worker, 'progress', step.progress, 'counts', step.counts, 'warnings', step.warnings,
    'callsMade', step.calls_made, 'callsPredicted', step.calls_predicted, 'ranOnStaleInputs', step.ran_on_stale_inputs,
    'reason', step.reason, 'error', step.error, 'remedy', step.remedy, 'approval', approval.report)`;

const APPROVAL = `
  SELECT jsonb_build_object('status', status, 'sentence', sentence, 'counts', counts, 'samples', samples, 'decidedBy', decided_by, 'note', note) AS report
  FROM task_chain_approval WHERE chain_step_id = step.id ORDER BY requested_at DESC, id DESC LIMIT 1`;

const RUN = `
  SELECT run.id::text AS number, chain_name AS chain, status, reason, error_message AS error, remedy, trigger, requested_by AS "requestedBy", mode,
    today::text AS today, dry_run AS "dryRun", due_at AS "dueAt", started_at AS "startedAt", completed_at AS "completedAt",
    cancel_requested_by AS "cancelRequestedBy", resumed_from_id::text AS "resumedFrom", resolved_by_id::text AS "resolvedBy",
    last_event_number AS "lastEventNumber",
    CASE WHEN provider.id IS NOT NULL THEN jsonb_build_object('id', provider.id, 'uen', provider.uen, 'name', provider.name, 'timeZone', provider.time_zone) END AS provider,
    ARRAY(SELECT later.id::text FROM task_chain_logs AS later WHERE later.resumed_from_id = run.id ORDER BY later.id DESC) AS "resumedAs",
    (SELECT coalesce(jsonb_agg(${STEP} ORDER BY step.position), '[]') FROM task_chain_steps AS step
      LEFT JOIN LATERAL (${APPROVAL}) AS approval ON true WHERE step.chain_log_id = run.id) AS steps
  FROM task_chain_logs AS run LEFT JOIN training_provider AS provider ON provider.id = run.provider_id WHERE run.id = $1`;

const NUMBER = /^[1-9]\d{0,17}$/;

type StepJson = Omit<StepReport, 'notBefore' | 'startedAt' | 'completedAt'> &
  Record<'notBefore' | 'startedAt' | 'completedAt', string | null>;

/** A chain run and all its steps in one statement, so that they are of one moment. Throws `UnknownChainRunError`. */
export async function readChainRun(pool: Pool, number: string): Promise<ChainRunReport> {
  const { rows } = NUMBER.test(number)
    ? await pool.query<Omit<ChainRunReport, 'steps'> & { steps: StepJson[] }>(RUN, [number])
    : { rows: [] };
  const [run] = rows;
  if (!run) throw new UnknownChainRunError(number);
  return { ...run, steps: run.steps.map(stepOf) };
}

/** Times inside of JSON are texts. */
const stepOf = (step: StepJson): StepReport => ({
  ...step,
  notBefore: dateOf(step.notBefore),
  startedAt: dateOf(step.startedAt),
  completedAt: dateOf(step.completedAt),
});

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
