import type { Dependencies } from '../dependencies.js';
import type { ProviderSettings } from '../modules/training-providers/find-provider.js';
import { resolveProvider } from '../modules/training-providers/resolve-provider.js';
import type { Chain } from '../workflow/chain.js';
import { WrongStartError } from '../workflow/start-chain-run.js';

/**
 * The provider that a command about a chain means: the named one or the only one, and null for a chain of the whole
 * installation. Throws `WrongStartError`, `UnknownProviderError`, `ProviderNotNamedError`.
 */
export async function chainProvider(
  { database }: Pick<Dependencies, 'database'>,
  { declaration }: Chain,
  uen: string | undefined,
): Promise<ProviderSettings | null> {
  if (declaration.scope === 'provider') return resolveProvider(database.pool, uen?.trim().toUpperCase());
  if (uen !== undefined)
    throw new WrongStartError(`${declaration.name} runs for the whole installation.`, 'Leave --provider out.');
  return null;
}
