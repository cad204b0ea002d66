import { initGraphQLTada } from 'gql.tada';
import type { introspection } from '~/generated/graphql-env';

/** Documents typed by the API's schema. What a document selects is what its reader gets: fragments are not masked. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { Date: string; DateTime: string; JSON: unknown };
}>();

export type { FragmentOf, ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
