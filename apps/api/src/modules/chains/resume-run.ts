import type { ResumeFrom } from '@rollcall/domain/chain/resume';
import { inChainTransaction } from '../../workflow/chain-transaction.js';
import type { Engine } from '../../workflow/engine.js';
import { resumeChainRunIn } from '../../workflow/resume-chain-run.js';
import type { StartOutcome } from '../../workflow/start-chain-run.js';
import { type Actor, recordAct } from './record-act.js';

/**
 * Does an ended run again from where it failed, together with the audit of that. Throws `UnknownChainRunError`, `RefusedError`
 * where it cannot be, with what to do instead.
 */
export async function resumeRun(
  engine: Engine,
  wish: { chainRunId: string; from?: ResumeFrom; by: Actor },
): Promise<StartOutcome> {
  const { chainRunId, from = 'failure', by } = wish;
  const outcome = await inChainTransaction(engine, async (transaction) => {
    const started = await resumeChainRunIn(engine, transaction, { chainRunId, from, by: by.name });
    if (started.kind !== 'already_running')
      await recordAct(transaction, {
        action: 'chain_run.resume',
        chainRunId: started.chainRunId,
        by,
        facts: { resumes: chainRunId, from },
      });
    return started;
  });
  if (outcome.kind !== 'already_running') await engine.wake(outcome.wakes);
  return outcome;
}
