import { cancelChainRunIn } from '../../workflow/cancel-chain-run.js';
import { lockChainRun } from '../../workflow/chain-run-row.js';
import { inChainTransaction } from '../../workflow/chain-transaction.js';
import type { Engine } from '../../workflow/engine.js';
import { type Actor, recordAct } from './record-act.js';

/**
 * Asks a chain run to stop, together with the audit of that wish; asking twice changes nothing and is recorded once. Throws
 * `UnknownChainRunError`, `RefusedError` for a run that has ended.
 */
export async function cancelRun(engine: Engine, wish: { chainRunId: string; by: Actor; reason?: string }): Promise<void> {
  const { chainRunId, by, reason } = wish;
  const wakes = await inChainTransaction(engine, async (transaction) => {
    const { cancelRequested } = await lockChainRun(transaction, chainRunId);
    const next = await cancelChainRunIn(engine, transaction, {
      chainRunId,
      by: by.name,
      ...(reason !== undefined && { reason }),
    });
    if (!cancelRequested)
      await recordAct(transaction, {
        action: 'chain_run.cancel',
        chainRunId,
        by,
        ...(reason !== undefined && { facts: { reason } }),
      });
    return next;
  });
  await engine.wake(wakes);
}
