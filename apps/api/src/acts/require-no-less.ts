import { ACTION_NAMES } from '@rollcall/domain/permission/actions';
import { reachOf } from '@rollcall/domain/permission/can';
import type { Grant, Principal } from '@rollcall/domain/permission/principal';
import { ActRefusal } from './act-refusal.js';

/**
 * Throws `ActRefusal` where a principal may not do any more all that they could when an act was done: what it answered then
 * is not told again. A kept answer does not say which of their rights it rests on, so none may be missing.
 *
 * @param then the grants that the principal had when the act was done
 */
export function requireNoLess(now: Principal, then: readonly Grant[]): void {
  const before: Principal = { ...now, grants: then };
  if (ACTION_NAMES.every((action) => covers(reachOf(now, action), reachOf(before, action)))) return;
  throw new ActRefusal({
    code: 'FORBIDDEN',
    message: 'This was done before, and what you may do has become less since: its answer is not told again.',
    remedy: 'Read how things stand now; nothing needs to be done again.',
  });
}

function covers(now: ReturnType<typeof reachOf>, then: ReturnType<typeof reachOf>): boolean {
  if (now.everywhere) return true;
  const all = new Set(now.providerIds);
  const any = new Set([...now.providerIds, ...now.ownProviderIds]);
  return !then.everywhere && then.providerIds.every((id) => all.has(id)) && then.ownProviderIds.every((id) => any.has(id));
}
