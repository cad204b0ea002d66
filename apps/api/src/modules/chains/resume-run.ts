import type { ResumeFrom } from '@rollcall/domain/chain/resume';
import type { Principal } from '@rollcall/domain/permission/principal';
import { inChainTransaction } from '../../workflow/chain-transaction.js';
import type { Engine } from '../../workflow/engine.js';
import { resumeChainRunIn } from '../../workflow/resume-chain-run.js';
import type { StartOutcome } from '../../workflow/start-chain-run.js';
import { recordAct } from './record-act.js';
import { takeChainRun } from './take-chain-run.js';

/**
 * Does an ended run again from where it failed, together with the audit of that. Throws `UnknownChainRunError`, `RefusedError`
 * where it cannot be, with what to do instead, and `ActRefusal`.
 */
export async function resumeRun(
  engine: Engine,
  wish: { chainRunId: string; from?: ResumeFrom; by: Principal },
): Promise<StartOutcome> {
  const { chainRunId, from = 'failure', by } = wish;
  const action = 'chain_run.resume';
  const outcome = await inChainTransaction(engine, async (transaction) => {
    const { providerId } = await takeChainRun(transaction, { chainRunId, by, action });
    const started = await resumeChainRunIn(engine, transaction, { chainRunId, from, by: by.name });
    if (started.kind !== 'already_running')
      await recordAct(transaction, {
        action,
        chainRunId: started.chainRunId,
        providerId,
        by,
        facts: { resumes: chainRunId, from: typeof from === 'string' ? from : { step: from.step } },
      });
    return started;
  });
  if (outcome.kind !== 'already_running') await engine.wake(outcome.wakes);
  return outcome;
}
