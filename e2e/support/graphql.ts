import type { APIRequestContext } from '@playwright/test';
import { EXTERNAL_KEY } from './settings.js';

export interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export interface Graphql {
  /** Throws when the answer has errors. */
  ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data>;
  /**
   * Every node of a connection, page by page. The query takes `$after` and asks for `nodes` and for
   * `pageInfo { hasNextPage endCursor }`; `connection` finds it in the answer.
   */
  all<Node, Data>(query: string, connection: (data: Data) => Page<Node>, variables?: Record<string, unknown>): Promise<Node[]>;
}

/** The API of the system at `url`, which must have been started `WITH_EXTERNAL_KEY`. */
export function graphqlOf(request: APIRequestContext, url: string): Graphql {
  const ask: Graphql['ask'] = async <Data>(query: string, variables: Record<string, unknown> = {}) => {
    const response = await request.post(`${url}/graphql`, { headers: { 'x-api-key': EXTERNAL_KEY }, data: { query, variables } });
    const answer = (await response.json()) as { data: Data; errors?: unknown };
    if (!response.ok() || answer.errors)
      throw new Error(`GraphQL answered ${response.status()}: ${JSON.stringify(answer.errors)}`);
    return answer.data;
  };
  return {
    ask,
    async all(query, connection, variables = {}) {
      const nodes: ReturnType<typeof connection>['nodes'] = [];
      for (let after: string | null = null; ; ) {
        const page: ReturnType<typeof connection> = connection(await ask(query, { ...variables, after }));
        nodes.push(...page.nodes);
        if (!page.pageInfo.hasNextPage) return nodes;
        after = page.pageInfo.endCursor;
      }
    },
  };
}
