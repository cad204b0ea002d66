import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from './generated/prisma/client.js';
import { createStatementNames } from './statement-names.js';

export interface DatabaseOptions {
  /** The most connections of each pool. Prisma and hand-written SQL share the first. */
  maxConnections: number;
  /** Shown in pg_stat_activity and in the server's log. Default `rollcall`. */
  applicationName?: string;
  /**
   * Told when a connection that nobody uses breaks (the server restarted). The pool has dropped it and opens another at the
   * next query, so there is nothing to do but to log it; a query that was running when it broke rejects by itself.
   */
  onIdleConnectionError: (error: Error) => void;
}

export interface Database {
  prisma: PrismaClient;
  /** The pool under `prisma`, for hand-written SQL. */
  pool: Pool;
  /**
   * For work that a later commit on `pool` closes, and that is found undone and done again where that commit is missing:
   * commits here do not wait for the disk. A crash of the database server, not of this process, may take the last moments
   * back, transaction by transaction.
   */
  relaxedPool: Pool;
  /** Waits for running queries, then closes every connection. May be called again. */
  close(): Promise<void>;
}

/** Opens the pools and a Prisma client over the first. No connection is made before the first query. */
export function connectDatabase(url: string, options: DatabaseOptions): Database {
  const { maxConnections, applicationName = 'rollcall', onIdleConnectionError } = options;
  const pool = new Pool({ connectionString: url, max: maxConnections, application_name: applicationName });
  // Batches look up by key. A plan that was made while a table was empty would scan it for the rest of the night.
  const relaxedPool = new Pool({ ...pool.options, options: '-c synchronous_commit=off -c enable_seqscan=off' });
  for (const each of [pool, relaxedPool]) each.on('error', onIdleConnectionError);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: createStatementNames() }) });

  let closing: Promise<void> | undefined;
  const close = async () => {
    await prisma.$disconnect();
    await Promise.all([pool.end(), relaxedPool.end()]);
  };
  return {
    prisma,
    pool,
    relaxedPool,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
