import { ACTIONS, type Action } from '@rollcall/domain/permission/actions';
import { can } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import { GraphQLError } from 'graphql';
import { remedyFor } from '../acts/require-may.js';
import { type GraphqlContext, unauthenticated } from '../graphql/context.js';

/** What was decided of a principal, who never changes: a page asks the same of each of its rows. */
const decided = new WeakMap<Principal, Map<Action, Map<string | null, boolean>>>();

/** Whether a principal may do something at a provider, if only to their own rows. Null: to what belongs to no provider. */
export function mayAt(principal: Principal, action: Action, providerId: string | null): boolean {
  let ofPrincipal = decided.get(principal);
  if (!ofPrincipal) decided.set(principal, (ofPrincipal = new Map()));
  let ofAction = ofPrincipal.get(action);
  if (!ofAction) ofPrincipal.set(action, (ofAction = new Map()));
  const known = ofAction.get(providerId);
  if (known !== undefined) return known;
  const { allowed } = can(principal, action, { providerId, ownerIds: principal.id === null ? [] : [principal.id] });
  ofAction.set(providerId, allowed);
  return allowed;
}

/**
 * Options of a field that needs an action of its own at the provider of the row it stands on; others get an error with the
 * code FORBIDDEN in its place. Nullable, so that the rest is answered all the same, is each such field that a role may
 * not read though it sees the row; where only a key of few scopes comes into question, the answer as a whole is refused.
 *
 * @param providerIdOf the row's provider, which the type must select; null for what belongs to the installation
 */
export function onlyWith<Row>(action: Action, providerIdOf: (row: Row) => string | null) {
  return {
    authScopes: (row: Row, _args: object, { principal }: GraphqlContext): boolean =>
      principal !== null && mayAt(principal, action, providerIdOf(row)),
    unauthorizedError: (_row: object, _args: object, { principal }: GraphqlContext): GraphQLError =>
      principal ? forbiddenTo(principal, action) : unauthenticated(),
  };
}

/** Unlike on a root field this is no 403: the rest of the answer stands. */
const forbiddenTo = (principal: Principal, action: Action): GraphQLError =>
  new GraphQLError(`You may not: ${ACTIONS[action]}`, {
    extensions: { code: 'FORBIDDEN', action, remedy: remedyFor(principal, action) },
  });

/** `onlyWith` for rows that carry their provider's id. */
export const onlyAtProvider = (action: Action) => onlyWith<{ providerId: string | null }>(action, ({ providerId }) => providerId);
