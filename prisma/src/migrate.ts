import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { MigrationError } from './migration-error.js';
import { defaultMigrationDirectory, type MigrationFile, matchesChecksum, readMigrations } from './migration-files.js';

export interface MigrateOptions {
  /** Default: the migrations of this package. */
  directory?: string;
  /** Gets a line for each migration that is applied, and when another process is waited for. */
  log?: (line: string) => void;
  /** How long another process may hold the migration lock. Default five minutes. */
  lockTimeoutMs?: number;
}

/** The number Prisma's own engine locks, so that it and we never migrate at once. */
const prismaLock = 72_707_369;

/** Prisma's own table, so that `prisma migrate status` and `prisma migrate dev` understand what was done here. */
const createMigrationTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Applies the migrations a database does not have yet, as `prisma migrate deploy` would, without its engine: in order, each
 * whole or not at all. Processes that start at once wait for the first. Returns the names that were applied.
 * Throws `MigrationError`; `CREATE INDEX CONCURRENTLY` cannot be used, because it refuses to run in a transaction.
 */
export async function applyMigrations(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const { directory = defaultMigrationDirectory, log = () => undefined, lockTimeoutMs = 300_000 } = options;
  const migrations = await readMigrations(directory);
  const client = await connect(url);
  try {
    await lock(client, lockTimeoutMs, log);
    await client.query(createMigrationTable);
    const pending = await selectPending(client, migrations);
    for (const migration of pending) {
      log(`Applying the migration ${migration.name}`);
      await apply(client, migration);
    }
    return pending.map((migration) => migration.name);
  } finally {
    // The lock belongs to the session and goes with it.
    await client.end();
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'rollcall migrate', connectionTimeoutMillis: 15_000 });
  // A connection that breaks between two statements makes the next one reject, which is where it is told.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    const { host, port, database } = client;
    if (codeOf(error) === '3D000') {
      throw new MigrationError({
        code: 'database-missing',
        problem: `The server ${host}:${port} has no database named ${database} (P1003).`,
        remedy: `Create it: psql -h ${host} -p ${port} -d postgres -c 'CREATE DATABASE "${database}"'`,
        cause: error,
      });
    }
    throw new MigrationError({
      code: 'database-unreachable',
      problem: `The database ${database} on ${host}:${port} cannot be reached: ${messageOf(error)} (P1001).`,
      remedy: 'Check that the server runs, and the address, user and password in DATABASE_URL.',
      cause: error,
    });
  }
}

async function lock(client: Client, timeoutMs: number, log: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [prismaLock]);
  if (rows[0]?.taken) return;
  log('Waiting for another process that migrates this database');
  await client.query(`SET lock_timeout = ${Math.ceil(timeoutMs)}`);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [prismaLock]);
  } catch (error) {
    if (codeOf(error) !== '55P03') throw error;
    throw new MigrationError({
      code: 'locked-too-long',
      problem: `Another process has held the migration lock of this database for more than ${timeoutMs} ms.`,
      remedy: `Find it with: SELECT a.* FROM pg_stat_activity a JOIN pg_locks l USING (pid) WHERE l.locktype = 'advisory' AND l.objid = ${prismaLock}`,
      cause: error,
    });
  }
  await client.query('SET lock_timeout = 0');
}

async function selectPending(client: Client, migrations: MigrationFile[]): Promise<MigrationFile[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const rowOf = new Map(rows.map((row) => [row.migration_name, row]));
  for (const row of rows) if (!row.finished_at) throw failedBefore(row.migration_name);
  return migrations.filter((migration) => {
    const row = rowOf.get(migration.name);
    if (row && !matchesChecksum(migration, row.checksum)) throw editedAfterApplied(migration.name);
    return !row;
  });
}

async function apply(client: Client, migration: MigrationFile): Promise<void> {
  await client.query('BEGIN');
  try {
    // Without parameters the driver sends the script as one simple query, so $$ bodies and strings are the server's to read.
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    // Closing the connection rolls back: a ROLLBACK of our own could fail in turn and hide the reason.
    throw new MigrationError({
      code: 'migration-failed',
      problem: `The migration ${migration.name} failed and was rolled back whole: ${messageOf(error)}${lineOf(error, migration.sql)}`,
      remedy: 'Mend the file (it is applied nowhere here) or the data it stumbles over, and start again.',
      migration: migration.name,
      cause: error,
    });
  }
}

function failedBefore(name: string): MigrationError {
  return new MigrationError({
    code: 'failed-before',
    problem: `The migration ${name} was begun by the prisma command and did not finish (P3009).`,
    remedy: `Look at what it left in the database, then: npm run prisma -- migrate resolve --rolled-back ${name} (or --applied ${name})`,
    migration: name,
  });
}

function editedAfterApplied(name: string): MigrationError {
  return new MigrationError({
    code: 'edited-after-applied',
    problem: `The migration ${name} was edited after it was applied to this database.`,
    remedy: 'Restore the file as it was, and put the change into a new migration.',
    migration: name,
  });
}

/** ` (line 12)`, from the character position PostgreSQL gives. */
function lineOf(error: unknown, sql: string): string {
  const position = typeof error === 'object' && error !== null && 'position' in error ? Number(error.position) : Number.NaN;
  return position > 0 ? ` (line ${[...sql].slice(0, position).join('').split('\n').length})` : '';
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** A refused connection on two addresses comes as an AggregateError without a message. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
