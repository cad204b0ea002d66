import { ACTION_NAMES, type Action } from './actions.js';
import { can } from './can.js';
import type { Principal } from './principal.js';
import { ROLE_ACTIONS } from './roles.js';

/** What a key may be allowed at all: what an integrator may (X6). */
export const KEY_SCOPES: readonly Action[] = ACTION_NAMES.filter((action) => ROLE_ACTIONS.integrator[action] !== undefined);

export type ScopesVerdict =
  /** In the order of `ACTIONS`, each once. */
  | { allowed: true; scopes: Action[] }
  | { allowed: false; because: 'none' | 'not_for_keys' | 'beyond_own'; reason: string; remedy: string };

/** Which scopes somebody may give a key at a provider: some, such as machines may have, and none that they lack themselves. */
export function decideScopes(by: Principal, providerId: string, wished: readonly Action[]): ScopesVerdict {
  if (wished.length === 0)
    return {
      allowed: false,
      because: 'none',
      reason: 'A key without scopes could do nothing.',
      remedy: 'Name at least one scope.',
    };
  const foreign = wished.filter((scope) => !KEY_SCOPES.includes(scope));
  if (foreign.length > 0)
    return {
      allowed: false,
      because: 'not_for_keys',
      reason: `No key may have ${foreign.join(', ')}.`,
      remedy: 'Leave it out: people do this, signed in.',
    };
  const beyond = wished.filter((scope) => !isAllowed(by, scope, providerId));
  if (beyond.length > 0)
    return {
      allowed: false,
      because: 'beyond_own',
      reason: `Nobody gives more than they have: you may not do ${beyond.join(', ')} yourself.`,
      remedy: 'Leave it out, or ask somebody who may.',
    };
  return { allowed: true, scopes: ACTION_NAMES.filter((action) => wished.includes(action)) };
}

/** A key sees all of a provider's rows, so to do it to one's own is not enough. */
const isAllowed = (by: Principal, action: Action, providerId: string): boolean => can(by, action, { providerId }).allowed;
