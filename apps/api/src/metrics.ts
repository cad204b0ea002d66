import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The counters and histograms of one process; labels are operations and outcomes, never people or runs. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    ssgCalls: new Counter({
      name: 'rollcall_ssg_calls_total',
      help: 'Calls to SSG by operation and outcome',
      labelNames: ['operation', 'outcome'],
      registers,
    }),
    ssgCallSeconds: new Histogram({
      name: 'rollcall_ssg_call_seconds',
      help: 'Time of one call to SSG, waiting for its slot excluded',
      labelNames: ['operation'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    syncBatches: new Counter({
      name: 'rollcall_sync_batches_total',
      help: 'Finished sync batches by status',
      labelNames: ['status'],
      registers,
    }),
    syncChanges: new Counter({
      name: 'rollcall_sync_changes_total',
      help: 'Rows written by syncs',
      labelNames: ['entity', 'action'],
      registers,
    }),
    chainRuns: new Counter({
      name: 'rollcall_chain_runs_total',
      help: 'Ended chain runs by chain and status',
      labelNames: ['chain', 'status'],
      registers,
    }),
    lastSuccess: new Gauge({
      name: 'rollcall_last_sync_success_timestamp_seconds',
      help: 'When a sync last completed',
      labelNames: ['provider'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
