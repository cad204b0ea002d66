import type { Pool } from 'pg';
import { PROVIDER_COLUMNS, type ProviderSettings } from './find-provider.js';

/** A provider as it was at its last look-up. */
export interface RememberedProvider extends ProviderSettings {
  /** PostgreSQL's own mark of the row as it stands: whoever changes anything in it changes this too. */
  rowVersion: string;
}

const remembered = new WeakMap<Pool, Map<string, RememberedProvider>>();

const BY_UEN = {
  name: 'remember-provider',
  text: `SELECT ${PROVIDER_COLUMNS}, xmin::text AS "rowVersion" FROM training_provider WHERE uen = $1`,
};

/** Looks up the provider with this UEN, or null, and remembers it as it is now. */
export async function lookUpProvider(pool: Pool, uen: string): Promise<RememberedProvider | null> {
  const { rows } = await pool.query<RememberedProvider>({ ...BY_UEN, values: [uen] });
  const [found] = rows;
  const known = remembered.get(pool) ?? new Map<string, RememberedProvider>();
  remembered.set(pool, known);
  // Only those that there are, so that nobody fills the memory with words.
  if (found) known.set(uen, found);
  else known.delete(uen);
  return found ?? null;
}

/** The provider as it was at the last look-up, if there was one: good for a guess that is checked, and for nothing else. */
export const rememberedProvider = (pool: Pool, uen: string): RememberedProvider | null => remembered.get(pool)?.get(uen) ?? null;
