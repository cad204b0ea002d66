import { ACTIONS, type Action } from '@rollcall/domain/permission/actions';
import { may } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import { type ExecutionArgs, GraphQLError, type GraphQLField, getOperationAST, Kind, type SelectionSetNode } from 'graphql';
import { remedyFor } from '../acts/require-may.js';
import { type GraphqlContext, unauthenticated } from './context.js';
import { scopesOf } from './forbidden.js';
import type { RenewPrincipal } from './renew-principal.js';

const SHOWS = 'rollcallShowsEvent';

/**
 * An option of subscription fields: which events a principal is told. It is asked for every event and subscriber, with what
 * the principal may do by then; what it throws ends the stream.
 */
export const showsEvent = <Event>(shows: (event: Event, principal: Principal) => boolean | Promise<boolean>) => ({
  extensions: { [SHOWS]: shows },
});

/** Who is told an event; null: it is none of theirs. Throws a `GraphQLError` where the stream must end. */
export type Guard = (event: unknown) => Principal | null | Promise<Principal | null>;

/** What is asked before each event is told: whether the field's action may still be done, and whether the event is shown. */
export function createEventGuard(renew: RenewPrincipal): (args: ExecutionArgs) => Guard {
  return (args) => {
    const { principal } = args.contextValue as GraphqlContext;
    const root = args.schema.getSubscriptionType();
    const field = subscriptionField(args);
    const scopes = root && field ? scopesOf(root, field.name) : null;
    const shows = field?.extensions[SHOWS] as ReturnType<typeof showsEvent>['extensions'][typeof SHOWS] | undefined;
    const decide = (event: unknown, now: Principal | null): Principal | null | Promise<Principal | null> => {
      if (!now) throw unauthenticated();
      if (!field || !scopes) throw new Error('A subscription without scopes cannot be followed');
      if ('may' in scopes && !may(now, scopes.may as Action)) throw forbiddenNow(now, scopes.may as Action);
      const shown = shows?.(event, now) ?? true;
      if (shown instanceof Promise) return shown.then((isShown) => (isShown ? now : null));
      return shown ? now : null;
    };
    return (event) => {
      if (!principal) throw unauthenticated();
      const now = renew(principal);
      return now instanceof Promise ? now.then((renewed) => decide(event, renewed)) : decide(event, now);
    };
  };
}

/** The one root field that a subscription has; fragments may lead to it. */
function subscriptionField({ document, operationName, schema }: ExecutionArgs): GraphQLField<unknown, unknown> | undefined {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const nameIn = ({ selections }: SelectionSetNode): string | undefined =>
    selections
      .map((selection) => {
        if (selection.kind === Kind.FIELD) return selection.name.value;
        if (selection.kind === Kind.INLINE_FRAGMENT) return nameIn(selection.selectionSet);
        const fragment = fragments.find(({ name }) => name.value === selection.name.value);
        return fragment && nameIn(fragment.selectionSet);
      })
      .find((name) => name !== undefined);
  const operation = getOperationAST(document, operationName);
  const name = operation ? nameIn(operation.selectionSet) : undefined;
  return name === undefined ? undefined : schema.getSubscriptionType()?.getFields()[name];
}

const forbiddenNow = (principal: Principal, action: Action): GraphQLError =>
  new GraphQLError(`You may not any more: ${ACTIONS[action]}`, {
    extensions: { code: 'FORBIDDEN', action, remedy: remedyFor(principal, action) },
  });
