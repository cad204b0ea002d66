import { type ApprovalRequest, decideApprovalIn } from '../../workflow/approve-chain-run.js';
import { inChainTransaction } from '../../workflow/chain-transaction.js';
import type { Engine } from '../../workflow/engine.js';
import { type Actor, recordAct } from './record-act.js';

/** Decides about what a run waits with, together with the audit of that. Throws `UnknownChainRunError`, `RefusedError` where nothing waits. */
export async function decideRun(engine: Engine, wish: Omit<ApprovalRequest, 'by'> & { by: Actor }): Promise<{ step: string }> {
  const { by, decision, chainRunId, note } = wish;
  const { step, wakes } = await inChainTransaction(engine, async (transaction) => {
    const decided = await decideApprovalIn(engine, transaction, { ...wish, by: by.name });
    const facts = { step: decided.step, note: note ?? null };
    await recordAct(transaction, { action: `chain_run.${decision}`, chainRunId, by, facts });
    return decided;
  });
  await engine.wake(wakes);
  return { step };
}
