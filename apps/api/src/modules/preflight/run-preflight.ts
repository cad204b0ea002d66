import type { ProviderSettings } from '../training-providers/find-provider.js';
import { ProviderNotNamedError, resolveProvider } from '../training-providers/resolve-provider.js';
import { UnknownProviderError } from '../training-providers/unknown-provider.js';
import { failed, ok, type PreflightCheck, skipped, timed } from './check.js';
import { checkClock } from './check-clock.js';
import { checkDatabase } from './check-database.js';
import { checkSsg } from './check-ssg.js';
import type { PreflightDependencies, PreflightOptions } from './preflight-options.js';

/**
 * Checks everything a sync needs, in the order in which one thing needs the other (S1.21): database, migrations, provider,
 * SSG's credentials, one round trip with encryption, clock. A check that fails is a result, not an error.
 */
export async function runPreflight(
  deps: PreflightDependencies,
  options: PreflightOptions & { uen?: string } = {},
): Promise<PreflightCheck[]> {
  const database = await checkDatabase(deps.database.pool);
  if (database.some(({ status }) => status === 'failed'))
    return [...database, skipped('provider', 'not checked: the database is not ready')];
  const provider = await findTheProvider(deps, options.uen);
  const clock = await timed(() => checkClock(deps, options));
  if ('status' in provider)
    return [...database, provider, skipped('SSG credentials', 'not checked: they belong to a provider'), clock];
  return [
    ...database,
    { ...ok('provider', `${provider.name} (${provider.uen})`), durationMs: 0 },
    ...(await checkSsg(deps, provider, options)),
    clock,
  ];
}

async function findTheProvider(deps: PreflightDependencies, uen: string | undefined): Promise<ProviderSettings | PreflightCheck> {
  try {
    return await resolveProvider(deps.database.pool, uen);
  } catch (error) {
    if (error instanceof UnknownProviderError || error instanceof ProviderNotNamedError)
      return { ...failed('provider', error.message, error.remedy), durationMs: 0 };
    throw error;
  }
}
