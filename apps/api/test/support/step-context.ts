import type { ChainMode, ChainRunStatus } from '@rollcall/domain/chain/chain';
import type { Dependencies } from '../../src/dependencies.js';
import { findProviderById } from '../../src/modules/training-providers/find-provider.js';
import { inTransaction } from '../../src/persistence/transaction.js';
import type { Chain } from '../../src/workflow/chain.js';
import {
  LeaseLostError,
  type RunOfStep,
  type StepContext,
  type StepHandler,
  type StepProgress,
  type StepResult,
} from '../../src/workflow/step-handler.js';
import { TODAY } from './sync-world-constants.js';

/** A claimed step, and what its handler told while it worked. */
export interface TestStepContext extends StepContext {
  told: { progress: StepProgress[]; notes: string[] };
}

export interface ClaimOptions {
  /** The process that works; the chain's own where absent. */
  deps?: Dependencies;
  attempt?: number;
  approved?: StepContext['step']['approved'];
  signal?: AbortSignal;
}

/** A chain run whose steps a test drives by hand: its rows are real, and so are the leases. */
export interface TestChainRun {
  run: RunOfStep;
  /** Results of the steps done so far; set them to reuse those of another run. */
  outputs: Record<string, unknown>;
  /** Gives the step a new lease, as a worker that claims it or takes it over does. */
  claim(step: string, options?: ClaimOptions): Promise<TestStepContext>;
  /** Records a result as the engine does: together with its database work, under the lease. */
  settle(context: StepContext, result: StepResult): Promise<StepResult>;
  /** Claims a step, does it and records it. */
  work(step: string, handler: StepHandler, options?: ClaimOptions): Promise<StepResult>;
  end(status: ChainRunStatus, onEnd?: Chain['onEnd']): Promise<void>;
}

export interface TestChainRunOptions {
  providerId: string | null;
  chainName?: string;
  mode?: ChainMode;
  today?: string;
  dryRun?: boolean;
  resumedFrom?: TestChainRun;
  /** Takes up a run that another process began. */
  id?: string;
}

const INSERT_RUN = `
  INSERT INTO task_chain_logs (chain_name, provider_id, trigger, requested_by, mode, today, dry_run, resumed_from_id)
  VALUES ($1, $2, $3, 'test', $4, $5, $6, $7) RETURNING id::text AS id`;

const CLAIM = `
  INSERT INTO task_chain_steps (id, chain_log_id, step, position, tier, required, status, attempt, lease_token, lease_until)
  VALUES ($1, $2, $3, 0, 1, true, 'running', $4, $5, now() + interval '1 minute')
  ON CONFLICT (chain_log_id, step) DO UPDATE SET status = 'running', attempt = $4, lease_token = $5, lease_until = excluded.lease_until
  RETURNING id, checkpoint`;

const HOLD = `SELECT FROM task_chain_steps WHERE id = $1 AND lease_token = $2 AND status = 'running' FOR SHARE`;
const CHECKPOINT = `UPDATE task_chain_steps SET checkpoint = $3::jsonb WHERE id = $1 AND lease_token = $2 AND status = 'running'`;
const SETTLE = `UPDATE task_chain_steps SET status = $2, output = $3::jsonb, lease_token = NULL, lease_until = NULL WHERE id = $1`;
const CHECKPOINT_BEFORE = `SELECT checkpoint FROM task_chain_steps WHERE chain_log_id = $1 AND step = $2`;
const END = `UPDATE task_chain_logs SET status = $2, completed_at = now() WHERE id = $1`;

export async function startTestChain(deps: Dependencies, options: TestChainRunOptions): Promise<TestChainRun> {
  const { pool } = deps.database;
  const { chainName = 'tgs_daily', mode = 'full', today = TODAY, dryRun = false, resumedFrom, providerId } = options;
  const trigger = resumedFrom ? ('resume' as const) : ('manual' as const);
  const resumedFromId = resumedFrom?.run.id ?? null;
  const id =
    options.id ?? (await pool.query(INSERT_RUN, [chainName, providerId, trigger, mode, today, dryRun, resumedFromId])).rows[0].id;
  const run: RunOfStep = { id, chainName, mode, trigger, today, dryRun, dueAt: deps.now(), resumedFromId };
  const outputs: Record<string, unknown> = {};

  const claim = async (step: string, claimed: ClaimOptions = {}): Promise<TestStepContext> => {
    const { attempt = 1, approved = null, signal = new AbortController().signal } = claimed;
    const leaseToken = deps.newId();
    const { rows } = await pool.query(CLAIM, [deps.newId(), id, step, attempt, leaseToken]);
    const before = await pool.query(CHECKPOINT_BEFORE, [resumedFromId, step]);
    const told: TestStepContext['told'] = { progress: [], notes: [] };
    const stepId: string = rows[0].id;
    return {
      deps: claimed.deps ?? deps,
      run,
      provider: providerId === null ? null : await findProviderById(pool, providerId),
      step: { id: stepId, name: step, attempt, checkpoint: rows[0].checkpoint ?? before.rows[0]?.checkpoint ?? null, approved },
      outputs: { ...outputs },
      leaseToken,
      signal,
      told,
      progress: (progress) => void told.progress.push(progress),
      saveCheckpoint: async (checkpoint) => {
        const { rowCount } = await pool.query(CHECKPOINT, [stepId, leaseToken, JSON.stringify(checkpoint)]);
        if (rowCount !== 1) throw new LeaseLostError(step);
      },
      note: async (message) => void told.notes.push(message),
      inTransaction: (work) =>
        inTransaction(pool, async (transaction) => {
          const held = await transaction.query(HOLD, [stepId, leaseToken]);
          if (held.rowCount !== 1) throw new LeaseLostError(step);
          return work(transaction);
        }),
    };
  };

  const settle = (context: StepContext, result: StepResult): Promise<StepResult> =>
    context.inTransaction(async (transaction) => {
      if (result.kind === 'awaiting_approval') {
        await transaction.query(SETTLE, [context.step.id, 'awaiting_approval', null]);
        return result;
      }
      const applied = (await result.apply?.(transaction)) ?? {};
      outputs[context.step.name] = applied.output ?? result.output ?? null;
      await transaction.query(SETTLE, [context.step.id, 'completed', JSON.stringify(outputs[context.step.name])]);
      return { ...result, ...applied };
    });

  return {
    run,
    outputs,
    claim,
    settle,
    work: async (step, handler, claimed) => {
      const context = await claim(step, claimed);
      return settle(context, await handler(context));
    },
    end: (status, onEnd) =>
      inTransaction(pool, async (transaction) => {
        await onEnd?.(transaction, { id, status });
        await transaction.query(END, [id, status]);
      }),
  };
}
