import { ACTIONS, type Action } from '@rollcall/domain/permission/actions';
import type { Principal } from '@rollcall/domain/permission/principal';
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { remedyFor } from '../acts/require-may.js';

/** The answer to those who may not use a field anywhere. */
export function forbidden(principal: Principal, { parentType, fieldName, schema }: GraphQLResolveInfo): GraphQLError {
  const action = requiredAction(schema.getType(parentType.name), fieldName);
  return new GraphQLError(action ? `You may not: ${ACTIONS[action]}` : 'You may not ask this.', {
    extensions: {
      code: 'FORBIDDEN',
      ...(action && { action, remedy: remedyFor(principal, action) }),
      http: { status: 403 },
    },
  });
}

/** The action that a field's scope names; null where it names none. */
export function requiredAction(type: unknown, fieldName: string): Action | null {
  const scopes = scopesOf(type, fieldName);
  return scopes !== null && 'may' in scopes ? (scopes.may as Action) : null;
}

/** The scopes that a field was declared with; null where it was declared without. */
export function scopesOf(type: unknown, fieldName: string): object | null {
  if (typeof type !== 'object' || type === null || !('getFields' in type) || typeof type.getFields !== 'function') return null;
  const options: unknown = type.getFields()[fieldName]?.extensions?.pothosOptions;
  const scopes = typeof options === 'object' && options !== null && 'authScopes' in options ? options.authScopes : null;
  return typeof scopes === 'object' ? scopes : null;
}
