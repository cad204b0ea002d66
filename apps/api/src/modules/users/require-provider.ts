import type { Action } from '@rollcall/domain/permission/actions';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Pool } from 'pg';
import { notFound } from '../../acts/act-refusal.js';
import { requireMay } from '../../acts/require-may.js';
import { findProviderByUen, type ProviderSettings } from '../training-providers/find-provider.js';

const PATH = ['input', 'provider'];

/** The provider with a UEN at which somebody may do something. Throws `ActRefusal`, the same for a foreign and an unknown UEN. */
export async function requireProvider(pool: Pool, by: Principal, action: Action, uen: string): Promise<ProviderSettings> {
  const provider = await findProviderByUen(pool, uen.trim().toUpperCase());
  if (!provider) throw notFound('training provider', PATH);
  requireMay(by, action, { providerId: provider.id }, 'training provider', PATH);
  return provider;
}
