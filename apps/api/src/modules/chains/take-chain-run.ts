import type { Action } from '@rollcall/domain/permission/actions';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { isStranger } from '../../access/is-stranger.js';
import { requireMay } from '../../acts/require-may.js';
import { type ChainRunRow, lockChainRun, UnknownChainRunError } from '../../workflow/chain-run-row.js';

/**
 * Takes the chain run that somebody wants to act on for the rest of the transaction. Throws `UnknownChainRunError`, for a run
 * of a provider that they have nothing to do with too, and `ActRefusal` where their role does not allow it.
 */
export async function takeChainRun(
  transaction: PoolClient,
  { chainRunId, by, action }: { chainRunId: string; by: Principal; action: Action },
): Promise<ChainRunRow> {
  const run = await lockChainRun(transaction, chainRunId);
  const target = { providerId: run.providerId };
  if (isStranger(by, run.providerId)) throw new UnknownChainRunError(chainRunId);
  requireMay(by, action, target, 'chain run', ['input', 'chainRunId']);
  return run;
}
