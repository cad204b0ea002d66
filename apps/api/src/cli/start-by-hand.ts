import type { ChainMode } from '@rollcall/domain/chain/chain';
import type { PoolClient } from 'pg';
import { recordAct } from '../modules/chains/record-act.js';
import { startFromStepIn } from '../modules/chains/start-from-step.js';
import { inChainTransaction } from '../workflow/chain-transaction.js';
import type { Engine } from '../workflow/engine.js';
import { type StartOutcome, startChainRunIn } from '../workflow/start-chain-run.js';

/** Who the command line is in events and in the audit. */
export const COMMAND_LINE = { type: 'system', name: 'cli' } as const;

/** What an operator asked for at the command line. */
export interface HandStart {
  chain: string;
  /** Null for a chain of scope `system`. */
  providerId: string | null;
  mode: ChainMode;
  dryRun: boolean;
  /** `YYYY-MM-DD`; the present day in the provider's zone where absent, or that of the results which are used. */
  today?: string;
  /** Begin here with the results of an earlier run, or do this step alone. */
  at?: { step: string; only: boolean };
}

/**
 * Starts a chain run together with its audit. Throws what `startChainRun` and `startFromStep` throw, and
 * `ChainAlreadyRunningError`. Gives the new run's number.
 */
export async function startByHand(engine: Engine, wish: HandStart): Promise<string> {
  const outcome = await inChainTransaction(engine, async (transaction) => {
    const started = await startIn(engine, transaction, wish);
    if (started.kind !== 'already_running') {
      const { mode, dryRun, today = null, at = null } = wish;
      const facts = { chain: wish.chain, mode, dryRun, today, at };
      await recordAct(transaction, { action: 'chain_run.start', chainRunId: started.chainRunId, by: COMMAND_LINE, facts });
    }
    return started;
  });
  const number = startedNumber(outcome);
  if (outcome.kind !== 'already_running') await engine.wake(outcome.wakes);
  return number;
}

function startIn(engine: Engine, transaction: PoolClient, { at, today, ...wish }: HandStart): Promise<StartOutcome> {
  const common = { ...wish, requestedBy: COMMAND_LINE.name };
  if (at) return startFromStepIn(engine, transaction, { ...common, step: at.step, only: at.only });
  return startChainRunIn(engine, transaction, { ...common, trigger: 'manual', ...(today !== undefined && { today }) });
}

/** Another run of the chain is not over. */
export class ChainAlreadyRunningError extends Error {
  readonly remedy: string;
  constructor(
    readonly number: string,
    status: string,
  ) {
    super(`Chain run ${number} is in the way: it is ${status.replaceAll('_', ' ')}.`);
    this.name = 'ChainAlreadyRunningError';
    const first =
      status === 'awaiting_approval'
        ? `Decide about it: rollcall chain show ${number}`
        : `Watch it: rollcall chain watch ${number}`;
    this.remedy = `${first}; or stop it: rollcall chain cancel ${number}`;
  }
}

/** The number of the run that was started. Throws `ChainAlreadyRunningError`. */
export function startedNumber(outcome: StartOutcome): string {
  if (outcome.kind === 'already_running') throw new ChainAlreadyRunningError(outcome.chainRunId, outcome.status);
  return outcome.chainRunId;
}
