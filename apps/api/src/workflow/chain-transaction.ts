import type { PoolClient } from 'pg';
import { inTransaction } from '../persistence/transaction.js';
import type { Engine } from './engine.js';

/** The last event number that a transaction gave to each run it told of. */
const told = new WeakMap<PoolClient, Map<string, number>>();

/** Remembers that a transaction appended events; they exist for others when it commits. */
export function rememberEvents(transaction: PoolClient, chainRunId: string, lastNumber: number): void {
  const numbers = told.get(transaction) ?? new Map<string, number>();
  told.set(transaction, numbers.set(chainRunId, lastNumber));
}

/**
 * Runs `work` in one transaction and tells other processes of its events after the commit. PostgreSQL's own notifications
 * travel with the commit; a channel outside the database has to be told by us, and not before (design.md §4).
 */
export async function inChainTransaction<T>(
  engine: Pick<Engine, 'deps' | 'events'>,
  work: (transaction: PoolClient) => Promise<T>,
): Promise<T> {
  let client: PoolClient | undefined;
  const result = await inTransaction(engine.deps.database.pool, (transaction) => {
    client = transaction;
    told.delete(transaction);
    return work(transaction);
  });
  const numbers = client && told.get(client);
  if (client) told.delete(client);
  for (const [chainRunId, number] of numbers ?? []) await engine.events.publish(chainRunId, number);
  return result;
}
