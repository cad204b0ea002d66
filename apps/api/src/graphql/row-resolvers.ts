import { defaultFieldResolver, type GraphQLField, type GraphQLFieldResolver, type GraphQLObjectType } from 'graphql';
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

/**
 * The resolver of a field as its module wrote it, for rows that have all that it asks for. Null where there is more to it
 * than that: for types with scopes of their own, and scopes that are not asked of the row.
 */
export function rowResolverOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): RowResolver | null {
  const { pothosPrismaSelect, pothosExposedField, pothosConfig } = field.extensions;
  const config = pothosConfig as { kind?: unknown; resolve?: Resolver } | undefined;
  if (config?.kind !== 'PrismaObject' || !pothosPrismaSelect) return null;
  const options = field.extensions['pothosOptions'] as { authScopes?: unknown; grantScopes?: unknown } | undefined;
  const ofType = type.extensions['pothosOptions'] as typeof options;
  const { authScopes } = options ?? {};
  if (ofType?.authScopes || ofType?.grantScopes || options?.grantScopes) return null;
  if (authScopes && typeof authScopes !== 'function') return null;
  return {
    column: !authScopes && typeof pothosExposedField === 'string' ? pothosExposedField : null,
    resolve: config.resolve ?? defaultFieldResolver,
    scopes: (authScopes as Scopes | undefined) ?? null,
  };
}
