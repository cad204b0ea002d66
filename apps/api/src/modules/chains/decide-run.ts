import type { Principal } from '@rollcall/domain/permission/principal';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { type ApprovalRequest, decideApprovalIn } from '../../workflow/approve-chain-run.js';
import { inChainTransaction } from '../../workflow/chain-transaction.js';
import type { Engine } from '../../workflow/engine.js';
import { recordAct } from './record-act.js';
import { takeChainRun } from './take-chain-run.js';

/**
 * Decides about what a run waits with, together with the audit of that. Throws `UnknownChainRunError`, `RefusedError` where
 * nothing waits, `ActRefusal`.
 */
export async function decideRun(
  engine: Engine,
  wish: Omit<ApprovalRequest, 'by'> & { by: Principal },
): Promise<{ step: string }> {
  const { by, decision, chainRunId } = wish;
  const note = wish.note === undefined ? undefined : maskIdentifiersIn(wish.note);
  const { step, wakes } = await inChainTransaction(engine, async (transaction) => {
    const { providerId } = await takeChainRun(transaction, { chainRunId, by, action: 'chain_run.approve' });
    const decided = await decideApprovalIn(engine, transaction, { ...wish, ...(note !== undefined && { note }), by: by.name });
    await recordAct(transaction, {
      action: `chain_run.${decision}`,
      chainRunId,
      providerId,
      by,
      reason: note ?? null,
      facts: { step: decided.step, note: note ?? null },
    });
    return decided;
  });
  await engine.wake(wakes);
  return { step };
}
