import type { Principal } from '@rollcall/domain/permission/principal';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { cancelChainRunIn } from '../../workflow/cancel-chain-run.js';
import { inChainTransaction } from '../../workflow/chain-transaction.js';
import type { Engine } from '../../workflow/engine.js';
import { recordAct } from './record-act.js';
import { takeChainRun } from './take-chain-run.js';

/**
 * Asks a chain run to stop, together with the audit of that wish; asking twice changes nothing and is recorded once. Throws
 * `UnknownChainRunError`, `RefusedError` for a run that has ended, `ActRefusal`.
 */
export async function cancelRun(engine: Engine, wish: { chainRunId: string; by: Principal; reason?: string }): Promise<void> {
  const { chainRunId, by } = wish;
  const reason = wish.reason === undefined ? undefined : maskIdentifiersIn(wish.reason);
  const action = 'chain_run.cancel';
  const wakes = await inChainTransaction(engine, async (transaction) => {
    const { cancelRequested, providerId } = await takeChainRun(transaction, { chainRunId, by, action });
    const next = await cancelChainRunIn(engine, transaction, {
      chainRunId,
      by: by.name,
      ...(reason !== undefined && { reason }),
    });
    if (!cancelRequested)
      await recordAct(transaction, { action, chainRunId, providerId, by, ...(reason !== undefined && { reason }) });
    return next;
  });
  await engine.wake(wakes);
}
