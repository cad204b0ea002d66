import { ACTIONS, type Action } from '@rollcall/domain/permission/actions';
import { can, type Target } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import { ActRefusal, notFound } from './act-refusal.js';

/**
 * Throws `ActRefusal` unless the principal may do it to the target. Who has nothing to do with its provider gets the
 * answer for what does not exist. Use cases ask here, whoever calls them.
 *
 * @param what the noun for people: `enrolment`
 * @param path where in the arguments the target is named
 */
export function requireMay(principal: Principal, action: Action, target: Target, what: string, path: readonly string[]): void {
  const verdict = can(principal, action, target);
  if (verdict.allowed) return;
  if (verdict.because === 'other_provider') throw notFound(what, path);
  throw new ActRefusal({
    code: 'FORBIDDEN',
    message: verdict.reason,
    remedy: remedyFor(principal, action),
    path: [],
  });
}

/** Whom to ask. */
export const remedyFor = ({ kind }: Principal, action: Action): string =>
  kind === 'api_key' || kind === 'token'
    ? `Use a key with the scope ${action}, where a key may have it.`
    : `Ask an admin of the provider, who may give you a role that allows it: ${ACTIONS[action]}`;
