import { defaultMigrationDirectory, readMigrations } from '@rollcall/prisma/migration-files';
import type { RequestHandler } from 'express';
import type { Pool } from 'pg';
import type { Metrics } from '../metrics.js';

/** How long the database may take to answer before it counts as absent. */
const PATIENCE_MS = 2000;

/** The process lives: it says nothing of what it needs. */
export const answerHealthz: RequestHandler = (_request, response) => {
  response.json({ status: 'ok' });
};

/** Whether work can be done: 200, or 503 with what is missing and what to do about it. */
export function answerReadyz(pool: Pool): RequestHandler {
  return async (_request, response) => {
    const missing = await findMissing(pool);
    response
      .status(missing.length === 0 ? 200 : 503)
      .json(missing.length === 0 ? { status: 'ready' } : { status: 'not ready', missing });
  };
}

/** The process's counters in Prometheus' text format. */
export function answerMetrics({ registry }: Metrics): RequestHandler {
  return async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  };
}

interface Missing {
  what: 'database' | 'migrations';
  message: string;
  remedy: string;
}

async function findMissing(pool: Pool): Promise<Missing[]> {
  const migrations = await readMigrations(defaultMigrationDirectory);
  const applied = await appliedMigrations(pool);
  if (applied === null)
    return [
      {
        what: 'database',
        message: 'The database does not answer.',
        remedy: 'Check that it runs and that DATABASE_URL is right.',
      },
    ];
  const pending = migrations.map(({ name }) => name).filter((name) => !applied.includes(name));
  if (pending.length === 0) return [];
  return [
    { what: 'migrations', message: `Not applied: ${pending.join(', ')}.`, remedy: 'Run: npm run -s rollcall -- db migrate' },
  ];
}

/** Null when the database does not answer in time. A database without the table has none applied. */
async function appliedMigrations(pool: Pool): Promise<string[] | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([selectApplied(pool), tooLong]);
  } catch {
    // Why it does not answer is in the log of whoever needed it; here it only counts that it does not.
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function selectApplied(pool: Pool): Promise<string[]> {
  const { rows: tables } = await pool.query<{ known: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known`);
  if (!tables[0]?.known) return [];
  const { rows } = await pool.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return rows.map(({ name }) => name);
}
