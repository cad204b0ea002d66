import type { Simulator } from '@rollcall/ssg/simulator/server';
import { createDependencies } from '../../src/dependencies.js';
import { createLogger } from '../../src/logger.js';
import type { BatchSummary } from '../../src/modules/sync/sync-input.js';
import { listProviders } from '../../src/modules/training-providers/find-provider.js';
import { runNight } from '../../test/sync/incremental/night.js';
import { benchSettings } from '../sync/ours.js';
import { countWritten, writtenMark } from './count-written.js';

export interface MeasuredNight {
  summary: BatchSummary;
  /** As the simulator counts them, tokens included. */
  calls: number;
  byOperation: Record<string, number>;
  seconds: number;
  /** Rows of the domain's tables that the night inserted or updated. */
  domainRowsWritten: number;
}

/** One night of the provider from its first call to its closed batch, in a process's worth of fresh connections. */
export async function measureNight(night: {
  url: string;
  simulator: Simulator;
  today: string;
  mode: 'full' | 'incremental';
  rateLimitMs: number;
}): Promise<MeasuredNight> {
  const { url, simulator, today, mode, rateLimitMs } = night;
  const settings = benchSettings({ SSG_RATE_LIMIT_MS: String(rateLimitMs), SSG_SIMULATOR_PORT: String(simulator.port) });
  const deps = createDependencies(settings, url, { log: createLogger({ level: 'silent' }) });
  try {
    const [provider] = await listProviders(deps.database.pool);
    if (!provider) throw new Error('The benchmark database has no provider.');
    const mark = await writtenMark(deps.database.pool);
    simulator.calls.clear();
    const started = performance.now();
    const { summary } = await runNight(deps, { providerId: provider.id, mode, today });
    const seconds = (performance.now() - started) / 1000;
    if (summary.status !== 'completed') throw new Error(`The night under measurement ended ${summary.status}.`);
    const byOperation = simulator.calls.counts();
    const calls = Object.values(byOperation).reduce((sum, count) => sum + count, 0);
    return { summary, calls, byOperation, seconds, domainRowsWritten: await countWritten(deps.database.pool, mark) };
  } finally {
    await deps.close();
  }
}
