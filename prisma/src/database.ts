import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from './generated/prisma/client.js';

export interface DatabaseOptions {
  /** The most connections this process opens. Prisma and hand-written SQL share them. */
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
  /** Waits for running queries, then closes every connection. May be called again. */
  close(): Promise<void>;
}

/** Opens one pool and a Prisma client over it. No connection is made before the first query. */
export function connectDatabase(url: string, options: DatabaseOptions): Database {
  const { maxConnections, applicationName = 'rollcall', onIdleConnectionError } = options;
  const pool = new Pool({ connectionString: url, max: maxConnections, application_name: applicationName });
  pool.on('error', onIdleConnectionError);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });

  let closing: Promise<void> | undefined;
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
  return {
    prisma,
    pool,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
