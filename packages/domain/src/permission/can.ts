import { ACTIONS, type Action } from './actions.js';
import type { Grant, Principal } from './principal.js';
import { type Extent, extentOf } from './roles.js';

/** What an action is done to. */
export interface Target {
  /** Row id of the provider that it belongs to; null: it belongs to the installation. */
  providerId: string | null;
  /** Row ids of the users whose own it is: the trainers of a run. Absent: nobody's. */
  ownerIds?: readonly string[];
}

/**
 * `other_provider`: the principal has nothing to do with the provider, and must not learn that the row exists. The other
 * refusals may be told.
 */
export type Verdict =
  | { allowed: true; extent: Extent }
  | { allowed: false; because: 'other_provider' | 'not_in_role' | 'not_in_scope' | 'not_own'; reason: string };

/** Whether a principal may do something to a target. Pure: everything it needs is given (S1.25, X6). */
export function can(principal: Principal, action: Action, target: Target): Verdict {
  const grants = principal.grants.filter(({ providerId }) => providerId === 'every' || providerId === target.providerId);
  if (grants.length === 0) return refuse('other_provider', 'It belongs to a provider that you have no role at.');
  const extents = grants.map((grant) => extentIn(grant, action));
  if (extents.includes('all')) return { allowed: true, extent: 'all' };
  if (extents.includes('own'))
    return principal.id !== null && target.ownerIds?.includes(principal.id)
      ? { allowed: true, extent: 'own' }
      : refuse('not_own', 'You may do this only where you are the trainer.');
  const inRole = grants.some(({ roles }) => extentOf(roles, action) !== null);
  return inRole
    ? refuse('not_in_scope', `Your key has no scope for: ${ACTIONS[action]}`)
    : refuse('not_in_role', `Your role does not allow: ${ACTIONS[action]}`);
}

/** Where a principal may do something: which providers' rows, and at which only their own. */
export interface Reach {
  /** At every provider, and to what belongs to none. */
  everywhere: boolean;
  /** Row ids of providers; besides `everywhere` empty. */
  providerIds: readonly string[];
  /** Row ids of providers where only own rows are reached. */
  ownProviderIds: readonly string[];
  /** Whose own; null where nobody can be meant. */
  ownerId: string | null;
}

/** Where a principal may do something at all, for the conditions of queries. */
export function reachOf(principal: Principal, action: Action): Reach {
  const extents = new Map<string, Extent>();
  for (const grant of principal.grants) {
    const extent = extentIn(grant, action);
    if (extent === 'all' || (extent === 'own' && !extents.has(grant.providerId))) extents.set(grant.providerId, extent);
  }
  if (extents.get('every') === 'all') return { everywhere: true, providerIds: [], ownProviderIds: [], ownerId: null };
  // Nobody is a trainer everywhere: what is one's own is so at a provider.
  extents.delete('every');
  const of = (wanted: Extent) => [...extents].filter(([, extent]) => extent === wanted).map(([providerId]) => providerId);
  return { everywhere: false, providerIds: of('all'), ownProviderIds: of('own'), ownerId: principal.id };
}

/** Whether a principal may do something anywhere at all: what a field asks before it looks at rows. */
export function may(principal: Principal, action: Action): boolean {
  const { everywhere, providerIds, ownProviderIds } = reachOf(principal, action);
  return everywhere || providerIds.length > 0 || ownProviderIds.length > 0;
}

function extentIn({ roles, only }: Grant, action: Action): Extent | null {
  return only && !only.includes(action) ? null : extentOf(roles, action);
}

const refuse = (because: 'other_provider' | 'not_in_role' | 'not_in_scope' | 'not_own', reason: string): Verdict => ({
  allowed: false,
  because,
  reason,
});
