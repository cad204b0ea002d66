import type { Dependencies } from '../dependencies.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { ChainRegistry } from '../workflow/chain-registry.js';
import type { Engine, EngineNotices, StepWake } from '../workflow/engine.js';
import { chainStepJob } from './jobs.js';

/** The engine with a job queue behind it: a step that became ready is sent as a job. */
export function createEngine(parts: {
  deps: Dependencies;
  chains: ChainRegistry;
  queue: Pick<JobQueue, 'send'>;
  notices: EngineNotices;
  events: Engine['events'];
}): Engine {
  const { deps, queue } = parts;
  const wake = async (steps: readonly StepWake[]): Promise<void> => {
    for (const { chainRunId, step, at } of steps) {
      try {
        const key = `${chainRunId}/${step}`;
        await queue.send(chainStepJob, { chainRunId, step }, at === undefined ? { key } : { key, at });
      } catch (error) {
        // The step is ready in its row, whatever becomes of the message: the sweep finds it.
        deps.log.warn({ event: 'wake_not_sent', chainRun: chainRunId, step, err: error }, 'workers could not be told of a step');
      }
    }
  };
  return { deps, chains: parts.chains, notices: parts.notices, events: parts.events, wake };
}
