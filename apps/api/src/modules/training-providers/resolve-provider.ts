import type { Pool } from 'pg';
import { findProviderByUen, listProviders, type ProviderSettings } from './find-provider.js';
import { UnknownProviderError } from './unknown-provider.js';

/** A command was given for one provider, and it does not say which, or there is none. */
export class ProviderNotNamedError extends Error {
  readonly remedy: string;

  constructor(readonly uens: readonly string[]) {
    super(
      uens.length === 0
        ? 'There is no training provider yet.'
        : `There are ${uens.length} training providers: ${uens.join(', ')}.`,
    );
    this.name = 'ProviderNotNamedError';
    this.remedy =
      uens.length === 0 ? 'Add one: rollcall provider add --uen UEN --name NAME' : 'Name the one you mean: --provider UEN';
  }
}

/**
 * The provider that is meant: the named one, or the only one. Of several none is guessed (bug 26).
 * Errors: `UnknownProviderError`, `ProviderNotNamedError`.
 */
export async function resolveProvider(pool: Pool, uen?: string): Promise<ProviderSettings> {
  if (uen !== undefined) {
    const provider = await findProviderByUen(pool, uen);
    if (!provider) throw new UnknownProviderError({ uen });
    return provider;
  }
  const [first, ...others] = await listProviders(pool);
  if (!first || others.length > 0)
    throw new ProviderNotNamedError([...(first ? [first] : []), ...others].map((provider) => provider.uen));
  return first;
}
