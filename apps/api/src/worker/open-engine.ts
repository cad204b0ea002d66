import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { loadChains } from '../chains/registry.js';
import type { Dependencies } from '../dependencies.js';
import { createEventChannel } from '../events/create-event-channel.js';
import { createEventHub, type EventHub } from '../events/event-hub.js';
import { createJobQueue } from '../jobs/agenda.js';
import type { JobQueue } from '../jobs/job-queue.js';
import { createChainNotices } from '../modules/incidents/chain-notices.js';
import type { Chain } from '../workflow/chain.js';
import { createChainRegistry } from '../workflow/chain-registry.js';
import type { Engine } from '../workflow/engine.js';
import { createEngine } from './create-engine.js';

export interface OpenEngine {
  engine: Engine;
  /** Where the events of chain runs arrive in this process. */
  hub: EventHub;
  /** The job store, connected at the first use; after a failure the next use tries again. */
  queue(): Promise<JobQueue>;
  close(): Promise<void>;
}

/**
 * The engine of one process, with its job queue and events. Nothing is connected before it is needed: an API that only
 * answers questions does not ask the job store, and starts without it. Throws `ChainDeclarationError`.
 */
export function openEngine(deps: Dependencies, options: { chains?: readonly Chain[] } = {}): OpenEngine {
  const { settings, database, log } = deps;
  const chains = options.chains ? createChainRegistry(options.chains) : loadChains();
  const channel = createEventChannel({ eventsUrl: settings.eventsUrl, pool: database.pool, log });
  const hub = createEventHub({ pool: database.pool, channel, log });
  let opening: Promise<JobQueue> | undefined;
  const queue = () => {
    const { databaseUrl } = deps;
    opening ??= createJobQueue({ databaseUrl, jobsUrl: settings.jobsUrl, name: processName(), log, lockMs: JOB_LOCK_MS }).catch(
      (error: unknown) => {
        opening = undefined;
        throw error;
      },
    );
    return opening;
  };
  const engine = createEngine({
    deps,
    chains,
    queue: { send: async (job, payload, sendOptions) => (await queue()).send(job, payload, sendOptions) },
    notices: createChainNotices(deps, settings.alerts, chains),
    events: hub,
  });
  return {
    engine,
    hub,
    queue,
    close: async () => {
      await hub.close();
      const opened = await opening?.catch(() => undefined);
      await opened?.close();
    },
  };
}

/**
 * A job's lock is short, because Agenda keeps a process alive for half of it after its last job; whether a worker lives is
 * told by the step's own lease.
 */
const JOB_LOCK_MS = 4000;

/** Unlike that of any other process, on this machine or another (stack.md §6 defect 10). */
const processName = (): string => `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
