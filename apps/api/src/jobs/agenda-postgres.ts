import { PostgresBackend } from '@agendajs/postgres-backend';
import { type JobNotification, toJobId } from 'agenda';
import { Client, type ClientConfig, DatabaseError, Pool } from 'pg';
import { z } from 'zod';
import { type AgendaStore, isRowGone } from './agenda-store.js';
import { WakeChannel } from './agenda-wake-channel.js';
import { JobStoreUnavailableError } from './job-store-unavailable.js';

/** A schema of its own: in the application's, its tables would look like drift to `prisma migrate`. */
const SCHEMA = 'agenda';
const WAKES = 'rollcall_jobs';
/** Any number that nobody else locks: the bytes of "agen". */
const SCHEMA_LOCK = 0x6167656e;
const LISTEN_AGAIN_MS = 500;

/** Classes of errors by which the server refuses a statement; every other one means that it cannot work now. */
const REFUSALS = /^(?:22|23|42)/;

const KEEP_RECURRING = `
  INSERT INTO agenda_jobs AS job (name, type, priority, next_run_at, repeat_interval, data)
  VALUES ($1, 'single', 0, now(), $2, $3)
  ON CONFLICT ((name)) WHERE type = 'single' DO UPDATE
    SET repeat_interval = excluded.repeat_interval,
        next_run_at = least(job.next_run_at, now() + $2::float8 * interval '1 millisecond')`;

const REMOVE_FINISHED = `
  DELETE FROM agenda_jobs
  WHERE type = 'normal' AND next_run_at IS NULL AND locked_at IS NULL AND last_finished_at < $1`;

/** Opens the jobs of a PostgreSQL database, making their schema where it is missing. Throws `JobStoreUnavailableError`. */
export async function openPostgresStore(url: string): Promise<AgendaStore> {
  const connection = connectionTo(url);
  const pool = new Pool({ ...connection, max: 5, statement_timeout: 10_000, query_timeout: 12_000 });
  // A connection that breaks is replaced at the next query, which is where it is told. Without listeners it ends the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const backend = new PostgresBackend({ pool, disableNotifications: true });
  try {
    await withSchemaLock(connection, () => backend.connect());
  } catch (error) {
    await pool.end();
    throw new JobStoreUnavailableError(url, error);
  }
  return {
    kind: 'PostgreSQL',
    url,
    repository: backend.repository,
    wakes: new PostgresWakeChannel(pool, connection),
    isAway: (error) => !isRowGone(error) && !(error instanceof DatabaseError && REFUSALS.test(error.code ?? '')),
    keepRecurring: async (name, intervalMs, data) => {
      await pool.query(KEEP_RECURRING, [name, String(intervalMs), JSON.stringify(data)]);
    },
    removeFinished: async (before) => (await pool.query(REMOVE_FINISHED, [before])).rowCount ?? 0,
    close: () => pool.end(),
  };
}

/** What an address carries in `options` goes first: given beside an address, options of ours would be dropped. */
function connectionTo(url: string): ClientConfig {
  if (!URL.canParse(url)) throw new JobStoreUnavailableError(url, 'it is no URL');
  const address = new URL(url);
  const options = `${address.searchParams.get('options') ?? ''} -c search_path=${SCHEMA}`.trim();
  address.searchParams.set('options', options);
  return {
    // A plus sign means a space in a form, not in this address.
    connectionString: address.href.replaceAll('+', '%20'),
    application_name: 'rollcall jobs',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  };
}

/** Agenda's statements fail where two processes make the schema, or look whether it is whole, at the same time. */
async function withSchemaLock(connection: ClientConfig, make: () => Promise<void>): Promise<void> {
  const client = new Client({ ...connection, statement_timeout: 30_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [SCHEMA_LOCK]);
    // Even `IF NOT EXISTS` asks for the right to make schemas, which may have been given for the first start only.
    const { rowCount } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [SCHEMA]);
    if (rowCount === 0) await client.query(`CREATE SCHEMA ${SCHEMA}`);
    await make();
  } finally {
    await client.end();
  }
}

const Wake = z.object({
  jobId: z.string().transform(toJobId),
  jobName: z.string(),
  nextRunAt: z.coerce.date().nullable(),
  priority: z.number(),
  timestamp: z.coerce.date(),
});

/** Reaches the workers of every process over LISTEN/NOTIFY. While it is not heard they find their jobs at the next scan. */
class PostgresWakeChannel extends WakeChannel {
  readonly #pool: Pool;
  readonly #connection: ClientConfig;
  #listener: Client | null = null;
  #again: NodeJS.Timeout | undefined;
  #isOpen = false;

  constructor(pool: Pool, connection: ClientConfig) {
    super();
    this.#pool = pool;
    this.#connection = connection;
  }

  override async connect(): Promise<void> {
    this.#isOpen = true;
    await this.#listen();
  }

  override async disconnect(): Promise<void> {
    this.#isOpen = false;
    clearTimeout(this.#again);
    await this.#listener?.end();
    await super.disconnect();
  }

  override async publish(notification: JobNotification): Promise<void> {
    await this.#pool.query('SELECT pg_notify($1, $2)', [WAKES, JSON.stringify(notification)]);
  }

  async #listen(): Promise<void> {
    const client = new Client(this.#connection);
    this.#listener = client;
    client.on('error', () => this.#listenAgain(client));
    client.on('end', () => this.#listenAgain(client));
    client.on('notification', ({ payload }) => {
      const wake = readWake(payload);
      if (wake) this.wake(wake);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${WAKES}`);
    } catch {
      // The store's health is told by those who need its answers.
      this.#listenAgain(client);
    }
  }

  #listenAgain(lost: Client): void {
    if (!this.#isOpen || this.#listener !== lost) return;
    this.#listener = null;
    void lost.end().catch(() => undefined);
    this.#again = setTimeout(() => void this.#listen(), LISTEN_AGAIN_MS);
  }
}

function readWake(payload: string | undefined): JobNotification | null {
  try {
    return Wake.parse(JSON.parse(payload ?? ''));
  } catch {
    // Anybody may notify on any channel; what is not ours wakes nobody.
    return null;
  }
}
