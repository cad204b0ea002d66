import type { ChainMode } from '@rollcall/domain/chain/chain';
import type { PoolClient } from 'pg';
import { inChainTransaction } from '../../workflow/chain-transaction.js';
import type { Engine } from '../../workflow/engine.js';
import { type StartOutcome, startChainRunIn, WrongStartError } from '../../workflow/start-chain-run.js';
import { findProviderByUen } from '../training-providers/find-provider.js';
import { UnknownProviderError } from '../training-providers/resolve-provider.js';
import { type Actor, recordAct } from './record-act.js';
import { startFromStepIn } from './start-from-step.js';

/** A person's or a program's wish to run a chain now. */
export interface RunWish {
  chain: string;
  /** UEN; null for a chain of scope `system`. */
  provider: string | null;
  /** Null: everything, where the chain can; at a step, that of the run whose results are used. */
  mode: ChainMode | null;
  dryRun: boolean;
  /** Begin here, with the results of an earlier run for what comes before. */
  fromStep: string | null;
  /** Do this step alone. */
  onlyStep: string | null;
  by: Actor;
}

/**
 * Starts a chain run by hand, together with its audit. Throws `UnknownChainError`, `UnknownProviderError`, `WrongStartError`,
 * and `RefusedError` where there are no results to begin from.
 */
export async function startRun(engine: Engine, wish: RunWish): Promise<StartOutcome> {
  engine.chains.get(wish.chain);
  if (wish.fromStep !== null && wish.onlyStep !== null)
    throw new WrongStartError('fromStep and onlyStep exclude each other.', 'Give one of them.');
  const providerId = await providerIdOf(engine, wish.provider);
  const outcome = await inChainTransaction(engine, async (transaction) => {
    const started = await startIn(engine, transaction, { ...wish, providerId });
    if (started.kind !== 'already_running') {
      const { chain, mode, dryRun, fromStep, onlyStep, by } = wish;
      const facts = { chain, mode, dryRun, fromStep, onlyStep };
      await recordAct(transaction, { action: 'chain_run.start', chainRunId: started.chainRunId, by, facts });
    }
    return started;
  });
  if (outcome.kind !== 'already_running') await engine.wake(outcome.wakes);
  return outcome;
}

function startIn(engine: Engine, transaction: PoolClient, wish: RunWish & { providerId: string | null }): Promise<StartOutcome> {
  const { chain, providerId, dryRun, mode, by } = wish;
  const step = wish.onlyStep ?? wish.fromStep;
  const common = { chain, providerId, dryRun, requestedBy: by.name };
  if (step !== null)
    return startFromStepIn(engine, transaction, {
      ...common,
      step,
      only: wish.onlyStep !== null,
      ...(mode !== null && { mode }),
    });
  return startChainRunIn(engine, transaction, { ...common, trigger: 'manual', mode: mode ?? widestMode(engine, chain) });
}

const widestMode = (engine: Engine, chain: string): ChainMode => {
  const { modes } = engine.chains.get(chain).declaration;
  return modes.includes('full') ? 'full' : 'incremental';
};

async function providerIdOf(engine: Engine, uen: string | null): Promise<string | null> {
  if (uen === null) return null;
  const provider = await findProviderByUen(engine.deps.database.pool, uen.trim().toUpperCase());
  if (!provider) throw new UnknownProviderError(uen);
  return provider.id;
}
