import { hostname } from 'node:os';
import type { JobHandler } from '../jobs/job.js';
import type { JobQueue, RecurringJob } from '../jobs/job-queue.js';
import { decideDueTicks } from '../modules/schedules/decide-due-ticks.js';
import { ensureSchedules } from '../modules/schedules/ensure-schedules.js';
import { warnOfUnknownChains } from '../modules/schedules/warn-of-unknown-chains.js';
import type { Engine } from '../workflow/engine.js';
import { StepStoppedError } from '../workflow/step-handler.js';
import { sweep } from '../workflow/sweep.js';
import { workStep } from '../workflow/work-step.js';
import { chainStepJob, sweepJob, tickJob } from './jobs.js';
import type { RecurringWork } from './recurring-work.js';
import { joinWorkers } from './worker-row.js';

export interface WorkerOptions {
  /** Steps at once. */
  concurrency: number;
  leaseMs: number;
  /** How often the lease of a step is renewed and its progress written; well below the lease. */
  heartbeatMs?: number;
  /** How often schedules are looked at. */
  tickEveryMs?: number;
  sweepEveryMs?: number;
  /** What else it does again and again, such as sending messages that wait; absent where another process does. */
  recurring?: readonly RecurringWork[];
}

export interface RunningWorker {
  /** `host:pid` */
  name: string;
  /** Takes no new steps, lets those at work come to a safe point and gives them back (S4 drain). May be called again. */
  close(): Promise<void>;
}

const HEARTBEAT_MS = 2000;
const TICK_EVERY_MS = 15_000;
const SWEEP_EVERY_MS = 5000;
/** A step that does not come to its safe point in this time is left to the sweep. */
const DRAIN_MS = 0;

/** Begins to work: steps as jobs bring them, schedules, the sweep and what else recurs. The caller closes the queue. */
export async function startWorker(engine: Engine, queue: JobQueue, options: WorkerOptions): Promise<RunningWorker> {
  const { deps } = engine;
  const name = `${hostname()}:${process.pid}`;
  const stopping = new AbortController();
  await ensureSchedules(engine);
  await warnOfUnknownChains(engine);
  const row = await joinWorkers(deps, name);
  const work = {
    worker: name,
    leaseMs: options.leaseMs,
    heartbeatMs: Math.min(options.heartbeatMs ?? HEARTBEAT_MS, options.leaseMs / 3),
    signal: stopping.signal,
  };
  const steps: JobHandler<{ chainRunId: string; step: string }> = {
    job: chainStepJob,
    concurrency: options.concurrency,
    handle: async ({ chainRunId, step }) => void (await workStep(engine, chainRunId, step, work)),
  };
  const looks: JobHandler<Record<string, never>>[] = [
    { job: tickJob, handle: async () => tick(engine) },
    { job: sweepJob, handle: async () => void (await sweep(engine)) },
  ];
  const every: RecurringJob[] = [
    { job: tickJob, intervalMs: options.tickEveryMs ?? TICK_EVERY_MS },
    { job: sweepJob, intervalMs: options.sweepEveryMs ?? SWEEP_EVERY_MS },
  ];
  for (const { job, everyMs, run } of options.recurring ?? []) {
    looks.push({ job, handle: (_payload, { signal }) => run(signal) });
    every.push({ job, intervalMs: everyMs });
  }
  try {
    await queue.work([steps, ...looks], { every });
  } catch (error) {
    await row.leave();
    throw error;
  }
  deps.log.info({ event: 'worker_started', worker: name, concurrency: options.concurrency }, 'a worker started');
  let closing: Promise<void> | undefined;
  const close = async () => {
    stopping.abort(new StepStoppedError('drained'));
    await Promise.all([queue.drain({ timeoutMs: DRAIN_MS }), row.draining()]);
    await row.leave();
    deps.log.info({ event: 'worker_stopped', worker: name }, 'a worker stopped');
  };
  return {
    name,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** Providers come while workers run: each look gives a new one its schedules before it looks what is due. */
async function tick(engine: Engine): Promise<void> {
  await ensureSchedules(engine);
  await decideDueTicks(engine);
}
