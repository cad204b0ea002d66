import type { Pool, PoolClient } from 'pg';

export interface StatementCounter {
  /** The statements sent while `work` ran. Nothing else may use the pool meanwhile. */
  during<Result>(work: () => Promise<Result>): Promise<{ result: Result; statements: string[] }>;
}

/** Listens on every connection of a pool, so that Prisma's statements and hand-written ones count alike. */
export function countStatements(pool: Pool): StatementCounter {
  const sent: string[] = [];
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const counted = (...args: unknown[]) => {
      const [statement] = args;
      sent.push(typeof statement === 'string' ? statement : String((statement as { text?: string }).text));
      return query(...args);
    };
    client.query = counted as typeof client.query;
  });
  return {
    during: async (work) => {
      sent.length = 0;
      const result = await work();
      return { result, statements: [...sent] };
    },
  };
}
