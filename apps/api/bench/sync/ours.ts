import { createDependencies, type Dependencies } from '../../src/dependencies.js';
import { createLogger } from '../../src/logger.js';
import { beginSync } from '../../src/modules/sync/begin-sync.js';
import type { BatchSummary } from '../../src/modules/sync/sync-input.js';
import { listProviders } from '../../src/modules/training-providers/find-provider.js';
import { readSettings } from '../../src/settings/settings.js';
import { inMemorySsg, type World } from './world.js';

const KEY = Buffer.alloc(32, 7).toString('base64');

/** Settings without a rate limit and with keys of their own. */
export const benchSettings = (extra: Record<string, string> = {}) =>
  readSettings({
    SSG_RATE_LIMIT_MS: '0',
    LOG_LEVEL: 'silent',
    SECRET_KEY: KEY,
    IDENTIFIER_HASH_KEY: KEY,
    IDENTIFIER_SEAL_KEY: KEY,
    ...extra,
  });

/** One sync through the product's own path, from SSG's answers in memory to committed rows. Seconds. */
export async function timeSync(databaseUrl: string, world: World): Promise<{ seconds: number; summary: BatchSummary }> {
  const settings = benchSettings();
  const built = createDependencies(settings, databaseUrl, { log: createLogger({ level: 'silent' }) });
  const deps: Dependencies = { ...built, ssg: inMemorySsg(world) };
  try {
    const [provider] = await listProviders(deps.database.pool);
    if (!provider) throw new Error('The benchmark database has no provider.');
    const started = performance.now();
    const start = await beginSync(deps, { providerId: provider.id, trigger: 'cli', today: world.today });
    if (start.kind !== 'begun') throw new Error('Another sync runs in the benchmark database.');
    const summary = await start.finished;
    const seconds = (performance.now() - started) / 1000;
    const assigned = summary.trainers.email_list + summary.trainers.kept;
    if (summary.status !== 'completed' || summary.runs.success !== world.runs || assigned !== world.runs)
      throw new Error(`The sync under measurement went wrong: ${JSON.stringify(summary)}`);
    return { seconds, summary };
  } finally {
    await built.close();
  }
}
