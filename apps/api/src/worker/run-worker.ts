import { once } from 'node:events';
import type { Dependencies } from '../dependencies.js';
import { redactUrl } from '../jobs/redact-url.js';
import { createSenders } from '../modules/alerts/create-senders.js';
import { deliverPending } from '../modules/alerts/deliver-pending.js';
import { runExports } from '../modules/exports/run-exports.js';
import { deliverWebhooks } from '../modules/webhooks/deliver-webhooks.js';
import { queueWebhookDeliveries } from '../modules/webhooks/queue-webhook-deliveries.js';
import type { Chain } from '../workflow/chain.js';
import { deliverAlertsJob, deliverWebhooksJob, writeExportsJob } from './jobs.js';
import { openEngine } from './open-engine.js';
import type { RecurringWork } from './recurring-work.js';
import { startWorker } from './start-worker.js';

export interface RunWorkerOptions {
  /** Stops the worker: it takes no new steps, and gives back those at work at their next safe point. */
  signal: AbortSignal;
  onReady?: (worker: ReadyWorker) => void | Promise<void>;
  /** Steps at once; WORKER_CONCURRENCY where absent. */
  concurrency?: number;
  /** Other chains than Rollcall's own. */
  chains?: readonly Chain[];
}

export interface ReadyWorker {
  /** `host:pid` */
  name: string;
  concurrency: number;
  /** Where its jobs come from, fit for people: `PostgreSQL`, or `MongoDB at mongodb://…`, without user and password. */
  jobs: string;
}

/**
 * A worker from its start to its end: steps, schedules, the sweep and the messages that wait. Settles when all it had in
 * hand is given back. Throws `JobStoreUnavailableError` where the jobs' store does not answer at the start.
 */
export async function runWorker(deps: Dependencies, options: RunWorkerOptions): Promise<void> {
  const { settings } = deps;
  const { signal, concurrency = settings.worker.concurrency } = options;
  const open = openEngine(deps, options.chains ? { chains: options.chains } : {});
  try {
    const worker = await startWorker(open.engine, await open.queue(), {
      concurrency,
      leaseMs: settings.worker.leaseMs,
      recurring: recurringWork(deps),
    });
    try {
      await options.onReady?.({ name: worker.name, concurrency, jobs: jobsText(settings.jobsUrl) });
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      await worker.close();
    }
  } finally {
    await open.close();
  }
}

const SEND_EVERY_MS = 5000;

/** What a worker does besides chains. */
function recurringWork(deps: Dependencies): RecurringWork[] {
  const { pool } = deps.database;
  const senders = createSenders(deps.settings.alerts, deps.now);
  return [
    {
      job: deliverAlertsJob,
      everyMs: SEND_EVERY_MS,
      run: async (signal) => void (await deliverPending({ pool, deps, senders, signal })),
    },
    {
      job: deliverWebhooksJob,
      everyMs: SEND_EVERY_MS,
      run: async (signal) => {
        await queueWebhookDeliveries(deps, signal);
        await deliverWebhooks(deps, { signal });
      },
    },
    { job: writeExportsJob, everyMs: SEND_EVERY_MS, run: (signal) => runExports(deps, { signal }) },
  ];
}

function jobsText(jobsUrl: string | null): string {
  if (jobsUrl === null) return 'PostgreSQL';
  return `${jobsUrl.startsWith('mongodb') ? 'MongoDB' : 'PostgreSQL'} at ${redactUrl(jobsUrl)}`;
}
