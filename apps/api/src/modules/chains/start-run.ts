import type { ChainMode } from '@rollcall/domain/chain/chain';
import type { PoolClient } from 'pg';
import { inChainTransaction } from '../../workflow/chain-transaction.js';
import type { Engine } from '../../workflow/engine.js';
import { type StartOutcome, startChainRunIn } from '../../workflow/start-chain-run.js';
import { type Actor, recordAct } from './record-act.js';
import { startFromStepIn } from './start-from-step.js';

/** A person's or a program's wish to run a chain now. */
export interface RunWish {
  chain: string;
  /** Null for a chain of scope `system`. */
  providerId: string | null;
  /** Null: everything, where the chain can; at a step, that of the run whose results are used. */
  mode: ChainMode | null;
  dryRun: boolean;
  /** `YYYY-MM-DD`; the present day in the provider's zone where absent, or that of the results which are used. */
  today?: string;
  /** Begin here with the results of an earlier run, or do this step alone. */
  at?: { step: string; only: boolean };
  by: Actor;
}

/**
 * Starts a chain run by hand, together with its audit. Throws `UnknownChainError`, `UnknownProviderError`, `WrongStartError`,
 * and `RefusedError` where there are no results to begin from.
 */
export async function startRun(engine: Engine, wish: RunWish): Promise<StartOutcome> {
  const outcome = await inChainTransaction(engine, async (transaction) => {
    const started = await startIn(engine, transaction, wish);
    if (started.kind !== 'already_running') {
      const { chain, mode, dryRun, today = null, at = null, by } = wish;
      const facts = { chain, mode, dryRun, today, at };
      await recordAct(transaction, { action: 'chain_run.start', chainRunId: started.chainRunId, by, facts });
    }
    return started;
  });
  if (outcome.kind !== 'already_running') await engine.wake(outcome.wakes);
  return outcome;
}

function startIn(engine: Engine, transaction: PoolClient, wish: RunWish): Promise<StartOutcome> {
  const { chain, providerId, dryRun, mode, today, at, by } = wish;
  const common = { chain, providerId, dryRun, requestedBy: by.name };
  if (at) return startFromStepIn(engine, transaction, { ...common, ...at, ...(mode !== null && { mode }) });
  return startChainRunIn(engine, transaction, {
    ...common,
    trigger: 'manual',
    mode: mode ?? widestMode(engine, chain),
    ...(today !== undefined && { today }),
  });
}

const widestMode = (engine: Engine, chain: string): ChainMode => {
  const { modes } = engine.chains.get(chain).declaration;
  return modes.includes('full') ? 'full' : 'incremental';
};
