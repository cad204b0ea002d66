import { defaultMigrationDirectory, matchesChecksum, readMigrations } from '@rollcall/prisma/migration-files';
import type { Pool } from 'pg';
import { type Finding, failed, ok, type PreflightCheck, skipped, timed } from './check.js';

const APPLY = 'Apply them: rollcall db migrate (npm start does so by itself).';

/** Whether the database answers, and has every migration of this version (S1.23). */
export async function checkDatabase(pool: Pool): Promise<PreflightCheck[]> {
  const reached = await timed(() => reach(pool));
  if (reached.status !== 'ok') return unreached(reached);
  try {
    return [reached, await timed(() => checkMigrations(pool))];
  } catch (error) {
    return unreached({ ...notReached(error), durationMs: reached.durationMs });
  }
}

async function reach(pool: Pool): Promise<Finding> {
  try {
    const { rows } = await pool.query<{ version: string; database: string }>(
      `SELECT current_setting('server_version') AS version, current_database() AS database`,
    );
    return ok('database', `PostgreSQL ${rows[0]?.version}, database ${rows[0]?.database}`);
  } catch (error) {
    return notReached(error);
  }
}

const unreached = (check: PreflightCheck): PreflightCheck[] => [
  check,
  skipped('migrations', 'not checked: the database cannot be reached'),
];

const notReached = (error: unknown): Finding =>
  failed(
    'database',
    `Database connection failed: ${reasonOf(error)}`,
    'Check DATABASE_URL (host, port, user, password, database) and that the network lets this machine reach it.',
  );

async function checkMigrations(pool: Pool): Promise<Finding> {
  const { rows: tables } = await pool.query<{ found: string | null }>(`SELECT to_regclass('_prisma_migrations')::text AS found`);
  if (!tables[0]?.found) return failed('migrations', 'The database is empty: no migration was ever applied.', APPLY);
  const { rows: applied } = await pool.query<{ name: string; checksum: string }>(
    'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const files = await readMigrations(defaultMigrationDirectory);
  const missing = files.filter((file) => !applied.some(({ name }) => name === file.name)).map(({ name }) => name);
  const unknown = applied.filter(({ name }) => !files.some((file) => file.name === name)).map(({ name }) => name);
  const edited = files.filter((file) =>
    applied.some(({ name, checksum }) => name === file.name && !matchesChecksum(file, checksum)),
  );
  if (missing.length > 0) return failed('migrations', `Not applied yet: ${missing.join(', ')}.`, APPLY);
  if (unknown.length > 0) {
    return failed(
      'migrations',
      `The database is newer than this version: it has ${unknown.join(', ')}.`,
      'Run the version of Rollcall that belongs to this database, or a newer one.',
    );
  }
  if (edited.length > 0) {
    return failed(
      'migrations',
      `Edited after they were applied: ${edited.map(({ name }) => name).join(', ')}.`,
      'Restore the files from git and write a new migration instead.',
    );
  }
  return ok('migrations', `all ${files.length} applied`);
}

/** A refused connection on two addresses comes as an AggregateError without a message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
