import type { ChainMode } from '@rollcall/domain/chain/chain';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { isStranger } from '../../access/is-stranger.js';
import { requireMay } from '../../acts/require-may.js';
import { UnknownChainError } from '../../workflow/chain-registry.js';
import { inChainTransaction } from '../../workflow/chain-transaction.js';
import type { Engine } from '../../workflow/engine.js';
import { type StartOutcome, startChainRunIn } from '../../workflow/start-chain-run.js';
import { UnknownProviderError } from '../training-providers/unknown-provider.js';
import { recordAct } from './record-act.js';
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
  by: Principal;
}

/**
 * Starts a chain run by hand, together with its audit. Throws `UnknownChainError`, `UnknownProviderError`, `WrongStartError`,
 * `RefusedError` where there are no results to begin from, and `ActRefusal`.
 */
export async function startRun(engine: Engine, wish: RunWish): Promise<StartOutcome> {
  requireMayStart(engine, wish);
  const outcome = await inChainTransaction(engine, async (transaction) => {
    const started = await startIn(engine, transaction, wish);
    if (started.kind !== 'already_running') {
      const { chain, providerId, mode, dryRun, today = null, at, by } = wish;
      const facts = { chain, mode, dryRun, today, at: at ? { ...at } : null };
      await recordAct(transaction, { action: 'chain_run.start', chainRunId: started.chainRunId, providerId, by, facts });
    }
    return started;
  });
  if (outcome.kind !== 'already_running') await engine.wake(outcome.wakes);
  return outcome;
}

/** To those who have nothing to do with a provider, or with what belongs to none, there is no such provider, or chain. */
function requireMayStart(engine: Engine, { chain, providerId, by }: RunWish): void {
  const isForProvider = engine.chains.get(chain).declaration.scope === 'provider';
  // Without a provider it cannot start, and the start itself says so.
  if (isForProvider && providerId === null) return;
  const target = { providerId: isForProvider ? providerId : null };
  if (isStranger(by, target.providerId)) {
    if (isForProvider && providerId !== null) throw new UnknownProviderError({ id: providerId });
    throw new UnknownChainError(chain, namesForProviders(engine));
  }
  requireMay(by, 'chain_run.start', target, 'training provider', ['input', 'provider']);
}

const namesForProviders = ({ chains }: Engine): string[] =>
  chains.all.map(({ declaration }) => declaration).flatMap(({ name, scope }) => (scope === 'provider' ? [name] : []));

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
