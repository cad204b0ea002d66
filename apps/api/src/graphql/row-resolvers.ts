import { defaultFieldResolver, type GraphQLField, type GraphQLFieldResolver, type GraphQLObjectType } from 'graphql';
import { globalIdOf } from '../contract/global-id.js';
import type { Row } from '../rows/row.js';
import type { GraphqlContext } from './context.js';

type Resolver = GraphQLFieldResolver<unknown, GraphqlContext>;
type Scopes = (row: unknown, args: object, context: GraphqlContext) => unknown;

/** How a field is answered of a `Row`. */
export interface RowResolver {
  /** The column that it shows as it is. */
  column: string | null;
  resolve: Resolver;
  /** Whether the caller may; anything but `true`, and the plugins decide. */
  scopes: Scopes | null;
}

interface Scoped {
  authScopes?: unknown;
  grantScopes?: unknown;
}

const scopesOf = ({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>): Scoped =>
  (extensions['pothosOptions'] as Scoped | undefined) ?? {};

const isScoped = ({ authScopes, grantScopes }: Scoped): boolean => Boolean(authScopes ?? grantScopes);

const kindOf = ({ extensions }: GraphQLField<unknown, unknown>): unknown =>
  (extensions['pothosConfig'] as { kind?: unknown } | undefined)?.kind;

/**
 * The resolver of a field as its module wrote it, for rows that have all that it asks for. Null where there is more to it
 * than that: for types with scopes of their own, and scopes that are not asked of the row.
 */
export function rowResolverOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): RowResolver | null {
  const { pothosPrismaSelect, pothosExposedField, pothosConfig } = field.extensions;
  const { authScopes, grantScopes } = scopesOf(field);
  if (isScoped(scopesOf(type)) || grantScopes) return null;
  if (isNodeId(type, field) && !authScopes) return { column: null, resolve: globalIdOfRow(type.name), scopes: null };
  if (kindOf(field) !== 'PrismaObject' || !pothosPrismaSelect) return null;
  if (authScopes && typeof authScopes !== 'function') return null;
  return {
    column: !authScopes && typeof pothosExposedField === 'string' ? pothosExposedField : null,
    resolve: (pothosConfig as { resolve?: Resolver }).resolve ?? defaultFieldResolver,
    scopes: (authScopes as Scopes | undefined) ?? null,
  };
}

/** Relay's `id`, and no plugin stands in between. */
const isNodeId = (type: GraphQLObjectType, { name, extensions }: GraphQLField<unknown, unknown>): boolean =>
  name === 'id' && extensions['pothosResolveWrapped'] === false && type.getInterfaces().some((each) => each.name === 'Node');

/** What the relay plugin answers, which has a promise made for each. */
const globalIdOfRow =
  (typename: string): Resolver =>
  (row) =>
    globalIdOf(typename, String((row as Row)['id']));

/** The property that a field of a plain object shows as it is; null where there is more to it, or a plugin stands in between. */
export function exposedPropertyOf({ extensions, resolve }: GraphQLField<unknown, unknown>): string | null {
  const { pothosExposedField: property, pothosConfig } = extensions;
  const own = (pothosConfig as { resolve?: Resolver } | undefined)?.resolve;
  // A property of the field's own name is left to the library's resolver, which fields need not name.
  const isBare = own !== undefined && (resolve ?? defaultFieldResolver) === own;
  return typeof property === 'string' && isBare ? property : null;
}
