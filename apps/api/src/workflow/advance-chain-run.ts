import type { ChainDeclaration } from '@rollcall/domain/chain/chain';
import type { NextDecision } from '@rollcall/domain/chain/decide-next';
import { decideNext } from '@rollcall/domain/chain/decide-next';
import type { PoolClient } from 'pg';
import { appendEvents } from './append-events.js';
import { type ChainRunRow, factsOf, loadSteps, lockChainRun } from './chain-run-row.js';
import { endChainRun } from './end-chain-run.js';
import type { Engine, StepWake } from './engine.js';

const APPLY = `
  UPDATE task_chain_steps AS step SET status = decided.status, reason = decided.reason,
    ran_on_stale_inputs = step.ran_on_stale_inputs OR decided.stale,
    completed_at = CASE WHEN decided.status = 'ready' THEN NULL ELSE to_timestamp($3 / 1000.0) END
  FROM jsonb_to_recordset($2::jsonb) AS decided (step text, status text, reason text, stale boolean)
  WHERE step.chain_log_id = $1 AND step.step = decided.step`;

/** What is known of a chain that this release does not have. */
const UNDECLARED: ChainDeclaration = { name: '', title: '', scope: 'system', modes: [], maxResumeAgeMs: 0, steps: [] };

/**
 * Decides what comes next in a chain run and writes it: steps that became ready, were skipped or cancelled, or the end of
 * the run. The caller holds the run's lock; the steps to wake are told after the commit. A run of a chain that this release
 * does not have is left to a process that has it; to be cancelled it needs no declaration.
 */
export async function advanceChainRun(engine: Engine, transaction: PoolClient, run: ChainRunRow): Promise<StepWake[]> {
  const chain = engine.chains.find(run.chainName);
  if (!chain && !run.cancelRequested) return [];
  const steps = await loadSteps(transaction, run.id);
  const decision = decideNext(chain?.declaration ?? UNDECLARED, steps.map(factsOf), { cancelRequested: run.cancelRequested });
  await applyDecision(engine, transaction, run, decision);
  const wakes = decision.ready.map(({ step }) => ({ chainRunId: run.id, step }));
  if (decision.end === null) return wakes;
  const nextInLine = await endChainRun(engine, transaction, run, decision.end);
  return nextInLine === null ? wakes : [...wakes, ...(await startQueuedRun(engine, transaction, nextInLine))];
}

const START = `UPDATE task_chain_logs SET status = 'running', reason = NULL, started_at = to_timestamp($2 / 1000.0) WHERE id = $1 AND status = 'queued'`;

/** Begins a run that waited its turn. */
export async function startQueuedRun(engine: Engine, transaction: PoolClient, chainRunId: string): Promise<StepWake[]> {
  const { rowCount } = await transaction.query(START, [chainRunId, engine.deps.now()]);
  if (rowCount !== 1) return [];
  await appendEvents(transaction, chainRunId, [
    { kind: 'run_started', step: null, message: 'The run before it has ended; it begins.' },
  ]);
  return advanceChainRun(engine, transaction, await lockChainRun(transaction, chainRunId));
}

async function applyDecision(engine: Engine, transaction: PoolClient, run: ChainRunRow, decision: NextDecision): Promise<void> {
  const { ready, skip, cancel } = decision;
  const decided = [
    ...ready.map(({ step, ranOnStaleInputs }) => ({ step, status: 'ready', reason: null, stale: ranOnStaleInputs })),
    ...skip.map(({ step, reason }) => ({ step, status: 'skipped', reason, stale: false })),
    ...cancel.map((step) => ({ step, status: 'cancelled', reason: 'The run was cancelled.', stale: false })),
  ];
  if (decided.length === 0) return;
  await transaction.query(APPLY, [run.id, JSON.stringify(decided), engine.deps.now()]);
  const told = decided
    .filter(({ status }) => status !== 'ready')
    .map(({ step, status, reason }) => ({ kind: `step_${status}`, step, message: `${step} was ${status}: ${reason}` }));
  if (told.length > 0) await appendEvents(transaction, run.id, told);
}
